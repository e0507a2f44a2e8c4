package io.vivarium.acceptance.manual;

import static java.nio.charset.StandardCharsets.UTF_8;

import io.vivarium.acceptance.server.ServerKind;
import io.vivarium.acceptance.server.ServerProcess;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * Where a page is tried: a network of its own, in which the ports of the page are free and the hosts {@code zk1} to {@code zk4} are
 * there, the package on the {@code PATH}, and beside it what stands for an installation of Apache ZooKeeper. When the page
 * is done, everything it started ends.
 */
record World(Path directory) {
  private static final Duration LIMIT = Duration.ofMinutes(10);

  private static final String HOSTS =
      "127.0.0.1 localhost zk1\n127.0.0.2 zk2\n127.0.0.3 zk3\n127.0.0.4 zk4\n";

  /** Why there can be no such world here, if so. */
  static Optional<String> impossible(Path directory) throws IOException, InterruptedException {
    Path output = directory.resolve("attempt.log");
    ServerProcess attempt =
        ServerProcess.start(apart(List.of("ip", "link", "set", "lo", "up")), Map.of(), output);
    return attempt.exitCode(LIMIT) == 0 ? Optional.empty() : Optional.of(attempt.log());
  }

  /** Runs a script and returns what it printed; fails when it does. */
  String run(String script) throws IOException, InterruptedException {
    Path work = Files.createDirectory(directory.resolve("work"));
    Path hosts = Files.writeString(directory.resolve("hosts"), HOSTS);
    Path page = Files.writeString(directory.resolve("page.sh"), script);
    writeApache(work.resolve("apache-zookeeper-3.9.5-bin").resolve("bin"));
    String entry =
        "ip link set lo up && mount --bind '%s' /etc/hosts && cd '%s' && exec bash '%s'"
            .formatted(hosts, work, page);
    Path bin = ServerKind.distribution().resolve("bin");
    Map<String, String> environment =
        Map.of(
            "PATH",
            bin + ":/usr/local/bin:/usr/bin:/bin:/usr/sbin:/sbin",
            "HOME",
            directory.toString(),
            "ZK_SERVER_HEAP",
            "256");
    ServerProcess shell =
        ServerProcess.start(
            apart(List.of("bash", "-c", entry)), environment, directory.resolve("output.log"));
    int exitCode = shell.exitCode(LIMIT);
    if (exitCode != 0) {
      throw new AssertionError(
          "exit code " + exitCode + "; it printed:\n" + shell.log() + logs(work));
    }
    return shell.log();
  }

  private static List<String> apart(List<String> command) {
    List<String> all = new ArrayList<>(List.of("unshare", "--net", "--mount", "--pid", "--fork"));
    all.addAll(List.of("--kill-child", "--mount-proc"));
    if (!System.getProperty("user.name").equals("root")) {
      all.add("--map-root-user");
    }
    all.addAll(command);
    return all;
  }

  /** The commands of Apache's zkServer.sh that pages use, with the jars of the tests. */
  private static void writeApache(Path bin) throws IOException {
    Files.createDirectories(bin);
    String java = Path.of(System.getProperty("java.home"), "bin", "java").toString();
    String path =
        System.getProperty("surefire.test.class.path", System.getProperty("java.class.path"));
    String script =
        """
        #!/usr/bin/env bash
        # zkServer.sh --config DIRECTORY {start|stop}
        set -eu
        pid=$2/apache.pid
        case $3 in
          start)
            nohup '%s' -Xmx256m -Dzookeeper.admin.enableServer=false -cp '%s' \\
              org.apache.zookeeper.server.quorum.QuorumPeerMain "$2/zoo.cfg" >"$2/apache.out" 2>&1 </dev/null &
            echo $! >"$pid"
            ;;
          stop)
            kill "$(cat "$pid")"
            while kill -0 "$(cat "$pid")" 2>/dev/null; do sleep 0.1; done
            ;;
        esac
        """
            .formatted(java, path);
    Path file = Files.writeString(bin.resolve("zkServer.sh"), script);
    Files.setPosixFilePermissions(file, PosixFilePermissions.fromString("rwxr-xr-x"));
  }

  private static String logs(Path work) throws IOException {
    StringBuilder text = new StringBuilder();
    try (var files = Files.walk(work)) {
      for (Path file : files.filter(f -> f.toString().endsWith(".out")).sorted().toList()) {
        String log = new String(Files.readAllBytes(file), UTF_8);
        text.append("\n---- ").append(work.relativize(file)).append(" ----\n");
        text.append(log.substring(Math.max(0, log.length() - 8_000)));
      }
    }
    return text.toString();
  }
}
