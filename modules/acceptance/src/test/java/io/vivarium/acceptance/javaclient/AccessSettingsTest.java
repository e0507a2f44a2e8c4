package io.vivarium.acceptance.javaclient;

import static io.vivarium.acceptance.javaclient.Failures.assertFailsWith;
import static java.nio.charset.StandardCharsets.UTF_8;
import static org.apache.zookeeper.ZooDefs.Ids.CREATOR_ALL_ACL;
import static org.apache.zookeeper.ZooDefs.Ids.OPEN_ACL_UNSAFE;
import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;

import io.vivarium.acceptance.server.Clients;
import io.vivarium.acceptance.server.EventLog;
import io.vivarium.acceptance.server.ServerSetup;
import io.vivarium.acceptance.server.ServerUnderTest;
import java.nio.file.Path;
import java.security.MessageDigest;
import java.util.Base64;
import org.apache.zookeeper.CreateMode;
import org.apache.zookeeper.KeeperException.Code;
import org.apache.zookeeper.ZooKeeper;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Settings that change who may do what. */
class AccessSettingsTest {
  @TempDir Path home;

  private static ZooKeeper connect(ServerUnderTest server) throws Exception {
    return Clients.connect(server.connectString(), 10_000, new EventLog());
  }

  @Test
  void withSkipAclEverybodyMayDoEverything() throws Exception {
    try (ServerUnderTest server =
            ServerUnderTest.start(ServerSetup.standard().with("skipACL", "yes"), home);
        ZooKeeper alice = connect(server);
        ZooKeeper stranger = connect(server)) {
      alice.addAuthInfo("digest", "alice:pw1".getBytes(UTF_8));
      alice.create("/alices", new byte[] {1}, CREATOR_ALL_ACL, CreateMode.PERSISTENT);
      assertArrayEquals(new byte[] {1}, stranger.getData("/alices", false, null));
      stranger.setACL("/alices", OPEN_ACL_UNSAFE, -1);
      stranger.delete("/alices", -1);
    }
  }

  @Test
  void theDigestAlgorithmCanBeChosen() throws Exception {
    ServerSetup setup =
        ServerSetup.standard()
            .property("zookeeper.DigestAuthenticationProvider.digestAlg", "SHA3-256");
    try (ServerUnderTest server = ServerUnderTest.start(setup, home);
        ZooKeeper alice = connect(server);
        ZooKeeper stranger = connect(server)) {
      alice.addAuthInfo("digest", "alice:pw1".getBytes(UTF_8));
      alice.create("/alices", null, CREATOR_ALL_ACL, CreateMode.PERSISTENT);
      byte[] digest = MessageDigest.getInstance("SHA3-256").digest("alice:pw1".getBytes(UTF_8));
      assertEquals(
          "alice:" + Base64.getEncoder().encodeToString(digest),
          alice.getACL("/alices", null).getFirst().getId().getId());
      assertFailsWith(Code.NOAUTH, () -> stranger.getData("/alices", false, null));
    }
  }

  @Test
  void ttlNodesNeedTheirSwitch() throws Exception {
    ServerSetup setup = ServerSetup.standard().with("extendedTypesEnabled", "false");
    try (ServerUnderTest server = ServerUnderTest.start(setup, home);
        ZooKeeper zk = connect(server)) {
      assertFailsWith(
          Code.UNIMPLEMENTED,
          () ->
              zk.create(
                  "/ttl", null, OPEN_ACL_UNSAFE, CreateMode.PERSISTENT_WITH_TTL, null, 1_000));
    }
  }
}
