package io.vivarium.acceptance.javaclient;

import static io.vivarium.acceptance.javaclient.Failures.assertFailsWith;
import static org.apache.zookeeper.ZooDefs.Ids.OPEN_ACL_UNSAFE;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNull;

import io.vivarium.acceptance.fixture.ServerExtension;
import io.vivarium.acceptance.server.ServerSetup;
import org.apache.zookeeper.CreateMode;
import org.apache.zookeeper.KeeperException.Code;
import org.apache.zookeeper.Quotas;
import org.apache.zookeeper.StatsTrack;
import org.apache.zookeeper.ZooKeeper;
import org.apache.zookeeper.cli.DelQuotaCommand;
import org.apache.zookeeper.cli.SetQuotaCommand;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

/** Quotas set by the code that Apache's own command line uses. */
class QuotaTest {
  @RegisterExtension
  static final ServerExtension SERVER =
      ServerExtension.with(ServerSetup.standard().with("enforceQuota", "true"));

  private ZooKeeper zk;

  @BeforeEach
  void connect() throws Exception {
    zk = SERVER.client();
  }

  private void create(String path, int bytes) throws Exception {
    zk.create(path, new byte[bytes], OPEN_ACL_UNSAFE, CreateMode.PERSISTENT);
  }

  private static StatsTrack hardCount(long count) {
    StatsTrack quota = new StatsTrack();
    quota.setCountHardLimit(count);
    return quota;
  }

  private static StatsTrack hardBytes(long bytes) {
    StatsTrack quota = new StatsTrack();
    quota.setByteHardLimit(bytes);
    return quota;
  }

  private StatsTrack usage(String path) throws Exception {
    return new StatsTrack(zk.getData(Quotas.statPath(path), false, null));
  }

  @Test
  void aHardCountLimitRefusesOneNodeTooMany() throws Exception {
    create("/count", 0);
    SetQuotaCommand.createQuota(zk, "/count", hardCount(3));
    create("/count/a", 0);
    create("/count/b", 0);
    assertFailsWith(Code.QUOTAEXCEEDED, () -> create("/count/c", 0));
    zk.delete("/count/a", -1);
    create("/count/c", 0);
    assertEquals(3, usage("/count").getCount());
  }

  @Test
  void aHardByteLimitRefusesDataTooLarge() throws Exception {
    create("/bytes", 4);
    SetQuotaCommand.createQuota(zk, "/bytes", hardBytes(10));
    create("/bytes/a", 6);
    assertEquals(10, usage("/bytes").getBytes());
    assertFailsWith(Code.QUOTAEXCEEDED, () -> zk.setData("/bytes", new byte[5], -1));
    assertFailsWith(Code.QUOTAEXCEEDED, () -> create("/bytes/b", 1));
    zk.setData("/bytes/a", new byte[1], -1);
    create("/bytes/b", 1);
    assertEquals(6, usage("/bytes").getBytes());
  }

  @Test
  void aSoftLimitIsNotEnforced() throws Exception {
    create("/soft", 0);
    StatsTrack quota = new StatsTrack();
    quota.setCount(1);
    quota.setBytes(1);
    SetQuotaCommand.createQuota(zk, "/soft", quota);
    create("/soft/a", 100);
    assertEquals(2, usage("/soft").getCount());
    assertEquals(100, usage("/soft").getBytes());
  }

  @Test
  void usageOfAnExistingSubtreeIsCountedWhenTheQuotaIsSet() throws Exception {
    create("/existing", 3);
    create("/existing/a", 4);
    create("/existing/a/b", 5);
    SetQuotaCommand.createQuota(zk, "/existing", hardCount(100));
    assertEquals(3, usage("/existing").getCount());
    assertEquals(12, usage("/existing").getBytes());
  }

  @Test
  void aRemovedQuotaNoLongerLimits() throws Exception {
    create("/freed", 0);
    SetQuotaCommand.createQuota(zk, "/freed", hardCount(1));
    assertFailsWith(Code.QUOTAEXCEEDED, () -> create("/freed/a", 0));
    DelQuotaCommand.delQuota(zk, "/freed", null);
    create("/freed/a", 0);
    assertNull(zk.exists(Quotas.limitPath("/freed"), false));
  }
}
