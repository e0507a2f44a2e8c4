package io.vivarium.acceptance.distributions;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.vivarium.acceptance.server.Await;
import io.vivarium.acceptance.server.Clients;
import io.vivarium.acceptance.server.EventLog;
import io.vivarium.acceptance.server.FourLetterWord;
import io.vivarium.acceptance.server.FreePorts;
import io.vivarium.acceptance.server.ServerProcess;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.apache.zookeeper.CreateMode;
import org.apache.zookeeper.ZooDefs.Ids;
import org.apache.zookeeper.ZooKeeper;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

@Tag("standalone")
class MinimalTest {
  /** What docs/plugins/distributions.md says of it, and a little more. */
  private static final long LARGEST = 78L << 20;

  @TempDir Path directory;
  private final Example minimal = Example.called("minimal");

  @Test
  void itServesFromMemoryAsItsOwnConfigurationSays() throws Exception {
    int port = FreePorts.take();
    ServerProcess server =
        minimal.start(
            directory.resolve("log"),
            Map.of("ZOO_LOG_DIR", directory.toString()),
            "vivarium",
            "server",
            "--set",
            "clientPort=" + port);
    try {
      Await.until("the server serves", () -> serves(server, port));
      try (ZooKeeper client = Clients.connect("127.0.0.1:" + port, 30_000, new EventLog())) {
        client.create("/a", new byte[] {1, 2}, Ids.OPEN_ACL_UNSAFE, CreateMode.PERSISTENT);
        assertArrayEquals(new byte[] {1, 2}, client.getData("/a", false, null));
      }
      assertEquals(Set.of(port), ListeningPorts.of(server.pid()), server::log);
      assertTrue(server.log().startsWith("minimal: a server in memory"), server::log);
      assertEquals(0, server.terminate(), server::log);
    } finally {
      server.kill();
    }
    assertFalse(Files.exists(minimal.home().resolve("data")), "it has written something");
  }

  private static boolean serves(ServerProcess server, int port) {
    assertTrue(server.alive(), server::log);
    try {
      return FourLetterWord.ask("127.0.0.1", port, "srvr").contains("Mode: standalone");
    } catch (IOException e) {
      return false;
    }
  }

  @Test
  void itsJvmHasTheOptionsOfTheProject() throws Exception {
    String command = minimal.run("vivarium", "--print-command", "server").output();
    assertTrue(command.contains(" -XX:+UseSerialGC -Xmx64m "), command);
    assertTrue(command.contains(" -cp " + minimal.home() + "/lib/* "), command);
  }

  @Test
  void aCommandThatWasLeftOutIsNamed() throws Exception {
    Example.Ran shell = minimal.run("vivarium", "shell");
    assertEquals(2, shell.exitCode());
    assertEquals(
        "vivarium: this distribution has no command shell; its directory would be "
            + minimal.home()
            + "/lib/shell.\n",
        shell.output());
  }

  @Test
  void itHasWhatWasListedAndNothingElse() throws Exception {
    try (var plugins = Files.list(minimal.home().resolve("plugins"))) {
      assertEquals(
          List.of("auth-builtin", "consensus-standalone", "storage-memory", "transport-tcp"),
          plugins.map(plugin -> plugin.getFileName().toString()).sorted().toList());
    }
    assertTrue(minimal.size() < LARGEST, () -> "it has grown");
    assertTrue(Files.exists(minimal.target().resolve("minimal-0.1.0-SNAPSHOT.tar.gz")));
  }
}
