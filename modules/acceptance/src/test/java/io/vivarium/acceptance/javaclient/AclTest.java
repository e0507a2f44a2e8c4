package io.vivarium.acceptance.javaclient;

import static io.vivarium.acceptance.javaclient.Failures.assertFailsWith;
import static java.nio.charset.StandardCharsets.UTF_8;
import static org.apache.zookeeper.ZooDefs.Ids.CREATOR_ALL_ACL;
import static org.apache.zookeeper.ZooDefs.Ids.OPEN_ACL_UNSAFE;
import static org.apache.zookeeper.ZooDefs.Ids.READ_ACL_UNSAFE;
import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.vivarium.acceptance.fixture.ServerExtension;
import io.vivarium.acceptance.server.EventLog;
import io.vivarium.acceptance.server.ServerSetup;
import java.security.NoSuchAlgorithmException;
import java.util.Arrays;
import java.util.List;
import org.apache.zookeeper.CreateMode;
import org.apache.zookeeper.KeeperException.Code;
import org.apache.zookeeper.Watcher.Event.KeeperState;
import org.apache.zookeeper.ZooDefs.Perms;
import org.apache.zookeeper.ZooKeeper;
import org.apache.zookeeper.data.ACL;
import org.apache.zookeeper.data.ClientInfo;
import org.apache.zookeeper.data.Id;
import org.apache.zookeeper.data.Stat;
import org.apache.zookeeper.server.auth.DigestAuthenticationProvider;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

class AclTest {
  private static final String SUPER_DIGEST = digestOf("super:superpw");

  @RegisterExtension
  static final ServerExtension SERVER =
      ServerExtension.with(
          ServerSetup.standard()
              .property("zookeeper.DigestAuthenticationProvider.superDigest", SUPER_DIGEST));

  private static String digestOf(String userAndPassword) {
    try {
      return DigestAuthenticationProvider.generateDigest(userAndPassword);
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException(e);
    }
  }

  private static ZooKeeper clientAs(String userAndPassword) throws Exception {
    ZooKeeper zk = SERVER.client();
    zk.addAuthInfo("digest", userAndPassword.getBytes(UTF_8));
    return zk;
  }

  private static ACL digest(int perms, String userAndPassword) {
    return new ACL(perms, new Id("digest", digestOf(userAndPassword)));
  }

  /** The client looks for null entries, which {@link List#of} does not like to be asked for. */
  private static List<ACL> acl(ACL... entries) {
    return Arrays.asList(entries);
  }

  @Test
  void theCreatorsAclIsExpandedToItsIds() throws Exception {
    ZooKeeper alice = clientAs("alice:pw1");
    alice.create("/alices", "secret".getBytes(UTF_8), CREATOR_ALL_ACL, CreateMode.PERSISTENT);
    assertEquals(List.of(digest(Perms.ALL, "alice:pw1")), alice.getACL("/alices", null));
  }

  @Test
  void aStrangerIsRefusedEverything() throws Exception {
    ZooKeeper alice = clientAs("alice:pw1");
    alice.create("/closed", "secret".getBytes(UTF_8), CREATOR_ALL_ACL, CreateMode.PERSISTENT);
    ZooKeeper stranger = clientAs("alice:wrong");
    assertFailsWith(Code.NOAUTH, () -> stranger.getData("/closed", false, null));
    assertFailsWith(Code.NOAUTH, () -> stranger.setData("/closed", new byte[0], -1));
    assertFailsWith(Code.NOAUTH, () -> stranger.getChildren("/closed", false));
    assertFailsWith(Code.NOAUTH, () -> stranger.getACL("/closed", null));
    assertFailsWith(Code.NOAUTH, () -> stranger.setACL("/closed", OPEN_ACL_UNSAFE, -1));
    assertFailsWith(
        Code.NOAUTH,
        () -> stranger.create("/closed/x", null, OPEN_ACL_UNSAFE, CreateMode.PERSISTENT));
  }

  @Test
  void deletingNeedsPermissionOnTheParentOnly() throws Exception {
    ZooKeeper alice = clientAs("alice:pw1");
    alice.create("/open-parent", null, OPEN_ACL_UNSAFE, CreateMode.PERSISTENT);
    alice.create("/open-parent/alices", null, CREATOR_ALL_ACL, CreateMode.PERSISTENT);
    SERVER.client().delete("/open-parent/alices", -1);
    alice.create("/closed-parent", null, CREATOR_ALL_ACL, CreateMode.PERSISTENT);
    alice.create("/closed-parent/open", null, OPEN_ACL_UNSAFE, CreateMode.PERSISTENT);
    ZooKeeper stranger = SERVER.client();
    assertFailsWith(Code.NOAUTH, () -> stranger.delete("/closed-parent/open", -1));
  }

  @Test
  void setAclCountsItsOwnVersion() throws Exception {
    ZooKeeper zk = clientAs("alice:pw1");
    zk.create("/acl-version", null, OPEN_ACL_UNSAFE, CreateMode.PERSISTENT);
    Stat stat = zk.setACL("/acl-version", CREATOR_ALL_ACL, 0);
    assertEquals(1, stat.getAversion());
    assertEquals(0, stat.getVersion());
    assertEquals(stat.getCzxid(), stat.getMzxid());
    assertFailsWith(Code.BADVERSION, () -> zk.setACL("/acl-version", OPEN_ACL_UNSAFE, 0));
  }

  @Test
  void theWorldMayBeGivenReadingAlone() throws Exception {
    ZooKeeper zk = SERVER.client();
    zk.create("/read-only", "r".getBytes(UTF_8), READ_ACL_UNSAFE, CreateMode.PERSISTENT);
    assertArrayEquals("r".getBytes(UTF_8), zk.getData("/read-only", false, null));
    assertFailsWith(Code.NOAUTH, () -> zk.setData("/read-only", new byte[0], -1));
  }

  @Test
  void addressesMatchExactlyOrByPrefix() throws Exception {
    ZooKeeper zk = SERVER.client();
    zk.create("/by-address", null, acl(ip("127.0.0.1")), CreateMode.PERSISTENT);
    zk.create("/by-network", null, acl(ip("127.0.0.0/8")), CreateMode.PERSISTENT);
    zk.create("/other-network", null, acl(ip("10.0.0.0/8")), CreateMode.PERSISTENT);
    zk.getData("/by-address", false, null);
    zk.getData("/by-network", false, null);
    assertFailsWith(Code.NOAUTH, () -> zk.getData("/other-network", false, null));
  }

  private static ACL ip(String address) {
    return new ACL(Perms.ALL, new Id("ip", address));
  }

  @Test
  void digestsAreHiddenFromThoseWhoMayOnlyRead() throws Exception {
    ZooKeeper alice = clientAs("alice:pw1");
    List<ACL> acl = acl(digest(Perms.ALL, "alice:pw1"), READ_ACL_UNSAFE.getFirst());
    alice.create("/masked", null, acl, CreateMode.PERSISTENT);
    assertEquals(acl, alice.getACL("/masked", null));
    assertEquals(
        new ACL(Perms.ALL, new Id("digest", "alice:x")),
        SERVER.client().getACL("/masked", null).getFirst());
  }

  @Test
  void anAclMustMakeSense() throws Exception {
    ZooKeeper zk = SERVER.client();
    assertFailsWith(
        Code.INVALIDACL, () -> zk.create("/bad", null, CREATOR_ALL_ACL, CreateMode.PERSISTENT));
    assertFailsWith(
        Code.INVALIDACL,
        () ->
            zk.create("/bad", null, acl(new ACL(1, new Id("nobody", "x"))), CreateMode.PERSISTENT));
    assertFailsWith(
        Code.INVALIDACL,
        () -> zk.create("/bad", null, acl(ip("300.1.1.1")), CreateMode.PERSISTENT));
  }

  @Test
  void theSuperUserPassesEveryAcl() throws Exception {
    ZooKeeper alice = clientAs("alice:pw1");
    alice.create("/not-for-super", "s".getBytes(UTF_8), CREATOR_ALL_ACL, CreateMode.PERSISTENT);
    ZooKeeper admin = clientAs("super:superpw");
    assertArrayEquals("s".getBytes(UTF_8), admin.getData("/not-for-super", false, null));
    admin.setACL("/not-for-super", OPEN_ACL_UNSAFE, -1);
    SERVER.client().getData("/not-for-super", false, null);
  }

  @Test
  void whoAmIListsEveryIdOfTheConnection() throws Exception {
    ZooKeeper zk = clientAs("alice:pw1");
    zk.addAuthInfo("digest", "bob:pw2".getBytes(UTF_8));
    List<String> ids =
        zk.whoAmI().stream()
            .map((ClientInfo info) -> info.getAuthScheme() + " " + info.getUser())
            .sorted()
            .toList();
    assertEquals(List.of("digest alice", "digest bob", "ip 127.0.0.1"), ids);
  }

  @Test
  void anUnknownSchemeEndsTheConnection() throws Exception {
    EventLog events = new EventLog();
    ZooKeeper zk = SERVER.client(events);
    zk.addAuthInfo("no-such-scheme", "x".getBytes(UTF_8));
    events.awaitState(KeeperState.AuthFailed);
    assertTrue(events.times(KeeperState.AuthFailed) > 0);
  }
}
