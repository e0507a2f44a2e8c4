package io.vivarium.architecture;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;

/** The checkout that these tests run in. */
final class SourceTree {
  private SourceTree() {}

  /** The top of the source tree: the nearest directory upwards with a Maven wrapper. */
  static Path root() {
    Path directory = Path.of("").toAbsolutePath();
    while (!Files.exists(directory.resolve("mvnw"))) {
      directory = directory.getParent();
      if (directory == null) {
        throw new IllegalStateException(
            "not inside the source tree: " + Path.of("").toAbsolutePath());
      }
    }
    return directory;
  }

  /** Every directory that is a Maven module with Java sources of its own, as a path from the top. */
  static List<String> moduleDirectories() {
    return Stream.of("modules", "plugins")
        .flatMap(parent -> list(root().resolve(parent)).stream())
        .filter(directory -> Files.exists(directory.resolve("src/main/java")))
        .map(directory -> root().relativize(directory).toString())
        .toList();
  }

  static List<Path> mainSources(Module module) {
    return javaFiles(root().resolve(module.directory()).resolve("src/main/java"));
  }

  static List<Path> testSources(Module module) {
    return javaFiles(root().resolve(module.directory()).resolve("src/test/java"));
  }

  static List<Path> javaFiles(Path directory) {
    if (!Files.isDirectory(directory)) {
      return List.of();
    }
    try (Stream<Path> files = Files.walk(directory)) {
      return files.filter(file -> file.toString().endsWith(".java")).sorted().toList();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  static String read(Path file) {
    try {
      return Files.readString(file);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private static List<Path> list(Path directory) {
    try (Stream<Path> files = Files.list(directory)) {
      return files.sorted().toList();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
