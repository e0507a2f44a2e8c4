package io.vivarium.tools.backup;

import java.io.Closeable;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Comparator;
import java.util.stream.Stream;

/** A directory for files on their way, removed with all in it: when it is closed, or by the next one after a crash. */
final class Staging implements Closeable {
  private final Path path;

  private Staging(Path path) {
    this.path = path;
  }

  /** Makes an empty directory. */
  static Staging at(Path path) throws IOException {
    Staging staging = new Staging(path);
    staging.close();
    Files.createDirectories(path);
    return staging;
  }

  Path path() {
    return path;
  }

  @Override
  public void close() throws IOException {
    if (!Files.exists(path)) {
      return;
    }
    try (Stream<Path> walk = Files.walk(path)) {
      for (Path each : walk.sorted(Comparator.reverseOrder()).toList()) {
        Files.delete(each);
      }
    }
  }
}
