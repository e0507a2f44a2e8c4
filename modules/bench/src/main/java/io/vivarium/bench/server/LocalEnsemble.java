package io.vivarium.bench.server;

import io.vivarium.bench.load.OwnServers;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.TreeMap;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;

/**
 * Servers of one kind on this machine, started for a measurement: one alone, or several as an ensemble, each with a directory of its
 * own and the same configuration but for the ports.
 */
public final class LocalEnsemble implements OwnServers, AutoCloseable {
  private static final long PATIENCE_NANOS = TimeUnit.SECONDS.toNanos(90);
  private static final long LOOK_MS = 20;
  private static final long STOP_SECONDS = 20;

  /** For clients, for followers, for elections, for clients with TLS, for admin commands. */
  private static final int PORTS = 5;

  private final ServerKind kind;
  private final Path directory;
  private final int heapMb;
  private final List<Node> nodes = new CopyOnWriteArrayList<>();

  /** Servers do not outlive a measurement that somebody has interrupted. */
  private final Thread interrupted = new Thread(this::killAll, "kill-servers");

  /** One server: where it lives, and its process while it runs. */
  private static final class Node {
    private final Path directory;
    private final int clientPort;

    /** Where the load goes: the client port, or the one for TLS. */
    private final int loadedPort;

    private final int adminPort;

    private volatile @Nullable Process process;

    Node(Path directory, int clientPort, int loadedPort, int adminPort) {
      this.directory = directory;
      this.clientPort = clientPort;
      this.loadedPort = loadedPort;
      this.adminPort = adminPort;
    }
  }

  private LocalEnsemble(ServerKind kind, Path directory, int heapMb) {
    this.kind = kind;
    this.directory = directory;
    this.heapMb = heapMb;
  }

  /**
   * Starts servers in an empty directory and returns when all of them serve.
   *
   * @param count servers; 1 for a standalone one
   * @param settings lines of {@code zoo.cfg} besides directories, ports and servers
   * @param identity with which clients are offered TLS; null: they connect in the clear
   */
  public static LocalEnsemble start(
      ServerKind kind,
      int count,
      Path directory,
      Map<String, String> settings,
      int heapMb,
      @Nullable Identity identity)
      throws IOException, InterruptedException {
    LocalEnsemble ensemble = new LocalEnsemble(kind, directory, heapMb);
    Runtime.getRuntime().addShutdownHook(ensemble.interrupted);
    try {
      ensemble.configure(count, settings, identity);
      for (Node node : ensemble.nodes) {
        ensemble.run(node);
      }
      ensemble.awaitServing();
      return ensemble;
    } catch (IOException | InterruptedException | RuntimeException e) {
      ensemble.close();
      throw e;
    }
  }

  private void configure(int count, Map<String, String> settings, @Nullable Identity identity)
      throws IOException {
    List<Integer> ports = freePorts(count * PORTS);
    StringBuilder servers = new StringBuilder();
    for (int i = 0; i < count && count > 1; i++) {
      servers.append(
          "server.%d=127.0.0.1:%d:%d%n"
              .formatted(i + 1, ports.get(count + i), ports.get(2 * count + i)));
    }
    for (int i = 0; i < count; i++) {
      Path home = Files.createDirectories(directory.resolve("server-" + (i + 1)));
      Path data = Files.createDirectories(home.resolve("data"));
      if (count > 1) {
        Files.writeString(data.resolve("myid"), Integer.toString(i + 1));
      }
      Map<String, String> lines = new TreeMap<>(settings);
      lines.put("dataDir", data.toString());
      lines.put("clientPort", ports.get(i).toString());
      int admin = ports.get(4 * count + i);
      lines.putIfAbsent("admin.enableServer", "false");
      lines.put("admin.serverAddress", "127.0.0.1");
      lines.put("admin.serverPort", Integer.toString(admin));
      int loaded = ports.get(i);
      if (identity != null) {
        loaded = ports.get(3 * count + i);
        lines.put("secureClientPort", Integer.toString(loaded));
        lines.putAll(identity.settings());
      }
      StringBuilder text = new StringBuilder();
      lines.forEach((key, value) -> text.append(key).append('=').append(value).append('\n'));
      Files.writeString(home.resolve("zoo.cfg"), text.append(servers));
      nodes.add(new Node(home, ports.get(i), loaded, admin));
    }
  }

  /** Ports that were free a moment ago; all are held until the last is known, so that they differ. */
  private static List<Integer> freePorts(int count) throws IOException {
    List<ServerSocket> held = new ArrayList<>();
    try {
      List<Integer> ports = new ArrayList<>();
      for (int i = 0; i < count; i++) {
        ServerSocket socket = new ServerSocket(0, 1, InetAddress.getLoopbackAddress());
        held.add(socket);
        ports.add(socket.getLocalPort());
      }
      return ports;
    } finally {
      for (ServerSocket socket : held) {
        socket.close();
      }
    }
  }

  private void run(Node node) throws IOException, InterruptedException {
    node.process =
        new ProcessBuilder(kind.command(node.directory.resolve("zoo.cfg"), heapMb))
            .redirectErrorStream(true)
            .redirectOutput(
                ProcessBuilder.Redirect.appendTo(node.directory.resolve("server.log").toFile()))
            .start();
  }

  @Override
  public void awaitServing() throws IOException, InterruptedException {
    long deadline = System.nanoTime() + PATIENCE_NANOS;
    for (Node node : nodes) {
      for (Process process = node.process; process != null && mode(node).isEmpty(); ) {
        if (!process.isAlive() || System.nanoTime() > deadline) {
          throw new IOException(
              kind.name() + " does not serve; see " + node.directory.resolve("server.log"));
        }
        TimeUnit.MILLISECONDS.sleep(LOOK_MS);
      }
    }
  }

  /** What {@code srvr} says the server is; empty while it does not serve. */
  private static String mode(Node node) {
    try {
      String answer = word(node.clientPort, "srvr");
      return answer
          .lines()
          .filter(line -> line.startsWith("Mode: "))
          .map(line -> line.substring("Mode: ".length()))
          .findFirst()
          .orElse("");
    } catch (IOException e) {
      return "";
    }
  }

  private static String word(int port, String word) throws IOException {
    try (java.net.Socket socket = new java.net.Socket()) {
      socket.connect(new InetSocketAddress(InetAddress.getLoopbackAddress(), port), 1000);
      socket.setSoTimeout(2000);
      socket.getOutputStream().write(word.getBytes(StandardCharsets.US_ASCII));
      return new String(socket.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
    }
  }

  @Override
  public List<InetSocketAddress> addresses() {
    return nodes.stream()
        .map(node -> new InetSocketAddress(InetAddress.getLoopbackAddress(), node.loadedPort))
        .toList();
  }

  @Override
  public List<Long> pids() {
    return nodes.stream()
        .map(node -> node.process)
        .filter(Objects::nonNull)
        .map(Process::pid)
        .toList();
  }

  @Override
  public int leader() throws IOException {
    for (int i = 0; i < nodes.size(); i++) {
      String mode = mode(nodes.get(i));
      if (mode.equals("leader") || mode.equals("standalone")) {
        return i;
      }
    }
    throw new IOException("no server leads");
  }

  @Override
  public InetSocketAddress adminAddress(int position) {
    return new InetSocketAddress(InetAddress.getLoopbackAddress(), nodes.get(position).adminPort);
  }

  @Override
  public void kill(int position) throws InterruptedException {
    Process process = nodes.get(position).process;
    if (process != null) {
      process.destroyForcibly().waitFor();
      nodes.get(position).process = null;
    }
  }

  @Override
  public void restart(int position) throws IOException, InterruptedException {
    run(nodes.get(position));
  }

  @Override
  public List<Path> dataDirectories() {
    return nodes.stream().map(node -> node.directory.resolve("data")).toList();
  }

  @Override
  public long pid(int position) {
    Process process = nodes.get(position).process;
    if (process == null) {
      throw new IllegalStateException("server " + position + " does not run");
    }
    return process.pid();
  }

  @Override
  public void suspend(int position) throws IOException, InterruptedException {
    signal("STOP", pid(position));
  }

  @Override
  public void resume(int position) throws IOException, InterruptedException {
    signal("CONT", pid(position));
  }

  private static void signal(String name, long pid) throws IOException, InterruptedException {
    int code = new ProcessBuilder("kill", "-" + name, Long.toString(pid)).start().waitFor();
    if (code != 0) {
      throw new IOException("process " + pid + " could not be sent SIG" + name);
    }
  }

  private void killAll() {
    for (Node node : nodes) {
      Process process = node.process;
      if (process != null) {
        process.destroyForcibly();
      }
    }
  }

  /** Ends all servers. */
  @Override
  public void close() {
    try {
      Runtime.getRuntime().removeShutdownHook(interrupted);
    } catch (IllegalStateException e) {
      killAll(); // This program is about to end.
      return;
    }
    List<Process> running =
        nodes.stream().map(node -> node.process).filter(Objects::nonNull).toList();
    running.forEach(Process::destroy);
    for (Process process : running) {
      try {
        if (!process.waitFor(STOP_SECONDS, TimeUnit.SECONDS)) {
          process.destroyForcibly().waitFor();
        }
      } catch (InterruptedException e) {
        process.destroyForcibly();
        Thread.currentThread().interrupt();
      }
    }
  }
}
