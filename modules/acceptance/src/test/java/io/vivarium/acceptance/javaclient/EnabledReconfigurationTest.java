package io.vivarium.acceptance.javaclient;

import static io.vivarium.acceptance.javaclient.Failures.assertFailsWith;

import io.vivarium.acceptance.fixture.ServerExtension;
import io.vivarium.acceptance.server.ServerSetup;
import org.apache.zookeeper.KeeperException.Code;
import org.apache.zookeeper.admin.ZooKeeperAdmin;
import org.apache.zookeeper.data.Stat;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

@Tag("standalone")
class EnabledReconfigurationTest {
  @RegisterExtension
  static final ServerExtension SERVER =
      ServerExtension.with(ServerSetup.standard().with("reconfigEnabled", "true"));

  @Test
  void aStandaloneServerHasNoEnsembleToReconfigure() throws Exception {
    ZooKeeperAdmin admin =
        SERVER.closing(new ZooKeeperAdmin(SERVER.connectString(), 10_000, event -> {}));
    assertFailsWith(
        Code.UNIMPLEMENTED,
        () -> admin.reconfigure("server.1=127.0.0.1:1:2;3", null, null, -1, new Stat()));
  }
}
