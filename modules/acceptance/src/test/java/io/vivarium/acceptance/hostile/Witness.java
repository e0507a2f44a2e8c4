package io.vivarium.acceptance.hostile;

import static org.apache.zookeeper.ZooDefs.Ids.OPEN_ACL_UNSAFE;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.vivarium.acceptance.fixture.ServerExtension;
import io.vivarium.acceptance.server.EventLog;
import org.apache.zookeeper.CreateMode;
import org.apache.zookeeper.Watcher.Event.KeeperState;
import org.apache.zookeeper.ZooKeeper;

/** A well-behaved client that was there before the trouble: it must keep its connection and be served. */
final class Witness {
  private static final int ROUNDS = 20;

  private final ServerExtension server;
  private final EventLog connection = new EventLog();
  private final ZooKeeper zk;
  private final String path;

  Witness(ServerExtension server) throws Exception {
    this.server = server;
    this.zk = server.client(connection);
    this.path =
        zk.create("/witness-", new byte[0], OPEN_ACL_UNSAFE, CreateMode.EPHEMERAL_SEQUENTIAL);
  }

  /** The witness writes and reads and has never lost its connection; a newcomer is served too. */
  void assertUndisturbed() throws Exception {
    for (int round = 1; round <= ROUNDS; round++) {
      zk.setData(path, new byte[round], -1);
      assertEquals(round, zk.getData(path, false, null).length);
    }
    assertEquals(
        0, connection.times(KeeperState.Disconnected), "times the witness was disconnected");
    assertTrue(server.server().alive());
    try (ZooKeeper newcomer = server.client()) {
      assertEquals(ROUNDS, newcomer.getData(path, false, null).length);
    }
  }
}
