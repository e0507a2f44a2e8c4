package io.vivarium.acceptance.javaclient;

import static org.apache.zookeeper.ZooDefs.Ids.OPEN_ACL_UNSAFE;
import static org.junit.jupiter.api.Assertions.assertNotNull;

import io.vivarium.acceptance.fixture.ServerExtension;
import io.vivarium.acceptance.server.Await;
import io.vivarium.acceptance.server.EventLog;
import io.vivarium.acceptance.server.ServerSetup;
import java.util.List;
import org.apache.zookeeper.CreateMode;
import org.apache.zookeeper.Op;
import org.apache.zookeeper.ZooKeeper;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

/** The server removes container and TTL nodes by itself; the check runs every 200 ms here. */
class ReapingTest {
  @RegisterExtension
  static final ServerExtension SERVER =
      ServerExtension.with(
          ServerSetup.standard().property("znode.container.checkIntervalMs", "200"));

  private ZooKeeper zk;

  @BeforeEach
  void connect() throws Exception {
    zk = SERVER.client();
  }

  private void create(String path, CreateMode mode) throws Exception {
    zk.create(path, null, OPEN_ACL_UNSAFE, mode);
  }

  private void createWithTtl(String path, long ttlMs) throws Exception {
    zk.create(path, null, OPEN_ACL_UNSAFE, CreateMode.PERSISTENT_WITH_TTL, null, ttlMs);
  }

  private void awaitGone(String path) throws Exception {
    Await.until(path + " is reaped", () -> zk.exists(path, false) == null);
  }

  @Test
  void aContainerGoesAfterItsLastChildAndTellsWatchers() throws Exception {
    create("/container", CreateMode.CONTAINER);
    create("/container/child", CreateMode.PERSISTENT);
    EventLog events = new EventLog();
    zk.exists("/container", events);
    zk.delete("/container/child", -1);
    awaitGone("/container");
    events.awaitEvents("NodeDeleted /container");
  }

  @Test
  void aContainerThatNeverHadAChildStays() throws Exception {
    create("/never-used", CreateMode.CONTAINER);
    create("/marker", CreateMode.CONTAINER);
    create("/marker/child", CreateMode.PERSISTENT);
    zk.delete("/marker/child", -1);
    awaitGone("/marker");
    assertNotNull(zk.exists("/never-used", false));
  }

  @Test
  void aTtlNodeGoesWhenItsTimeHasPassed() throws Exception {
    createWithTtl("/short", 300);
    createWithTtl("/long", 1_000_000);
    awaitGone("/short");
    assertNotNull(zk.exists("/long", false));
  }

  @Test
  void aTtlNodeWithChildrenStays() throws Exception {
    // At once, or the node may have gone before it has its child.
    zk.multi(
        List.of(
            Op.create(
                "/with-child", new byte[0], OPEN_ACL_UNSAFE, CreateMode.PERSISTENT_WITH_TTL, 1),
            Op.create("/with-child/child", new byte[0], OPEN_ACL_UNSAFE, CreateMode.PERSISTENT)));
    createWithTtl("/later", 300);
    awaitGone("/later");
    assertNotNull(zk.exists("/with-child", false));
    zk.delete("/with-child/child", -1);
    awaitGone("/with-child");
  }
}
