package io.vivarium.acceptance.server;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;

/** One run of a server: the operating system's process and everything it printed. */
public final class ServerProcess {
  private static final Duration STOP_LIMIT = Duration.ofSeconds(30);

  private static final List<String> INHERITED =
      List.of("JAVA_HOME", "JVMFLAGS", "JAVA_OPTS", "SERVER_JVMFLAGS", "CLIENT_JVMFLAGS");

  private final Process process;
  private final Path output;

  private ServerProcess(Process process, Path output) {
    this.process = process;
    this.output = output;
  }

  /** Starts a server on a configuration file; what it prints is appended to {@code output}. */
  public static ServerProcess start(ServerSetup setup, Path config, Path output)
      throws IOException {
    List<String> command = new ArrayList<>(setup.prefix());
    command.addAll(setup.kind().command(config, setup.jvmFlags()));
    return start(command, setup.kind().environment(setup.jvmFlags()), output);
  }

  /** Starts any command whose exit code and output a test wants to see. */
  public static ServerProcess start(
      List<String> command, Map<String, String> environment, Path output) throws IOException {
    ProcessBuilder builder = new ProcessBuilder(command).redirectErrorStream(true);
    builder.redirectOutput(ProcessBuilder.Redirect.appendTo(output.toFile()));
    // as in a fresh shell: the package brings its own Java
    builder.environment().keySet().removeAll(INHERITED);
    builder.environment().putAll(environment);
    ServerProcess started = new ServerProcess(builder.start(), output);
    // a test run that is stopped from outside must not leave its servers behind
    Runtime.getRuntime().addShutdownHook(new Thread(started::kill));
    return started;
  }

  /** Its number. */
  public long pid() {
    return process.pid();
  }

  /** Whether the process still runs. */
  public boolean alive() {
    return process.isAlive();
  }

  /** Waits for the process to end by itself and returns its exit code. */
  public int exitCode(Duration limit) throws InterruptedException {
    if (!process.waitFor(limit.toMillis(), TimeUnit.MILLISECONDS)) {
      kill();
      throw new AssertionError("the server still ran after " + limit + "; it printed:\n" + log());
    }
    return process.exitValue();
  }

  /** Asks the process to end (SIGTERM) and returns its exit code. */
  public int terminate() throws InterruptedException {
    process.destroy();
    return exitCode(STOP_LIMIT);
  }

  /** Ends the process at once (SIGKILL), children included. */
  public void kill() {
    List<ProcessHandle> family = process.descendants().toList();
    process.destroyForcibly();
    family.forEach(ProcessHandle::destroyForcibly);
    process.onExit().join();
    family.forEach(child -> child.onExit().join());
  }

  /** Freezes the process (SIGSTOP) until {@link #resume}: its peers see silence, not an end. */
  public void pause() throws IOException, InterruptedException {
    signal("STOP");
  }

  /** Lets a frozen process go on (SIGCONT). */
  public void resume() throws IOException, InterruptedException {
    signal("CONT");
  }

  private void signal(String name) throws IOException, InterruptedException {
    List<String> command = new ArrayList<>(List.of("kill", "-" + name));
    command.add(Long.toString(process.pid()));
    process.descendants().map(child -> Long.toString(child.pid())).forEach(command::add);
    int exitCode = new ProcessBuilder(command).inheritIO().start().waitFor();
    if (exitCode != 0) {
      throw new IOException(command + " ended with exit code " + exitCode);
    }
  }

  /** Everything printed so far. */
  public String log() {
    try {
      return new String(Files.readAllBytes(output), StandardCharsets.UTF_8);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
