/** Transaction log and snapshots in memory, for tests and for throw-away servers. */
module io.vivarium.storage.memory {
  requires static transitive org.jspecify;
  requires transitive io.vivarium.spi;

  exports io.vivarium.storage.memory;

  provides io.vivarium.spi.storage.StorageProvider with
      io.vivarium.storage.memory.MemoryStorageProvider;
}
