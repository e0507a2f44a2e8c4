package io.vivarium.acceptance.server;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;

/** Apache's command-line programs from the test class path, and the package's. */
public final class CommandLines {
  private static final long LIMIT_SECONDS = 300;

  private final Path directory;
  private final Map<String, String> environment;

  /** Whose runs leave their files in this directory. */
  public CommandLines(Path directory) {
    this(directory, Map.of());
  }

  /** With these variables in the environment of all runs. */
  public CommandLines(Path directory, Map<String, String> environment) {
    this.directory = directory;
    this.environment = Map.copyOf(environment);
  }

  /** What came of a run. */
  public record Run(int exitCode, String out, String err) {}

  /** A class of Apache's, which logs nothing. */
  public Run apache(String main, String input, String... arguments) throws Exception {
    Path silence =
        Files.writeString(
            directory.resolve("logback.xml"),
            "<configuration><root level=\"OFF\"/></configuration>");
    List<String> command = new ArrayList<>();
    command.add(Path.of(System.getProperty("java.home"), "bin", "java").toString());
    command.addAll(List.of("-XX:TieredStopAtLevel=1", "-Xmx128m"));
    command.add("-Dlogback.configurationFile=" + silence);
    command.add("-cp");
    command.add(
        System.getProperty("surefire.test.class.path", System.getProperty("java.class.path")));
    command.add(main);
    command.addAll(List.of(arguments));
    return run(command, input);
  }

  /** A script of the package, with no input. */
  public Run packaged(String script, List<String> arguments) throws Exception {
    return packaged(script, "", arguments.toArray(String[]::new));
  }

  /** A script of the package. */
  public Run packaged(String script, String input, String... arguments) throws Exception {
    List<String> command = new ArrayList<>();
    command.add(ServerKind.distribution().resolve("bin").resolve(script).toString());
    command.addAll(List.of(arguments));
    return run(command, input);
  }

  private Run run(List<String> command, String input) throws IOException, InterruptedException {
    Path in = Files.writeString(directory.resolve("in"), input);
    Path out = directory.resolve("out");
    Path err = directory.resolve("err");
    ProcessBuilder builder =
        new ProcessBuilder(command)
            .redirectInput(in.toFile())
            .redirectOutput(out.toFile())
            .redirectError(err.toFile());
    // As in a fresh shell: nothing of the caller's Java.
    builder
        .environment()
        .keySet()
        .removeIf(name -> name.startsWith("JAVA_") || name.endsWith("JVMFLAGS"));
    builder.environment().putAll(environment);
    Process process = builder.start();
    if (!process.waitFor(LIMIT_SECONDS, TimeUnit.SECONDS)) {
      process.destroyForcibly();
      throw new AssertionError(command + " still ran after " + LIMIT_SECONDS + " s");
    }
    return new Run(process.exitValue(), Files.readString(out, UTF_8), Files.readString(err, UTF_8));
  }
}
