/** Transaction log and snapshots on disk, in the formats of ZooKeeper. */
module io.vivarium.storage.filelog {
  requires static transitive org.jspecify;
  requires transitive io.vivarium.spi;
  requires org.slf4j;

  exports io.vivarium.storage.filelog;

  provides io.vivarium.spi.storage.StorageProvider with
      io.vivarium.storage.filelog.FileLogProvider;
}
