package io.vivarium.acceptance.users;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assumptions.assumeFalse;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import io.vivarium.acceptance.server.ServerProcess;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/**
 * A product whose jars Maven copies into one directory, as its dependencies are in {@code src/test/users}. Without a
 * network to get them from, the tests of it are skipped.
 *
 * @param java the JVM that the product runs on
 * @param options of that JVM
 * @param directory where its processes write what they print
 */
record Product(Path jars, Path java, List<String> options, Path directory) {
  private static final Duration LIMIT = Duration.ofMinutes(5);

  Product {
    options = List.copyOf(options);
  }

  /** Has Maven get the product's jars, unless an earlier run did. */
  static Product fetch(String name, Path java, List<String> options, Path directory)
      throws IOException, InterruptedException {
    Path jars = Path.of("target", "users", name).toAbsolutePath();
    Path pom = definition(name).resolve("pom.xml");
    Path complete = jars.resolve("complete");
    if (!Files.exists(complete)) {
      assumeFalse(
          "offline is true".equals(System.getProperty("vivarium.acceptance.network")),
          name + " would have to be downloaded, and Maven is told to stay offline");
      Path output = directory.resolve("maven-" + name + ".log");
      ServerProcess maven =
          ServerProcess.start(
              List.of(
                  Path.of("../../mvnw").toAbsolutePath().normalize().toString(),
                  "--batch-mode",
                  "--no-transfer-progress",
                  "--file",
                  pom.toString(),
                  "dependency:copy-dependencies",
                  "-DoutputDirectory=" + jars),
              Map.of(),
              output);
      int exitCode = maven.exitCode(LIMIT);
      assumeTrue(exitCode == 0, () -> "Maven could not get " + name + ":\n" + maven.log());
      Files.createFile(complete);
    }
    return new Product(jars, java, options, directory);
  }

  /** The file of that name beside the product's definition. */
  static Path definition(String name) {
    return Path.of("src/test/users", name).toAbsolutePath();
  }

  /** Starts one of its programs, which goes on until it is told to end; {@code label} is unique to the process. */
  ServerProcess start(String label, String mainClass, String... arguments) throws IOException {
    List<String> command = new ArrayList<>(List.of(java.toString()));
    command.addAll(options);
    command.addAll(List.of("-cp", jars + "/*", mainClass));
    command.addAll(List.of(arguments));
    return ServerProcess.start(command, Map.of(), directory.resolve(label + ".log"));
  }

  /** Runs one of its commands to a good end and returns what it printed. */
  String run(String label, String mainClass, String... arguments)
      throws IOException, InterruptedException {
    ServerProcess command = start(label, mainClass, arguments);
    int exitCode = command.exitCode(LIMIT);
    assertEquals(0, exitCode, () -> label + " failed and printed:\n" + command.log());
    return command.log();
  }
}
