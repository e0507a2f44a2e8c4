package io.vivarium.bench.load;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * The operators' tools of a distribution.
 *
 * @param home its directory
 */
record Tools(Path home) {
  private static final long PATIENCE_SECONDS = 900;

  /** Those of the distribution that this program is part of. */
  static Tools ofThisPackage() {
    return new Tools(Path.of(System.getProperty("vivarium.home", ".")));
  }

  /**
   * What a tool did.
   *
   * @param seconds from its start to its end, that of its Java included
   * @param printed on standard output
   */
  record Outcome(double seconds, String printed) {
    /** A number of what it printed as JSON. */
    long number(String key) throws IOException {
      Matcher field =
          Pattern.compile("\"" + Pattern.quote(key) + "\"\\s*:\\s*(\\d+)").matcher(printed);
      if (!field.find()) {
        throw new IOException("there is no number " + key + " in " + printed);
      }
      return Long.parseLong(field.group(1));
    }
  }

  /**
   * Runs one, which prints JSON.
   *
   * @param data a data directory, beside which goes what it prints
   * @throws IOException with the end of what it said when it fails
   */
  Outcome run(Path data, String... words) throws IOException, InterruptedException {
    Path program = home.resolve("bin/vivarium");
    if (!Files.isExecutable(program)) {
      throw new IOException("there are no tools in " + home + ": " + program + " is missing");
    }
    List<String> command = new ArrayList<>(List.of(program.toString()));
    command.addAll(List.of(words));
    command.addAll(List.of("--output", "json"));
    Path out = data.resolveSibling("tool.out");
    Path err = data.resolveSibling("tool.err");
    long start = System.nanoTime();
    Process process =
        new ProcessBuilder(command)
            .redirectOutput(out.toFile())
            .redirectError(err.toFile())
            .start();
    try {
      if (!process.waitFor(PATIENCE_SECONDS, TimeUnit.SECONDS)) {
        throw new IOException(
            "vivarium " + words[0] + " still ran after " + PATIENCE_SECONDS + " s");
      }
    } finally {
      process.destroyForcibly();
    }
    double seconds = (System.nanoTime() - start) / 1e9;
    if (process.exitValue() != 0) {
      throw new IOException(
          "vivarium "
              + words[0]
              + " ended with "
              + process.exitValue()
              + ": "
              + Files.readString(err, StandardCharsets.UTF_8).strip());
    }
    return new Outcome(seconds, Files.readString(out, StandardCharsets.UTF_8));
  }
}
