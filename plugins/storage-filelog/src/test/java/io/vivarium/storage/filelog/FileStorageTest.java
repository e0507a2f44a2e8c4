package io.vivarium.storage.filelog;

import io.vivarium.spi.PluginException;
import io.vivarium.spi.storage.Storage;
import io.vivarium.spi.tck.storage.StorageTck;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.io.TempDir;

/**
 * The promises of the storage SPI, kept on the file system of this machine. It cannot lose power, so a crash here is a
 * copy of the files as they are at that moment; {@link PowerLossTest} takes away what was not forced.
 */
final class FileStorageTest extends StorageTck {
  @TempDir Path temporary;

  private int crashes;

  @Override
  protected Storage create() throws PluginException {
    TestContext context =
        new TestContext().with(Keys.DATA_DIR, place()).with(Keys.PREALLOC_KB, 64L);
    return new FileLogProvider().create(context);
  }

  @Override
  protected void crash(Storage running) throws IOException {
    Path before = place();
    crashes++;
    copy(before, place());
    running.close();
  }

  private Path place() {
    return temporary.resolve("place" + crashes);
  }

  private static void copy(Path from, Path to) throws IOException {
    List<Path> paths;
    try (Stream<Path> walk = Files.walk(from)) {
      paths = walk.toList();
    }
    for (Path path : paths) {
      Files.copy(path, to.resolve(from.relativize(path).toString()));
    }
  }
}
