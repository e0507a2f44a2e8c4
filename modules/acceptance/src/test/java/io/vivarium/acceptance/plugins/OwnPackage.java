package io.vivarium.acceptance.plugins;

import io.vivarium.acceptance.server.ServerKind;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;

/** A package into which a test may install, as all tests share the one that was built: what is large is linked to. */
final class OwnPackage {
  private OwnPackage() {}

  /** Makes one; {@code home} is not there yet. */
  static void make(Path home) throws IOException {
    Path original = ServerKind.distribution().toRealPath();
    Files.createDirectory(home);
    for (String linked : List.of("lib", "runtime")) {
      if (Files.exists(original.resolve(linked))) {
        Files.createSymbolicLink(home.resolve(linked), original.resolve(linked));
      }
    }
    for (String copied : List.of("bin", "conf", "plugins")) {
      copy(original.resolve(copied), home.resolve(copied));
    }
  }

  private static void copy(Path from, Path to) throws IOException {
    try (Stream<Path> all = Files.walk(from)) {
      for (Path each : all.toList()) {
        Files.copy(each, to.resolve(from.relativize(each).toString()));
      }
    }
  }
}
