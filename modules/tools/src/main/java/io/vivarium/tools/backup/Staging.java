package io.vivarium.tools.backup;

import java.io.Closeable;
import java.io.IOException;
import java.nio.file.FileSystems;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.FileAttribute;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.Comparator;
import java.util.stream.Stream;

/**
 * A directory for files on their way, which only its owner may enter, as what is in it is the data of znodes. It is removed with all in it: when it
 * is closed, or by the next one after a crash.
 */
final class Staging implements Closeable {
  private final Path path;

  private Staging(Path path) {
    this.path = path;
  }

  /** Makes an empty directory; what a crash left there goes. */
  static Staging at(Path path) throws IOException {
    Staging staging = new Staging(path);
    staging.close();
    Files.createDirectory(path, ownerOnly());
    return staging;
  }

  /** Makes a directory among the temporary files, of a name that nobody else has. */
  static Staging temporary(String prefix) throws IOException {
    return new Staging(Files.createTempDirectory(prefix, ownerOnly()));
  }

  private static FileAttribute<?>[] ownerOnly() {
    return FileSystems.getDefault().supportedFileAttributeViews().contains("posix")
        ? new FileAttribute<?>[] {
          PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rwx------"))
        }
        : new FileAttribute<?>[0];
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
