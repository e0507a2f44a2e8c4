/** Transaction log and snapshots on disk, in the formats of ZooKeeper. */
module io.vivarium.storage.filelog {
  requires static transitive org.jspecify;
  requires io.vivarium.model;
  requires io.vivarium.codec;
  requires io.vivarium.spi;
  requires org.slf4j;
}
