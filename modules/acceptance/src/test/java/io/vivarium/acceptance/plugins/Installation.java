package io.vivarium.acceptance.plugins;

import static org.junit.jupiter.api.Assertions.assertEquals;

import io.vivarium.acceptance.server.ServerProcess;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;

/**
 * A package of a test's own, and its command {@code vivarium plugin}.
 *
 * @param home of the package
 */
record Installation(Path home) {
  static final Duration LIMIT = Duration.ofMinutes(5);

  /** Makes one below a directory. */
  static Installation below(Path directory) throws IOException {
    Path home = directory.resolve("home");
    OwnPackage.make(home);
    return new Installation(home);
  }

  Path vivarium() {
    return home.resolve("bin/vivarium");
  }

  /** Runs one command of {@code vivarium plugin} to its end and returns what it printed. */
  String plugin(int code, String... arguments) throws Exception {
    Path output = Files.createTempFile(home, "command", ".log");
    ServerProcess process = ServerProcess.start(command(arguments), Map.of(), output);
    assertEquals(
        code, process.exitCode(LIMIT), () -> List.of(arguments) + " printed:\n" + process.log());
    return process.log();
  }

  /** The words of such a command. */
  List<String> command(String... arguments) {
    List<String> command = new ArrayList<>(List.of(vivarium().toString(), "plugin"));
    command.addAll(List.of(arguments));
    return command;
  }

  /** What is hidden among the plugins, but for the file that is always there. */
  List<String> hidden() throws IOException {
    try (Stream<Path> all = Files.list(home.resolve("plugins"))) {
      return all.map(each -> each.getFileName().toString())
          .filter(name -> name.startsWith(".") && !name.equals(".lock"))
          .toList();
    }
  }
}
