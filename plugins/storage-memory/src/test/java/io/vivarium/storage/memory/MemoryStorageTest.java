package io.vivarium.storage.memory;

import io.vivarium.spi.storage.Storage;
import io.vivarium.spi.tck.storage.StorageTck;

/** The promises of the storage SPI, kept in memory. */
final class MemoryStorageTest extends StorageTck {
  private final MemoryPlace place = new MemoryPlace("test");

  @Override
  protected Storage create() {
    return new MemoryStorage(place);
  }

  @Override
  protected void crash(Storage running) {
    place.crash();
  }
}
