/** ZooKeeper's atomic broadcast as pure state machines: election, discovery, synchronisation, broadcast. */
module io.vivarium.zab {
  requires static transitive org.jspecify;
  requires transitive io.vivarium.model;
  requires transitive io.vivarium.spi;
  requires org.slf4j;

  exports io.vivarium.zab;
  exports io.vivarium.zab.election;
  exports io.vivarium.zab.message;
  exports io.vivarium.zab.port;
}
