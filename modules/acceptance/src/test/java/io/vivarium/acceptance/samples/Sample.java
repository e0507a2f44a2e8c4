package io.vivarium.acceptance.samples;

import io.vivarium.acceptance.server.Await;
import io.vivarium.acceptance.server.EventLog;
import io.vivarium.acceptance.server.FourLetterWord;
import io.vivarium.acceptance.server.FreePorts;
import io.vivarium.acceptance.server.ServerKind;
import io.vivarium.acceptance.server.ServerProcess;
import io.vivarium.acceptance.server.ServerSetup;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.stream.Collectors;
import org.apache.zookeeper.Watcher.Event.KeeperState;
import org.apache.zookeeper.ZooKeeper;
import org.apache.zookeeper.client.ZKClientConfig;

/**
 * The servers of one sample of the package. Its files are used as they are, but for what depends on the machine: directories, names of
 * hosts, ports.
 */
final class Sample implements AutoCloseable {
  private static final Duration LIMIT = Duration.ofMinutes(3);

  /** What a server may take to answer. */
  private static final int PROBE_TIMEOUT_MS = 1_000;

  /** Several servers share few cores with their clients. */
  private static final List<String> SMALL_JVM =
      List.of("-Xmx192m", "-XX:+UseSerialGC", "-XX:TieredStopAtLevel=1");

  private final Path source;
  private final Path home;
  private final Map<String, String> places = new LinkedHashMap<>();
  private final SortedMap<Integer, Integer> clientPorts = new TreeMap<>();
  private final List<ServerProcess> processes = new ArrayList<>();

  private Sample(Path source, Path home) {
    this.source = source;
    this.home = home;
  }

  /** The sample of that name with servers 1 to {@code servers}, none of which runs yet. */
  static Sample of(String name, int servers, Path home) throws IOException {
    Path samples = ServerKind.distribution().resolve("docs").resolve("config-samples");
    Sample sample = new Sample(samples.resolve(name), home.resolve(name));
    for (int id = 1; id <= servers; id++) {
      sample.place(id);
    }
    return sample;
  }

  /** Where a server is that the files call {@code zk<id>.example.com} or {@code .org}, with the ports that all of them name. */
  private void place(int id) throws IOException {
    int client = FreePorts.take();
    int quorum = FreePorts.take();
    int election = FreePorts.take();
    clientPorts.put(id, client);
    for (String domain : List.of("com", "org")) {
      String host = "zk" + id + ".example." + domain;
      for (String role : List.of("", ":participant", ":observer")) {
        places.put(
            host + ":2888:3888" + role + ";2181",
            "127.0.0.1:" + quorum + ":" + election + role + ";" + client);
      }
    }
  }

  /** From now on this text of the sample's files is another: a directory, or the name of a file in it. */
  Sample with(String text, String instead) {
    places.put(text, instead);
    return this;
  }

  /** Writes the files for a server and starts it with them. */
  Sample launch(int id, String... jvmFlags) throws IOException {
    Path own = Files.createDirectories(home.resolve("server-" + id));
    Path data = Files.createDirectories(own.resolve("data"));
    Files.writeString(data.resolve("myid"), id + "\n");
    Map<String, String> here = new LinkedHashMap<>(places);
    here.put("=/var/lib/vivarium", "=" + data);
    here.put("clientPort=2181", "clientPort=" + clientPorts.get(id));
    here.put("/etc/vivarium/zoo.cfg.dynamic", own.resolve("zoo.cfg.dynamic").toString());
    try (var files = Files.list(source)) {
      for (Path file : files.toList()) {
        Files.writeString(own.resolve(file.getFileName()), replaced(file, here));
      }
    }
    List<String> flags = new ArrayList<>(SMALL_JVM);
    flags.addAll(List.of(jvmFlags));
    ServerSetup setup = new ServerSetup(ServerKind.PACKAGED, Map.of(), flags, List.of());
    processes.add(ServerProcess.start(setup, own.resolve("zoo.cfg"), own.resolve("server.log")));
    return this;
  }

  /** Starts all. */
  Sample launchAll(String... jvmFlags) throws IOException {
    for (int id : clientPorts.keySet()) {
      launch(id, jvmFlags);
    }
    return this;
  }

  private static String replaced(Path file, Map<String, String> here) throws IOException {
    String text = Files.readString(file);
    for (Map.Entry<String, String> place : here.entrySet()) {
      text = text.replace(place.getKey(), place.getValue());
    }
    return text;
  }

  /** The place of one of the sample's files with a server's places in it. */
  Path file(int id, String name) {
    return home.resolve("server-" + id).resolve(name);
  }

  /** One line of the sample's membership, as it is here. */
  String line(int id) {
    return places.get("zk" + id + ".example.com:2888:3888:participant;2181");
  }

  /** What a server says of itself to who asks in the clear; empty while it does not serve. */
  String mode(int id) {
    try {
      return FourLetterWord.ask("127.0.0.1", clientPorts.get(id), "srvr", PROBE_TIMEOUT_MS)
          .lines()
          .filter(line -> line.startsWith("Mode: "))
          .map(line -> line.substring("Mode: ".length()))
          .findFirst()
          .orElse("");
    } catch (IOException notYet) {
      return "";
    }
  }

  /** Waits until a server is in this mode. */
  void awaitMode(int id, String... modes) throws Exception {
    Await.until(
        "server " + id + " is one of " + List.of(modes),
        LIMIT,
        () -> {
          if (!processes.stream().allMatch(ServerProcess::alive)) {
            throw new IllegalStateException("a server has ended; they printed:\n" + logs());
          }
          return List.of(modes).contains(mode(id));
        });
  }

  /** What clients are given. */
  String connectString(Integer... ids) {
    return List.of(ids).stream()
        .map(id -> "127.0.0.1:" + clientPorts.get(id))
        .collect(Collectors.joining(","));
  }

  /** A client that is connected, as soon as there is somebody to connect to. */
  ZooKeeper client(String connectString, ZKClientConfig config) throws Exception {
    EventLog events = new EventLog();
    ZooKeeper client = new ZooKeeper(connectString, 30_000, events, config);
    try {
      Await.until(
          "a client is served by " + connectString,
          LIMIT,
          () -> events.times(KeeperState.SyncConnected) > 0);
      return client;
    } catch (AssertionError late) {
      client.close(0);
      throw new AssertionError(late.getMessage() + "; the servers printed:\n" + logs(), late);
    }
  }

  private String logs() {
    return processes.stream()
        .map(ServerProcess::log)
        .map(log -> log.substring(Math.max(0, log.length() - 2_000)))
        .collect(Collectors.joining("\n----\n"));
  }

  @Override
  public void close() {
    processes.forEach(ServerProcess::kill);
  }
}
