package io.vivarium.storage.filelog;

import io.vivarium.spi.PluginException;
import io.vivarium.spi.storage.Storage;
import io.vivarium.spi.storage.StorageException;
import io.vivarium.spi.tck.storage.StorageTck;
import java.nio.file.Path;

/** The promises of the storage SPI, kept on a disk that loses every unforced thing it may lose. */
final class PowerLossTest extends StorageTck {
  private final FaultyDisk disk = new FaultyDisk(20_261_121);

  @Override
  protected Storage create() throws PluginException {
    TestContext context =
        new TestContext().with(Keys.DATA_DIR, Path.of("/data")).with(Keys.PREALLOC_KB, 16L);
    return new FileStorage(disk, Settings.of(context.config()), context, false);
  }

  /** In the middle of a force when something was appended: of that batch any selection of sectors is on disk. */
  @Override
  protected void crash(Storage running) {
    disk.fault(FaultyDisk.FORCE_OF_A_LOG_FAILS);
    try {
      running.log().force();
    } catch (StorageException e) {
      // The power went first.
    }
    disk.crash();
  }
}
