package io.vivarium.acceptance.plugins;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import io.vivarium.acceptance.server.Await;
import io.vivarium.acceptance.server.Clients;
import io.vivarium.acceptance.server.EventLog;
import io.vivarium.acceptance.server.FourLetterWord;
import io.vivarium.acceptance.server.ServerKind;
import io.vivarium.acceptance.server.ServerProcess;
import io.vivarium.acceptance.server.ServerUnderTest;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.apache.zookeeper.CreateMode;
import org.apache.zookeeper.ZooDefs;
import org.apache.zookeeper.ZooKeeper;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A stranger's plugin is installed into the package, a server runs with it, and it is removed. */
@Tag("standalone")
class PluginInstallTest {
  private static final Duration LIMIT = Duration.ofMinutes(5);

  @TempDir private Path directory;
  private Path home;
  private int commands;

  @BeforeEach
  void copyThePackage() throws IOException {
    assumeTrue(ServerKind.selected() == ServerKind.PACKAGED);
    home = directory.resolve("home");
    OwnPackage.make(home);
  }

  @Test
  void aPluginIsInstalledUsedAndRemoved() throws Exception {
    SignedPlugin plugin = SignedPlugin.build(directory);
    String zip = plugin.zip().toString();

    String refused = plugin(1, "install", zip, "--yes");
    assertTrue(refused.contains("which is not trusted"), refused);
    plugin(0, "trust", plugin.key().toString(), "--yes");
    String installed = plugin(0, "install", zip, "--yes");
    assertTrue(installed.contains("reads and writes files wherever configuration says"), installed);
    assertTrue(
        installed.contains("Servers use it when their configuration says audit=sample."),
        installed);

    String verified = plugin(0, "verify");
    assertTrue(verified.contains("audit=sample: ok, signed by \"Example"), verified);
    assertTrue(verified.contains("storage=filelog: ok, came with this package"), verified);
    String info = plugin(0, "info", "sample");
    assertTrue(info.contains("configuration  sample.file: Where it writes."), info);

    int port = ServerUnderTest.freePort();
    Path audit = directory.resolve("sample.log");
    Path config = config(port, audit);
    useServer(config, port);
    assertTrue(Files.readAllLines(audit).contains("create /a"), () -> read(audit));

    plugin(0, "remove", "audit=sample", "--yes");
    assertFalse(plugin(0, "list").contains("sample"));
    ServerProcess without = server(config, directory.resolve("without.log"));
    assertEquals(2, without.exitCode(LIMIT), without::log);
    assertTrue(without.log().contains("the audit plugin sample is not installed"), without::log);
  }

  private Path config(int port, Path audit) throws IOException {
    List<String> lines =
        List.of(
            "dataDir=" + directory.resolve("data"),
            "clientPort=" + port,
            "clientPortAddress=127.0.0.1",
            "admin.enableServer=false",
            "audit.enable=true",
            "audit=sample",
            "sample.file=" + audit);
    return Files.write(directory.resolve("zoo.cfg"), lines);
  }

  private void useServer(Path config, int port) throws Exception {
    ServerProcess server = server(config, directory.resolve("server.log"));
    try {
      Await.until(
          "the server answers",
          LIMIT,
          () -> {
            try {
              return !server.alive()
                  || FourLetterWord.ask("127.0.0.1", port, "srvr", 250).contains("Mode:");
            } catch (IOException notYet) {
              return false;
            }
          });
      assertTrue(server.alive(), server::log);
      try (ZooKeeper client = Clients.connect("127.0.0.1:" + port, 30_000, new EventLog())) {
        client.create("/a", new byte[0], ZooDefs.Ids.OPEN_ACL_UNSAFE, CreateMode.PERSISTENT);
      }
      server.terminate();
    } finally {
      server.kill();
    }
  }

  private ServerProcess server(Path config, Path log) throws IOException {
    return ServerProcess.start(
        List.of(home.resolve("bin/vivarium").toString(), "server", config.toString()),
        Map.of(),
        log);
  }

  /** Runs one command and returns what it printed. */
  private String plugin(int code, String... arguments) throws Exception {
    List<String> command =
        new ArrayList<>(List.of(home.resolve("bin/vivarium").toString(), "plugin"));
    command.addAll(List.of(arguments));
    commands++;
    Path output = directory.resolve("command-" + commands + ".log");
    ServerProcess process = ServerProcess.start(command, Map.of(), output);
    assertEquals(code, process.exitCode(LIMIT), () -> command + " printed:\n" + process.log());
    return process.log();
  }

  private static String read(Path file) {
    try {
      return Files.readString(file);
    } catch (IOException e) {
      return e.toString();
    }
  }
}
