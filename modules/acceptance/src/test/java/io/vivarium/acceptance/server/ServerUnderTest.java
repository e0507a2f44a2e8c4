package io.vivarium.acceptance.server;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Locale;

/**
 * A standalone server in its own process on a free port of the loopback address. It can be stopped, killed and started
 * again on the same port and directory, as an operator would.
 */
public final class ServerUnderTest implements RunningServer, AutoCloseable {
  private static final Duration START_LIMIT = Duration.ofSeconds(60);
  private static final int PORT_ATTEMPTS = 5;

  /** ZooKeeper leaves a word unanswered that it gets while it still loads its database, so ask again soon. */
  private static final int PROBE_TIMEOUT_MS = 250;

  private final ServerSetup setup;
  private final Path home;
  private final Path dataDirectory;
  private int port;
  private ServerProcess process;

  private ServerUnderTest(ServerSetup setup, Path home, Path dataDirectory) {
    this.setup = setup;
    this.home = home;
    this.dataDirectory = dataDirectory;
  }

  /** Starts a server on an empty data directory below {@code home} and waits until it serves. */
  public static ServerUnderTest start(ServerSetup setup, Path home) throws Exception {
    return start(setup, home, home.resolve("data"));
  }

  /** Starts a server on a given data directory and waits until it serves. */
  public static ServerUnderTest start(ServerSetup setup, Path home, Path dataDirectory)
      throws Exception {
    Files.createDirectories(home);
    ServerUnderTest server = new ServerUnderTest(setup, home, dataDirectory);
    server.startOnFreePort();
    return server;
  }

  /** Another process may take a port between our choosing it and the server's binding it, so try a few. */
  private void startOnFreePort() throws Exception {
    for (int attempt = 1; ; attempt++) {
      port = FreePorts.take();
      try {
        launch();
        return;
      } catch (AssertionError failed) {
        boolean taken = process.log().toLowerCase(Locale.ROOT).contains("address already in use");
        if (!taken || attempt == PORT_ATTEMPTS) {
          throw failed;
        }
      }
    }
  }

  /** Writes {@code zoo.cfg} for a directory and port and returns its path. */
  public static Path writeConfig(ServerSetup setup, Path home, Path dataDirectory, int port)
      throws IOException {
    StringBuilder text = new StringBuilder();
    text.append("dataDir=").append(dataDirectory).append('\n');
    text.append("clientPort=").append(port).append('\n');
    text.append(setup.lines());
    return Files.writeString(home.resolve("zoo.cfg"), text);
  }

  private void launch() throws Exception {
    Path config = writeConfig(setup, home, dataDirectory, port);
    process = ServerProcess.start(setup, config, home.resolve("server.log"));
    try {
      Await.until("the server answers on port " + port, START_LIMIT, this::servesOrDied);
    } catch (AssertionError late) {
      process.kill();
      throw new AssertionError(late.getMessage() + "; it printed:\n" + process.log(), late);
    }
    if (!process.alive()) {
      throw new AssertionError(
          "the server ended at start with exit code "
              + process.exitCode(START_LIMIT)
              + "; it printed:\n"
              + log());
    }
  }

  private boolean servesOrDied() {
    if (!process.alive()) {
      return true;
    }
    try {
      return FourLetterWord.ask(host(), port, "srvr", PROBE_TIMEOUT_MS).contains("Mode:");
    } catch (IOException notYet) {
      return false;
    }
  }

  /** Starts the server again after {@link #stop} or {@link #kill}, on the same port and directory. */
  public void restart() throws Exception {
    launch();
  }

  /** SIGTERM; returns the exit code. */
  public int stop() throws InterruptedException {
    return process.terminate();
  }

  /** Waits for the server to end by itself and returns its exit code. */
  public int exitCode(Duration limit) throws InterruptedException {
    return process.exitCode(limit);
  }

  /** SIGKILL. */
  public void kill() {
    process.kill();
  }

  @Override
  public int port() {
    return port;
  }

  /** The directory given as {@code dataDir}. */
  public Path dataDirectory() {
    return dataDirectory;
  }

  @Override
  public String log() {
    return process.log();
  }

  @Override
  public long pid() {
    return process.pid();
  }

  @Override
  public boolean alive() {
    return process.alive();
  }

  @Override
  public void close() {
    process.kill();
  }
}
