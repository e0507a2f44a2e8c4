package io.vivarium.acceptance.manual;

import static java.nio.charset.StandardCharsets.UTF_8;

import io.vivarium.acceptance.server.ServerKind;
import io.vivarium.acceptance.server.ServerProcess;
import java.io.IOException;
import java.nio.file.DirectoryStream;
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
 * there, the package on the {@code PATH}, and beside it its tarball and what stands for an installation of Apache ZooKeeper. When the page
 * is done, everything it started ends.
 *
 * <p>A page that installs something has a machine of its own as well: what it puts into the directories of the system is seen by it
 * alone, and gone afterwards.
 */
record World(Page page, Path directory) {
  private static final Duration LIMIT = Duration.ofMinutes(10);

  /** Where a page finds the release that comes after this one. */
  private static final String NEXT = "vivarium-next";

  private static final String HOSTS =
      "127.0.0.1 localhost zk1\n127.0.0.2 zk2\n127.0.0.3 zk3\n127.0.0.4 zk4\n";

  /** Why there can be no such world here, if so. */
  Optional<String> impossible() throws IOException, InterruptedException {
    String script = page.script();
    if (page.asRoot() && !root()) {
      return Optional.of("only root can make users and change the root directory");
    }
    if (script.contains("systemd-analyze ")
        && !Files.isExecutable(Path.of("/usr/bin/systemd-analyze"))) {
      return Optional.of("there is no systemd");
    }
    if (script.contains("vivarium-*.tar.gz") && tarballs().isEmpty()) {
      return Optional.of("there is no tarball beside " + ServerKind.distribution());
    }
    Path output = directory.resolve("attempt.log");
    ServerProcess attempt =
        ServerProcess.start(apart(List.of("bash", "-c", setUp())), Map.of(), output);
    return attempt.exitCode(LIMIT) == 0
        ? Optional.empty()
        : Optional.of("no namespaces: " + attempt.log());
  }

  private static boolean root() {
    return System.getProperty("user.name").equals("root");
  }

  /** What makes the world, in namespaces of its own. */
  private String setUp() throws IOException {
    List<String> commands = new ArrayList<>(List.of("ip link set lo up"));
    if (page.asRoot()) {
      Path layers = Files.createDirectories(directory.resolve("layers"));
      commands.add("mount -t tmpfs tmpfs '" + layers + "'");
      for (String name : List.of("etc", "opt", "var")) {
        // A copy of a directory of the system that takes what is written.
        commands.add(
            ("mkdir -p '%1$s/%2$s/upper' '%1$s/%2$s/work' && mount -t overlay overlay"
                    + " -o 'lowerdir=/%2$s,upperdir=%1$s/%2$s/upper,workdir=%1$s/%2$s/work' /%2$s")
                .formatted(layers, name));
      }
    }
    Path hosts = Files.writeString(directory.resolve("hosts"), HOSTS);
    commands.add("mount --bind '" + hosts + "' /etc/hosts");
    return String.join(" && ", commands);
  }

  /** Types the page and returns what it printed; fails when it does. */
  String run() throws IOException, InterruptedException {
    Path work = Files.createDirectory(directory.resolve("work"));
    Path script = Files.writeString(directory.resolve("page.sh"), page.script());
    writeApache(work.resolve("apache-zookeeper-3.9.5-bin").resolve("bin"));
    if (page.script().contains(NEXT)) {
      NextRelease.make(ServerKind.distribution(), work.resolve(NEXT));
    }
    for (Path tarball : tarballs()) {
      Files.createSymbolicLink(work.resolve(tarball.getFileName()), tarball);
    }
    String entry = setUp() + " && cd '%s' && exec bash '%s'".formatted(work, script);
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
    if (!root()) {
      all.add("--map-root-user");
    }
    all.addAll(command);
    return all;
  }

  /** The tarball that was built with the package under test, if it was. */
  private static List<Path> tarballs() throws IOException {
    List<Path> found = new ArrayList<>();
    Path directory = ServerKind.distribution().resolveSibling(".").normalize();
    try (DirectoryStream<Path> built = Files.newDirectoryStream(directory, "vivarium-*.tar.gz")) {
      built.forEach(found::add);
    }
    return found;
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
