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
import org.apache.zookeeper.CreateMode;
import org.apache.zookeeper.KeeperException;
import org.apache.zookeeper.KeeperException.Code;
import org.apache.zookeeper.Op;
import org.apache.zookeeper.Watcher.Event.KeeperState;
import org.apache.zookeeper.ZooKeeper;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

class OversizeReplyTest {
  @RegisterExtension static final ServerExtension SERVER = ServerExtension.standard();

  @Test
  void aListingThatNoClientCouldReadIsAnErrorAndTheConnectionStays() throws Exception {
    assumeTrue(
        ServerKind.selected() == ServerKind.PACKAGED,
        "ZooKeeper sends it, and its client drops the connection");
    EventLog connection = new EventLog();
    ZooKeeper zk = SERVER.client(connection);
    zk.create("/wide", null, OPEN_ACL_UNSAFE, CreateMode.PERSISTENT);
    String longName = "x".repeat(200);
    for (int batch = 0; batch < 6; batch++) {
      List<Op> ops = new ArrayList<>();
      for (int i = 0; i < 1_000; i++) {
        String path = "/wide/" + longName + batch + "-" + i;
        ops.add(Op.create(path, null, OPEN_ACL_UNSAFE, CreateMode.PERSISTENT));
      }
      zk.multi(ops);
    }
    KeeperException refused =
        assertThrows(KeeperException.class, () -> zk.getChildren("/wide", false));
    assertNotEquals(Code.CONNECTIONLOSS, refused.code());
    assertEquals(6_000, zk.getAllChildrenNumber("/wide"));
    assertEquals(0, connection.times(KeeperState.Disconnected));
    assertTrue(SERVER.server().log().contains("jute.maxbuffer"), SERVER.server()::log);
  }
}
