package io.vivarium.acceptance.operation;

import static org.apache.zookeeper.ZooDefs.Ids.OPEN_ACL_UNSAFE;
import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotNull;

import io.vivarium.acceptance.server.Clients;
import io.vivarium.acceptance.server.EventLog;
import io.vivarium.acceptance.server.ServerKind;
import io.vivarium.acceptance.server.ServerSetup;
import io.vivarium.acceptance.server.ServerUnderTest;
import java.nio.file.Path;
import org.apache.zookeeper.CreateMode;
import org.apache.zookeeper.ZooKeeper;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class ShutdownTest {
  /** ZooKeeper leaves it to the JVM, which answers SIGTERM with 143; a clean end deserves 0. */
  private static final int EXIT_CODE = ServerKind.selected() == ServerKind.PACKAGED ? 0 : 143;

  @TempDir Path home;

  @Test
  void sigtermEndsTheServerCleanlyWithClientsConnected() throws Exception {
    try (ServerUnderTest server = ServerUnderTest.start(ServerSetup.standard(), home);
        ZooKeeper zk = Clients.connect(server.connectString(), 30_000, new EventLog())) {
      zk.create("/kept", new byte[] {1}, OPEN_ACL_UNSAFE, CreateMode.PERSISTENT);
      zk.create("/ephemeral", null, OPEN_ACL_UNSAFE, CreateMode.EPHEMERAL);
      assertEquals(EXIT_CODE, server.stop());
      server.restart();
      EventLog events = new EventLog();
      try (ZooKeeper other = Clients.connect(server.connectString(), 30_000, events)) {
        assertArrayEquals(new byte[] {1}, other.getData("/kept", false, null));
        assertNotNull(other.exists("/ephemeral", false), "the session lives on");
      }
    }
  }

  @Test
  void aServerStoppedRightAfterItsStartLeavesAUsableDirectory() throws Exception {
    try (ServerUnderTest server = ServerUnderTest.start(ServerSetup.standard(), home)) {
      for (int i = 0; i < 3; i++) {
        assertEquals(EXIT_CODE, server.stop());
        server.restart();
      }
    }
  }
}
