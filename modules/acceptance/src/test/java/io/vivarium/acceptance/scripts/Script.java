package io.vivarium.acceptance.scripts;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.io.File;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;

/** A command in a controlled environment: nothing of the caller's is passed on but the path of the system's own commands. */
final class Script {
  private static final long LIMIT_SECONDS = 60;

  private final List<String> command;
  private final Map<String, String> environment = new HashMap<>();
  private Path directory = sourceTree();

  private Script(List<String> command) {
    this.command = command;
    environment.put("PATH", "/usr/local/bin:/usr/bin:/bin");
  }

  /** What came of it. */
  record Outcome(int exitCode, String output, String errors) {}

  static Script of(Object... command) {
    List<String> words = new ArrayList<>();
    for (Object word : command) {
      words.add(word.toString());
    }
    return new Script(words);
  }

  Script with(String variable, Object value) {
    environment.put(variable, value.toString());
    return this;
  }

  Script in(Path workingDirectory) {
    directory = workingDirectory;
    return this;
  }

  /** Runs it to its end. Output goes through files, as a daemon that the script leaves behind would keep a pipe open. */
  Outcome run() throws IOException, InterruptedException {
    Path output = Files.createTempFile("script", ".out");
    Path errors = Files.createTempFile("script", ".err");
    try {
      ProcessBuilder builder =
          new ProcessBuilder(command)
              .directory(directory.toFile())
              .redirectInput(ProcessBuilder.Redirect.from(new File("/dev/null")))
              .redirectOutput(output.toFile())
              .redirectError(errors.toFile());
      builder.environment().clear();
      builder.environment().putAll(environment);
      Process process = builder.start();
      if (!process.waitFor(LIMIT_SECONDS, TimeUnit.SECONDS)) {
        process.destroyForcibly();
        throw new AssertionError(command + " did not end within " + LIMIT_SECONDS + " s");
      }
      return new Outcome(
          process.exitValue(), Files.readString(output, UTF_8), Files.readString(errors, UTF_8));
    } finally {
      Files.delete(output);
      Files.delete(errors);
    }
  }

  /** The top of the source tree: the nearest directory upwards with a Maven wrapper. */
  static Path sourceTree() {
    Path candidate = Path.of("").toAbsolutePath();
    while (!Files.exists(candidate.resolve("mvnw"))) {
      candidate = candidate.getParent();
    }
    return candidate;
  }

  /** Writes an executable shell script. */
  static void write(Path file, String text) throws IOException {
    Files.createDirectories(file.getParent());
    Files.writeString(file, "#!/bin/sh\n" + text);
    if (!file.toFile().setExecutable(true)) {
      throw new IOException("cannot make " + file + " executable");
    }
  }
}
