/** Transaction log and snapshots in memory, for tests and for throw-away servers. */
module io.vivarium.storage.memory {
  requires static transitive org.jspecify;
  requires io.vivarium.model;
  requires io.vivarium.codec;
  requires io.vivarium.spi;
  requires org.slf4j;
}
