package io.vivarium.acceptance.operation;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.apache.zookeeper.ZooDefs.Ids.OPEN_ACL_UNSAFE;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import io.vivarium.acceptance.server.Clients;
import io.vivarium.acceptance.server.EventLog;
import io.vivarium.acceptance.server.ServerKind;
import io.vivarium.acceptance.server.ServerSetup;
import io.vivarium.acceptance.server.ServerUnderTest;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import org.apache.zookeeper.CreateMode;
import org.apache.zookeeper.KeeperException;
import org.apache.zookeeper.ZooKeeper;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The log cannot grow any more: a limit on the size of files stands for the full disk, which needs no privileges. */
class FullDiskTest {
  private static final int LIMIT_KIB = 4_096;
  private static final int DATA = 200_000;

  @TempDir Path home;

  @Test
  void aServerThatCannotWriteItsLogAcknowledgesNothingMoreAndLosesNothing() throws Exception {
    assumeTrue(Files.isExecutable(Path.of("/bin/bash")), "needs bash for ulimit");
    ServerSetup setup = ServerSetup.standard().with("preAllocSize", "64");
    ServerSetup limited =
        setup.through("/bin/bash", "-c", "ulimit -f " + LIMIT_KIB + "; exec \"$@\"", "limited");
    int acknowledged;
    try (ServerUnderTest server = ServerUnderTest.start(limited, home)) {
      acknowledged = writeUntilRefused(server);
      assertTrue(
          acknowledged <= LIMIT_KIB * 1_024L / DATA, acknowledged + " writes fit into the limit");
      if (ServerKind.selected() == ServerKind.PACKAGED) {
        assertEquals(10, server.exitCode(Duration.ofMinutes(2)), "as docs/monitoring.md says");
        assertTrue(server.log().contains("log."), () -> "the log names the file:\n" + server.log());
      }
    }
    try (ServerUnderTest server = ServerUnderTest.start(setup, home, home.resolve("data"));
        ZooKeeper zk = Clients.connect(server.connectString(), 10_000, new EventLog())) {
      for (int i = 0; i < acknowledged; i++) {
        assertEquals(DATA, zk.exists("/" + i, false).getDataLength(), "node " + i);
      }
      zk.create("/goes-on", "x".getBytes(UTF_8), OPEN_ACL_UNSAFE, CreateMode.PERSISTENT);
    }
  }

  private static int writeUntilRefused(ServerUnderTest server) throws Exception {
    try (ZooKeeper zk = Clients.connect(server.connectString(), 10_000, new EventLog())) {
      for (int i = 0; ; i++) {
        try {
          zk.create("/" + i, new byte[DATA], OPEN_ACL_UNSAFE, CreateMode.PERSISTENT);
        } catch (KeeperException.ConnectionLossException
            | KeeperException.SessionExpiredException refused) {
          return i;
        }
      }
    }
  }
}
