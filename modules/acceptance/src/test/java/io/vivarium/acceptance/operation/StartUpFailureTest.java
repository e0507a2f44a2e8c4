package io.vivarium.acceptance.operation;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import io.vivarium.acceptance.server.FreePorts;
import io.vivarium.acceptance.server.ServerKind;
import io.vivarium.acceptance.server.ServerProcess;
import io.vivarium.acceptance.server.ServerSetup;
import io.vivarium.acceptance.server.ServerUnderTest;
import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A server that cannot start says why, on its standard output or error, and ends with ZooKeeper's exit codes. */
class StartUpFailureTest {
  private static final Duration LIMIT = Duration.ofSeconds(60);
  private static final int UNEXPECTED_ERROR = 1;
  private static final int INVALID_INVOCATION = 2;
  private static final int UNABLE_TO_ACCESS_DATADIR = 3;
  private static final int UNABLE_TO_START_ADMIN = 4;
  private static final List<String> NOBODY =
      List.of("/usr/bin/setpriv", "--reuid=65534", "--regid=65534", "--clear-groups", "--");

  @TempDir Path home;

  private final ServerSetup setup = ServerSetup.standard();

  private record Failure(int exitCode, String log) {
    void says(String... words) {
      for (String word : words) {
        assertTrue(
            log.toLowerCase(Locale.ROOT).contains(word.toLowerCase(Locale.ROOT)),
            () -> "does not say '" + word + "' but:\n" + log);
      }
    }

    void exits(int code) {
      assertEquals(code, exitCode, () -> "it printed:\n" + log);
    }
  }

  private Failure start(ServerSetup with, Path config) throws Exception {
    ServerProcess process = ServerProcess.start(with, config, home.resolve("failing.log"));
    return new Failure(process.exitCode(LIMIT), process.log());
  }

  private Failure start(ServerSetup with, Path dataDirectory, int port) throws Exception {
    return start(with, ServerUnderTest.writeConfig(with, home, dataDirectory, port));
  }

  private static void onlyPackaged(String why) {
    assumeTrue(ServerKind.selected() == ServerKind.PACKAGED, why);
  }

  private static boolean root() {
    return System.getProperty("user.name").equals("root");
  }

  @Test
  void aMissingConfigurationFileIsAnInvalidInvocation() throws Exception {
    Failure failure = start(setup, home.resolve("no-such.cfg"));
    failure.exits(INVALID_INVOCATION);
    failure.says("no-such.cfg");
  }

  @Test
  void aWrongValueIsAnInvalidInvocationAndNamedWithItsKey() throws Exception {
    Failure failure = start(setup.with("tickTime", "soon"), home.resolve("data"), FreePorts.take());
    failure.exits(INVALID_INVOCATION);
    failure.says("soon");
    if (ServerKind.selected() == ServerKind.PACKAGED) {
      failure.says("tickTime");
    }
  }

  @Test
  void allWrongValuesAreReportedTogether() throws Exception {
    onlyPackaged("ZooKeeper stops at the first");
    ServerSetup wrong =
        setup.with("tickTime", "soon").with("maxClientCnxns", "many").with("snapCount", "x");
    Failure failure = start(wrong, home.resolve("data"), FreePorts.take());
    failure.exits(INVALID_INVOCATION);
    failure.says("tickTime", "soon", "maxClientCnxns", "many", "snapCount");
  }

  @Test
  void aSchemeThatIsRequiredAndNotThereIsAnInvalidInvocation() throws Exception {
    ServerSetup wrong =
        setup
            .property("zookeeper.enforce.auth.enabled", "true")
            .property("zookeeper.enforce.auth.schemes", "sasl");
    Failure failure = start(wrong, home.resolve("data"), FreePorts.take());
    failure.exits(INVALID_INVOCATION);
    failure.says("sasl");
  }

  @Test
  void aMissingDataDirectoryKeyIsAnInvalidInvocation() throws Exception {
    Path config =
        Files.writeString(home.resolve("zoo.cfg"), "clientPort=" + FreePorts.take() + "\n");
    Failure failure = start(setup, config);
    failure.exits(INVALID_INVOCATION);
    failure.says("dataDir");
  }

  @Test
  void aClientPortThatTheServersOwnLineContradictsIsAnInvalidInvocationStandaloneToo()
      throws Exception {
    Path data = Files.createDirectory(home.resolve("data"));
    Files.writeString(data.resolve("myid"), "1\n");
    int other = FreePorts.take();
    ServerSetup line = setup.with("server.1", "127.0.0.1:2888:3888;127.0.0.1:" + other);
    Failure failure = start(line, data, FreePorts.take());
    failure.exits(INVALID_INVOCATION);
    failure.says(Integer.toString(other));
  }

  @Test
  void aPortInUseIsNamed() throws Exception {
    try (ServerSocket taken = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
      Failure failure = start(setup, home.resolve("data"), taken.getLocalPort());
      failure.exits(UNEXPECTED_ERROR);
      failure.says("in use");
      if (ServerKind.selected() == ServerKind.PACKAGED) {
        failure.says(Integer.toString(taken.getLocalPort()));
      }
    }
  }

  @Test
  void aPortInUseThatOperatorsWereToAskAtIsNamed() throws Exception {
    onlyPackaged("ZooKeeper's code is the same, its words are not");
    try (ServerSocket taken = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
      String port = Integer.toString(taken.getLocalPort());
      Failure failure =
          start(
              setup.with("admin.enableServer", "true").with("admin.serverPort", port),
              home.resolve("data"),
              FreePorts.take());
      failure.exits(UNABLE_TO_START_ADMIN);
      failure.says("127.0.0.1:" + port, "admin.serverPort", "admin.enableServer=false");
    }
  }

  @Test
  void aDirectoryThatAnotherServerUsesIsLeftAlone() throws Exception {
    onlyPackaged("ZooKeeper does not lock its directory");
    try (ServerUnderTest running = ServerUnderTest.start(setup, home.resolve("running"))) {
      Failure failure = start(setup, running.dataDirectory(), FreePorts.take());
      assertTrue(
          Set.of(UNEXPECTED_ERROR, UNABLE_TO_ACCESS_DATADIR).contains(failure.exitCode()),
          failure::log);
      failure.says(running.dataDirectory().toString(), "lock");
      assertTrue(running.ask("srvr").contains("Mode: standalone"));
    }
  }

  @Test
  void aDataDirectoryBelowAFileCannotBeUsed() throws Exception {
    Path file = Files.writeString(home.resolve("file"), "not a directory");
    Failure failure = start(setup, file.resolve("data"), FreePorts.take());
    failure.exits(UNABLE_TO_ACCESS_DATADIR);
    failure.says(file.toString());
  }

  @Test
  void aReadOnlyDirectoryCannotBeUsed() throws Exception {
    Path data = Files.createDirectories(home.resolve("data"));
    ServerSetup unprivileged = setup;
    if (root()) {
      onlyPackaged("ZooKeeper runs from a class path that only root can read");
      // root writes everywhere, so the server runs as nobody
      assumeTrue(
          Files.isExecutable(Path.of("/usr/bin/setpriv")),
          "needs setpriv to run the server without privileges");
      unprivileged = setup.through(NOBODY.toArray(String[]::new));
      makeReadable(home);
      assumeTrue(
          nobodyCanRead(), "the distribution lies where an unprivileged user cannot read it");
    }
    assertTrue(data.toFile().setWritable(false, false));
    try {
      Failure failure = start(unprivileged, data, FreePorts.take());
      failure.exits(UNABLE_TO_ACCESS_DATADIR);
      failure.says(data.toString());
    } finally {
      assertTrue(data.toFile().setWritable(true, true));
    }
  }

  private static void makeReadable(Path directory) throws IOException {
    assertTrue(
        directory.toFile().setReadable(true, false)
            && directory.toFile().setExecutable(true, false));
  }

  private static boolean nobodyCanRead() throws Exception {
    List<String> command = new ArrayList<>(NOBODY);
    command.addAll(
        List.of("test", "-r", ServerKind.distribution().resolve("bin/vivarium").toString()));
    return new ProcessBuilder(command).start().waitFor() == 0;
  }

  @Test
  void aLogDamagedInTheMiddleIsRefusedAndNamed() throws Exception {
    Path data = damaged("corrupt-log-middle-record");
    Failure failure = start(setup, data, FreePorts.take());
    assertNotEquals(0, failure.exitCode());
    if (ServerKind.selected() == ServerKind.PACKAGED) {
      failure.says("log.1a", "checksum");
    }
  }

  @Test
  void aDirectoryWithLogsButWithoutASnapshotIsRefused() throws Exception {
    Failure failure = start(setup, damaged("no-snapshot-with-logs"), FreePorts.take());
    assertNotEquals(0, failure.exitCode());
    failure.says("snapshot");
  }

  @Test
  void nothingIsChangedInADirectoryThatIsRefused() throws Exception {
    onlyPackaged("ZooKeeper removes and adds files before it gives up");
    Path data = damaged("corrupt-log-middle-record");
    String before = listing(data);
    start(setup, data, FreePorts.take());
    assertEquals(before, listing(data));
  }

  private static String listing(Path directory) throws IOException {
    try (Stream<Path> files = Files.list(directory.resolve("version-2"))) {
      StringBuilder text = new StringBuilder();
      for (Path file : files.filter(file -> !isOwn(file)).sorted().toList()) {
        text.append(file.getFileName()).append(' ').append(Files.size(file)).append('\n');
      }
      return text.toString();
    }
  }

  /** The lock, which is taken first of all, and the note of what was forced: ZooKeeper overlooks them. */
  private static boolean isOwn(Path file) {
    return file.getFileName().toString().startsWith("vivarium.");
  }

  private Path damaged(String name) throws IOException {
    Path data = home.resolve(name);
    Path target = Files.createDirectories(data.resolve("version-2"));
    try (Stream<Path> files =
        Files.list(Path.of("src/test/resources/recovery", name, "version-2"))) {
      for (Path file : files.toList()) {
        Files.copy(file, target.resolve(file.getFileName().toString()));
      }
    }
    return data;
  }
}
