package io.vivarium.acceptance.scripts;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.List;
import java.util.stream.Stream;

/** An unpacked distribution with the real scripts and a runtime that only says how it was called. */
record FakePackage(Path home) {
  /** Prints each argument on a line of its own, after the name of the runtime. */
  static final String TELL = "echo \"$0\"\nfor word; do echo \"$word\"; done\n";

  static FakePackage create(Path home, String bundled) throws IOException {
    Path scripts =
        Script.sourceTree().resolve("distribution/resources/src/main/resources/recipe/bin");
    Files.createDirectories(home.resolve("bin"));
    Files.createDirectories(home.resolve("conf"));
    Files.writeString(home.resolve("conf/logback.xml"), "<configuration/>");
    for (String command :
        List.of(
            "bench",
            "certificates",
            "credentials",
            "image",
            "plugin-installer",
            "shell",
            "tools")) {
      Files.createDirectories(home.resolve("lib").resolve(command));
    }
    try (Stream<Path> files = Files.list(scripts)) {
      for (Path file : files.toList()) {
        Files.copy(
            file,
            home.resolve("bin").resolve(file.getFileName()),
            StandardCopyOption.COPY_ATTRIBUTES);
      }
    }
    Script.write(home.resolve("runtime/bin/java"), bundled);
    return new FakePackage(home.toRealPath());
  }

  Script vivarium(String... arguments) {
    return script("vivarium", arguments);
  }

  Script zkServer(String... arguments) {
    return script("zkServer.sh", arguments);
  }

  Path bundledJava() {
    return home.resolve("runtime/bin/java");
  }

  /** Another Java, outside of the package. */
  Path otherJava(Path place, String version) throws IOException {
    Script.write(place.resolve("bin/java"), TELL);
    Files.writeString(place.resolve("release"), "JAVA_VERSION=\"" + version + "\"\n");
    return place;
  }

  private Script script(String name, String... arguments) {
    return Script.of(
            Stream.concat(Stream.of(home.resolve("bin").resolve(name)), Stream.of(arguments))
                .toArray())
        .in(home)
        .with("HOME", home);
  }

  /** The words that the runtime was called with; the first is the runtime itself. */
  static List<String> words(Script.Outcome outcome) {
    return outcome.output().lines().toList();
  }
}
