package io.vivarium.acceptance.plugins;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import com.sun.net.httpserver.HttpServer;
import io.vivarium.acceptance.server.Await;
import io.vivarium.acceptance.server.Clients;
import io.vivarium.acceptance.server.EventLog;
import io.vivarium.acceptance.server.FourLetterWord;
import io.vivarium.acceptance.server.FreePorts;
import io.vivarium.acceptance.server.ServerKind;
import io.vivarium.acceptance.server.ServerProcess;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;
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
  private static final Duration LIMIT = Installation.LIMIT;

  @TempDir private Path directory;
  private Installation installation;

  @BeforeEach
  void copyThePackage() throws IOException {
    assumeTrue(ServerKind.selected() == ServerKind.PACKAGED);
    installation = Installation.below(directory);
  }

  @Test
  void aPluginIsInstalledUsedAndRemoved() throws Exception {
    SignedPlugin plugin = SignedPlugin.build(directory);
    String zip = plugin.zip().toString();

    String refused = installation.plugin(1, "install", zip, "--yes");
    assertTrue(refused.contains("which is not trusted"), refused);
    installation.plugin(0, "trust", plugin.key().toString(), "--yes");
    String installed = installation.plugin(0, "install", zip, "--yes");
    assertTrue(installed.contains("reads and writes files wherever configuration says"), installed);
    assertTrue(
        installed.contains("Servers use it when their configuration says audit=sample."),
        installed);

    String verified = installation.plugin(0, "verify");
    assertTrue(verified.contains("audit=sample: ok, signed by \"Example"), verified);
    assertTrue(verified.contains("storage=filelog: ok, came with this package"), verified);
    String info = installation.plugin(0, "info", "sample");
    assertTrue(info.contains("configuration  sample.file: Where it writes."), info);

    int port = FreePorts.take();
    Path audit = directory.resolve("sample.log");
    Path config = config(port, audit);
    useServer(config, port);
    assertTrue(Files.readAllLines(audit).contains("create /a"), () -> read(audit));

    installation.plugin(0, "remove", "audit=sample", "--yes");
    assertFalse(installation.plugin(0, "list").contains("sample"));
    ServerProcess without = server(config, directory.resolve("without.log"));
    assertEquals(2, without.exitCode(LIMIT), without::log);
    assertTrue(without.log().contains("the audit plugin sample is not installed"), without::log);
  }

  @Test
  void nothingIsLeftOfAnInstallationThatIsKilledAtItsQuestion() throws Exception {
    Path script = Path.of("/usr/bin/script");
    assumeTrue(Files.isExecutable(script), "nothing that makes a terminal");
    String zip = SignedPlugin.build(directory).zip().toString();
    String command = String.join(" ", installation.command("install", zip, "--allow-unsigned"));
    ServerProcess asking = start(List.of(script.toString(), "-qec", command, "/dev/null"));
    Await.until("it asks", LIMIT, () -> asking.log().contains("[y/N]") || !asking.alive());
    killAndClear(asking);
  }

  @Test
  void nothingIsLeftOfAnInstallationThatIsKilledInTheMiddleOfADownload() throws Exception {
    byte[] half = Files.readAllBytes(SignedPlugin.build(directory).zip());
    CountDownLatch sent = new CountDownLatch(1);
    CountDownLatch over = new CountDownLatch(1);
    HttpServer repository =
        HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
    repository.createContext(
        "/",
        exchange -> {
          try (exchange) {
            exchange.sendResponseHeaders(200, 2L * half.length);
            exchange.getResponseBody().write(half);
            exchange.getResponseBody().flush();
            sent.countDown();
            over.await();
          } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
          }
        });
    repository.start();
    try {
      ServerProcess fetching =
          start(
              installation.command(
                  "install",
                  "maven:org.example:sample:1.0",
                  "--yes",
                  "--repository",
                  "http://127.0.0.1:" + repository.getAddress().getPort()));
      assertTrue(sent.await(LIMIT.toSeconds(), TimeUnit.SECONDS), fetching::log);
      killAndClear(fetching);
    } finally {
      over.countDown();
      repository.stop(0);
    }
  }

  /** Starts a command whose temporary files are to be seen. */
  private ServerProcess start(List<String> command) throws IOException {
    Path temporary = Files.createDirectory(directory.resolve("tmp"));
    return ServerProcess.start(
        command,
        Map.of("CLIENT_JVMFLAGS", "-Djava.io.tmpdir=" + temporary),
        directory.resolve("killed.log"));
  }

  private void killAndClear(ServerProcess process) throws Exception {
    List<ProcessHandle> family =
        ProcessHandle.of(process.pid()).orElseThrow().descendants().toList();
    // Those below a terminal first: its end would ask them to end, and they are to have no say in
    // it.
    family.forEach(ProcessHandle::destroyForcibly);
    family.forEach(each -> each.onExit().join());
    process.kill();
    assertEquals(1, installation.hidden().size(), process::log);
    try (Stream<Path> temporary = Files.list(directory.resolve("tmp"))) {
      assertEquals(List.of(), temporary.toList());
    }
    assertFalse(installation.plugin(0, "list").contains("sample"));
    assertEquals(List.of(), installation.hidden());
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
        List.of(installation.vivarium().toString(), "server", config.toString()), Map.of(), log);
  }

  private static String read(Path file) {
    try {
      return Files.readString(file);
    } catch (IOException e) {
      return e.toString();
    }
  }
}
