package io.vivarium.acceptance.distributions;

import io.vivarium.acceptance.server.ServerProcess;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;

/**
 * A distribution below {@code distribution/examples}, unpacked.
 *
 * @param target where its build put it
 * @param name what it is called
 */
public record Example(Path target, String name) {
  private static final Duration LIMIT = Duration.ofMinutes(2);

  /** One of them. */
  public static Example called(String name) {
    Path examples = Path.of(System.getProperty("vivarium.examples", "../../distribution/examples"));
    return new Example(examples.resolve(name).resolve("target").toAbsolutePath().normalize(), name);
  }

  /** Where it is. */
  public Path home() {
    return target.resolve(name);
  }

  /** Starts one of its scripts. */
  ServerProcess start(Path output, Map<String, String> environment, String script, Object... words)
      throws Exception {
    List<String> command = new ArrayList<>(List.of(home().resolve("bin/" + script).toString()));
    Stream.of(words).map(Object::toString).forEach(command::add);
    return ServerProcess.start(command, environment, output);
  }

  /** Runs one of its scripts to its end: exit code and what it printed. */
  Ran run(String script, Object... words) throws Exception {
    Path output = Files.createTempFile("example", ".out");
    try {
      ServerProcess process = start(output, Map.of(), script, words);
      int exitCode = process.exitCode(LIMIT);
      return new Ran(exitCode, process.log());
    } finally {
      Files.delete(output);
    }
  }

  /** Bytes of all files. */
  long size() throws Exception {
    try (Stream<Path> files = Files.walk(home())) {
      return files.filter(Files::isRegularFile).mapToLong(file -> file.toFile().length()).sum();
    }
  }

  /** What came of it. */
  public record Ran(int exitCode, String output) {}
}
