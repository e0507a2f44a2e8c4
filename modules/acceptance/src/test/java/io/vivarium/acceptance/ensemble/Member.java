package io.vivarium.acceptance.ensemble;

import static java.nio.charset.StandardCharsets.ISO_8859_1;

import io.vivarium.acceptance.server.Await;
import io.vivarium.acceptance.server.FourLetterWord;
import io.vivarium.acceptance.server.RunningServer;
import io.vivarium.acceptance.server.ServerKind;
import io.vivarium.acceptance.server.ServerProcess;
import io.vivarium.acceptance.server.ServerSetup;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;

/**
 * One server of an ensemble: a directory with {@code zoo.cfg} and {@code data/myid} that is written once, and the process
 * that runs on it now. Another kind of server can take the directory over as it is.
 */
public final class Member implements RunningServer, AutoCloseable {
  /** Generous: a server waits for its peers, and all of them share few cores. */
  static final Duration START_LIMIT = Duration.ofSeconds(90);

  private static final int PROBE_TIMEOUT_MS = 1_000;
  private static final int LOG_TAIL = 4_000;

  private final int id;
  private final Ports ports;
  private final Path home;
  private ServerSetup setup;
  private Optional<ServerProcess> process = Optional.empty();

  /**
   * The ports of one server.
   *
   * @param client for clients
   * @param quorum where it listens while it leads
   * @param election for notifications
   */
  public record Ports(int client, int quorum, int election) {}

  Member(int id, ServerSetup setup, Ports ports, Path home) {
    this.id = id;
    this.setup = setup;
    this.ports = ports;
    this.home = home;
  }

  /** Writes the configuration of a server that has never run. */
  void prepare(List<String> ensembleLines) throws IOException {
    Files.createDirectories(dataDirectory());
    Files.writeString(dataDirectory().resolve("myid"), id + "\n");
    StringBuilder text = new StringBuilder();
    text.append("dataDir=").append(dataDirectory()).append('\n');
    text.append("clientPort=").append(ports.client()).append('\n');
    text.append(setup.lines());
    ensembleLines.forEach(line -> text.append(line).append('\n'));
    Files.writeString(config(), text);
  }

  /** The number in {@code myid}. */
  public int id() {
    return id;
  }

  /** Where it listens. */
  public Ports ports() {
    return ports;
  }

  @Override
  public int port() {
    return ports.client();
  }

  /** Where the setup has its client port; its peers find it there too. */
  @Override
  public String host() {
    return setup.config().getOrDefault("clientPortAddress", "127.0.0.1");
  }

  /** Its {@code zoo.cfg}. */
  public Path config() {
    return home.resolve("zoo.cfg");
  }

  /** The directory given as {@code dataDir}. */
  public Path dataDirectory() {
    return home.resolve("data");
  }

  /** The kind that runs, or that the next start runs. */
  public ServerKind kind() {
    return setup.kind();
  }

  /** Starts the process and does not wait: alone it may not have a quorum. */
  public void launch() throws IOException {
    process = Optional.of(ServerProcess.start(setup, config(), output()));
  }

  /** Starts the process and waits until it serves. */
  public void start() throws Exception {
    launch();
    awaitServing();
  }

  /** Waits until the server answers clients; fails at once when its process ends. */
  public void awaitServing() throws Exception {
    try {
      Await.until(this + " serves", START_LIMIT, () -> !alive() || status().isPresent());
    } catch (AssertionError late) {
      throw new AssertionError(late.getMessage() + "; it printed:\n" + logTail(), late);
    }
    if (!alive()) {
      throw new AssertionError(this + " ended at start; it printed:\n" + logTail());
    }
  }

  /** From the next start on the server is of another kind or has other settings; {@code zoo.cfg} stays as it is. */
  public void become(ServerKind kind) {
    setup = setup.on(kind);
  }

  /** From the next start on the process is started through another command. */
  public void through(String... command) {
    setup = setup.through(command);
  }

  /** SIGTERM; waits for the end. */
  public void stop() throws InterruptedException {
    if (process.isPresent()) {
      process.get().terminate();
    }
  }

  /** SIGKILL. */
  public void kill() {
    process.ifPresent(ServerProcess::kill);
  }

  /** SIGSTOP. */
  public void pause() throws Exception {
    process.orElseThrow().pause();
  }

  /** SIGCONT. */
  public void resume() throws Exception {
    process.orElseThrow().resume();
  }

  /** Deletes everything the server has stored, except {@code myid}. */
  public void wipe() throws IOException {
    try (Stream<Path> files = Files.walk(dataDirectory().resolve("version-2"))) {
      for (Path file : files.sorted(Comparator.reverseOrder()).toList()) {
        Files.delete(file);
      }
    }
  }

  @Override
  public long pid() {
    return process.orElseThrow().pid();
  }

  @Override
  public boolean alive() {
    return process.map(ServerProcess::alive).orElse(false);
  }

  /** What {@code srvr} says; empty while the server does not run or does not serve. */
  public Optional<Status> status() {
    if (!alive()) {
      return Optional.empty();
    }
    try {
      return Status.parse(FourLetterWord.ask(host(), ports.client(), "srvr", PROBE_TIMEOUT_MS));
    } catch (IOException notNow) {
      return Optional.empty();
    }
  }

  /** Whether the server serves in this mode, one of {@code leader}, {@code follower}, {@code observer}, {@code read-only}. */
  public boolean is(String mode) {
    return status().map(Status::mode).filter(mode::equals).isPresent();
  }

  /** One value of {@code mntr}; 0 when the server does not report it. */
  public long metric(String name) throws IOException {
    return ask("mntr")
        .lines()
        .filter(line -> line.startsWith(name + "\t"))
        .map(line -> (long) Double.parseDouble(line.substring(name.length() + 1)))
        .findFirst()
        .orElse(0L);
  }

  /** Whether this server's log has these bytes, committed or not. */
  public boolean logged(byte[] bytes) {
    try (Stream<Path> files = Files.list(dataDirectory().resolve("version-2"))) {
      return files
          .filter(file -> file.getFileName().toString().startsWith("log."))
          .anyMatch(file -> contains(file, bytes));
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private static boolean contains(Path file, byte[] bytes) {
    try {
      String content = Files.readString(file, ISO_8859_1);
      return content.contains(new String(bytes, ISO_8859_1));
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** Where everything goes that the server prints. */
  public Path output() {
    return home.resolve("server.log");
  }

  @Override
  public String log() {
    return process.map(ServerProcess::log).orElse("");
  }

  /** The end of {@link #log}. */
  String logTail() {
    String log = log();
    return log.substring(Math.max(0, log.length() - LOG_TAIL));
  }

  @Override
  public void close() {
    kill();
  }

  @Override
  public String toString() {
    return "server " + id + " (" + kind() + ", client port " + ports.client() + ")";
  }
}
