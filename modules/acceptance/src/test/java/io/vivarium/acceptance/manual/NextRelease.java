package io.vivarium.acceptance.manual;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.io.IOException;
import java.nio.file.DirectoryStream;
import java.nio.file.FileSystem;
import java.nio.file.FileSystems;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;

/**
 * What stands for the next release where an upgrade is tried before there is one: the package under test with another version and time of
 * the build in it. Other code it has none; so it shows that two packages take turns at one directory, not that two formats would.
 */
final class NextRelease {
  private static final String KERNEL = "vivarium-kernel-";
  private static final String BUILD = "io/vivarium/kernel/build.properties";

  private NextRelease() {}

  /** Makes the package; it shares with the other whatever is the same. */
  static void make(Path distribution, Path next) throws IOException {
    Files.createDirectory(next);
    for (String same : new String[] {"conf", "docs", "plugins", "runtime"}) {
      Files.createSymbolicLink(next.resolve(same), distribution.resolve(same));
    }
    // A script knows its package by where it really is.
    copy(distribution.resolve("bin"), Files.createDirectory(next.resolve("bin")));
    Path lib = Files.createDirectory(next.resolve("lib"));
    try (DirectoryStream<Path> jars = Files.newDirectoryStream(distribution.resolve("lib"))) {
      for (Path jar : jars) {
        Path own = lib.resolve(jar.getFileName());
        if (jar.getFileName().toString().startsWith(KERNEL)) {
          rename(Files.copy(jar, own));
        } else {
          Files.createSymbolicLink(own, jar);
        }
      }
    }
  }

  private static void copy(Path from, Path to) throws IOException {
    try (DirectoryStream<Path> files = Files.newDirectoryStream(from)) {
      for (Path file : files) {
        Files.copy(file, to.resolve(file.getFileName()), StandardCopyOption.COPY_ATTRIBUTES);
      }
    }
  }

  private static void rename(Path jar) throws IOException {
    try (FileSystem content = FileSystems.newFileSystem(jar)) {
      Path build = content.getPath(BUILD);
      String next =
          Files.readString(build, UTF_8)
              .replaceAll("(?m)^version=(.*)$", "version=$1-next")
              .replaceAll("(?m)^time=.*$", "time=2100-01-01T00:00:00Z");
      Files.writeString(build, next, UTF_8);
    }
  }
}
