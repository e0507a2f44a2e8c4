package io.vivarium.acceptance.javaclient;

import static io.vivarium.acceptance.javaclient.Failures.assertFailsWith;
import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;

import io.vivarium.acceptance.fixture.ServerExtension;
import org.apache.zookeeper.KeeperException.Code;
import org.apache.zookeeper.ZooKeeper;
import org.apache.zookeeper.admin.ZooKeeperAdmin;
import org.apache.zookeeper.data.Stat;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

/** Dynamic configuration as a standalone server answers it. */
class ConfigurationTest {
  @RegisterExtension static final ServerExtension SERVER = ServerExtension.standard();

  @Test
  @Tag("standalone")
  void theConfigurationNodeOfAStandaloneServerIsEmpty() throws Exception {
    ZooKeeper zk = SERVER.client();
    Stat stat = new Stat();
    assertArrayEquals(new byte[0], zk.getConfig(false, stat));
    assertEquals(0, stat.getDataLength());
  }

  @Test
  void reconfigurationIsOffByDefault() throws Exception {
    ZooKeeperAdmin admin =
        SERVER.closing(new ZooKeeperAdmin(SERVER.connectString(), 10_000, event -> {}));
    assertFailsWith(
        Code.RECONFIGDISABLED,
        () -> admin.reconfigure("server.1=127.0.0.1:1:2;3", null, null, -1, new Stat()));
  }
}
