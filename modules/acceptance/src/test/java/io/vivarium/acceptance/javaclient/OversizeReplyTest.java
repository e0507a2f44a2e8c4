package io.vivarium.acceptance.javaclient;

import static org.apache.zookeeper.ZooDefs.Ids.OPEN_ACL_UNSAFE;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import io.vivarium.acceptance.fixture.ServerExtension;
import io.vivarium.acceptance.server.EventLog;
import io.vivarium.acceptance.server.ServerKind;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Function;
import org.apache.zookeeper.CreateMode;
import org.apache.zookeeper.KeeperException;
import org.apache.zookeeper.KeeperException.Code;
import org.apache.zookeeper.Op;
import org.apache.zookeeper.Watcher.Event.KeeperState;
import org.apache.zookeeper.ZooKeeper;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

class OversizeReplyTest {
  @RegisterExtension static final ServerExtension SERVER = ServerExtension.standard();

  private static final int BATCHES = 6;
  private static final int BATCH = 1_000;

  @Test
  void aListingThatNoClientCouldReadIsAnErrorAndTheConnectionStays() throws Exception {
    assumeTrue(
        ServerKind.selected() == ServerKind.PACKAGED,
        "ZooKeeper sends it, and its client drops the connection");
    EventLog connection = new EventLog();
    ZooKeeper zk = SERVER.client(connection);
    zk.create("/wide", null, OPEN_ACL_UNSAFE, CreateMode.PERSISTENT);
    forAllChildren(zk, path -> Op.create(path, null, OPEN_ACL_UNSAFE, CreateMode.PERSISTENT));
    KeeperException refused =
        assertThrows(KeeperException.class, () -> zk.getChildren("/wide", false));
    assertNotEquals(Code.CONNECTIONLOSS, refused.code());
    assertEquals(BATCHES * BATCH, zk.getAllChildrenNumber("/wide"));
    assertEquals(0, connection.times(KeeperState.Disconnected));
    assertTrue(SERVER.server().log().contains("jute.maxbuffer"), SERVER.server()::log);
  }

  /** Whoever tidies up after the tests of a class could not list them. */
  @AfterEach
  void delete() throws Exception {
    ZooKeeper zk = SERVER.client();
    if (zk.exists("/wide", false) != null) {
      if (zk.getAllChildrenNumber("/wide") > 0) {
        forAllChildren(zk, path -> Op.delete(path, -1));
      }
      zk.delete("/wide", -1);
    }
  }

  private static void forAllChildren(ZooKeeper zk, Function<String, Op> change) throws Exception {
    String longName = "x".repeat(200);
    for (int batch = 0; batch < BATCHES; batch++) {
      List<Op> ops = new ArrayList<>();
      for (int i = 0; i < BATCH; i++) {
        ops.add(change.apply("/wide/" + longName + batch + "-" + i));
      }
      zk.multi(ops);
    }
  }
}
