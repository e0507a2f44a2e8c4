package io.vivarium.acceptance.mixed;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.apache.zookeeper.ZooDefs.Ids.CREATOR_ALL_ACL;
import static org.apache.zookeeper.ZooDefs.Ids.OPEN_ACL_UNSAFE;
import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotNull;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.vivarium.acceptance.ensemble.EnsembleExtension;
import io.vivarium.acceptance.ensemble.EnsembleState;
import io.vivarium.acceptance.ensemble.EnsembleUnderTest;
import io.vivarium.acceptance.ensemble.Member;
import io.vivarium.acceptance.history.Workload;
import io.vivarium.acceptance.server.Await;
import io.vivarium.acceptance.server.Clients;
import io.vivarium.acceptance.server.CutProxy;
import io.vivarium.acceptance.server.EventLog;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;
import org.apache.zookeeper.AddWatchMode;
import org.apache.zookeeper.CreateMode;
import org.apache.zookeeper.KeeperException;
import org.apache.zookeeper.KeeperException.Code;
import org.apache.zookeeper.Op;
import org.apache.zookeeper.ZooKeeper;
import org.apache.zookeeper.data.Stat;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.params.Parameter;
import org.junit.jupiter.params.ParameterizedClass;
import org.junit.jupiter.params.provider.MethodSource;

/** Whatever a client does, through whichever server, is the same on all servers: in each {@link Composition}. */
@Tag("ensemble")
@ParameterizedClass
@MethodSource("compositions")
class CompositionTest {
  @RegisterExtension static final EnsembleExtension ENSEMBLES = new EnsembleExtension();

  private static final byte[] DATA = "data".getBytes(UTF_8);

  @Parameter Composition composition;

  static Stream<Composition> compositions() {
    return EnsembleExtension.brief()
        ? Stream.of(Composition.WE_LEAD_TWO_APACHES, Composition.APACHE_LEADS_TWO_OF_US)
        : Stream.of(Composition.values());
  }

  private EnsembleUnderTest ensemble;

  @BeforeEach
  void start() throws Exception {
    ensemble = ENSEMBLES.shared(composition, composition.setup());
    if (ensemble.members().stream().noneMatch(Member::alive)) {
      ensemble.startLedBy(Composition.LEADER);
    }
  }

  @AfterEach
  void sameEverywhere() throws Exception {
    assertTrue(ensemble.member(Composition.LEADER).is("leader"), ensemble::describe);
    EnsembleState.assertSame(ensemble);
    EnsembleState.assertSameDigests(ensemble);
  }

  /** What the client of any server sees of a node, once that server has caught up. */
  private Stat seenThrough(Member member, String path) throws Exception {
    return caughtUp(member, path).exists(path, false);
  }

  /** A client whose next read includes all that any client has been told so far. */
  private ZooKeeper caughtUp(Member member, String path) throws Exception {
    ZooKeeper zk = ENSEMBLES.client(member);
    if (composition.leaderHonoursSync() || member.id() != Composition.LEADER) {
      zk.sync(path, (rc, synced, context) -> {}, null);
    } else {
      // its own clients' writes wait for those before them, even one that fails
      assertThrows(KeeperException.NoNodeException.class, () -> zk.delete("/never-created", -1));
    }
    return zk;
  }

  private void assertSeenByAll(String path) throws Exception {
    for (Member member : ensemble.members()) {
      assertNotNull(seenThrough(member, path), () -> path + " through " + member);
    }
  }

  private void awaitGoneFromAll(String path) throws Exception {
    for (Member member : ensemble.members()) {
      ZooKeeper zk = ENSEMBLES.client(member);
      Await.until(path + " is gone from " + member, () -> zk.exists(path, false) == null);
    }
  }

  @Test
  @Tag("brief")
  void everyKindOfNodeIsCreatedThroughEveryServer() throws Exception {
    for (Member member : ensemble.members()) {
      ZooKeeper zk = ENSEMBLES.client(member);
      String home = "/kinds-" + member.id();
      zk.addAuthInfo("digest", ("user-" + member.id() + ":pw").getBytes(UTF_8));
      zk.create(home, DATA, OPEN_ACL_UNSAFE, CreateMode.PERSISTENT);
      zk.create(home + "/ephemeral", null, OPEN_ACL_UNSAFE, CreateMode.EPHEMERAL);
      zk.create(home + "/acl", DATA, CREATOR_ALL_ACL, CreateMode.PERSISTENT);
      zk.create(home + "/container", new byte[0], OPEN_ACL_UNSAFE, CreateMode.CONTAINER);
      zk.create(
          home + "/ttl", DATA, OPEN_ACL_UNSAFE, CreateMode.PERSISTENT_WITH_TTL, null, 600_000);
      assertEquals(
          home + "/s-0000000004",
          zk.create(home + "/s-", DATA, OPEN_ACL_UNSAFE, CreateMode.PERSISTENT_SEQUENTIAL));
      assertEquals(
          home + "/e-0000000005",
          zk.create(home + "/e-", DATA, OPEN_ACL_UNSAFE, CreateMode.EPHEMERAL_SEQUENTIAL));
      for (String node : List.of("", "/ephemeral", "/container", "/ttl", "/s-0000000004")) {
        assertSeenByAll(home + node);
      }
    }
    EnsembleState.assertSame(ensemble);
  }

  @Test
  @Tag("brief")
  void writesMadeThroughEveryServerAreOneSequence() throws Exception {
    ENSEMBLES
        .client(ensemble.member(1))
        .create("/shared", DATA, OPEN_ACL_UNSAFE, CreateMode.PERSISTENT);
    int version = 0;
    long zxid = 0;
    for (int round = 0; round < 3; round++) {
      for (Member member : ensemble.members()) {
        Stat stat = ENSEMBLES.client(member).setData("/shared", new byte[] {(byte) round}, version);
        assertEquals(++version, stat.getVersion());
        assertTrue(stat.getMzxid() > zxid);
        zxid = stat.getMzxid();
      }
    }
  }

  @Test
  void aMultiIsDoneWholeOrNotAtAllThroughEveryServer() throws Exception {
    for (Member member : ensemble.members()) {
      ZooKeeper zk = ENSEMBLES.client(member);
      String home = "/multi-" + member.id();
      zk.multi(
          List.of(
              Op.create(home, DATA, OPEN_ACL_UNSAFE, CreateMode.PERSISTENT),
              Op.create(home + "/child", DATA, OPEN_ACL_UNSAFE, CreateMode.PERSISTENT),
              Op.setData(home, new byte[] {1}, 0),
              Op.check(home, 1)));
      KeeperException refused =
          assertThrows(
              KeeperException.class,
              () -> zk.multi(List.of(Op.delete(home + "/child", -1), Op.setData(home, DATA, 7))));
      assertEquals(Code.BADVERSION, refused.code());
      assertSeenByAll(home + "/child");
    }
  }

  @Test
  void refusalsAreTheSameThroughEveryServer() throws Exception {
    for (Member member : ensemble.members()) {
      ZooKeeper zk = ENSEMBLES.client(member);
      String home = "/refused-" + member.id();
      zk.create(home, DATA, OPEN_ACL_UNSAFE, CreateMode.PERSISTENT);
      zk.create(home + "/child", DATA, OPEN_ACL_UNSAFE, CreateMode.EPHEMERAL);
      assertThrows(
          KeeperException.NodeExistsException.class,
          () -> zk.create(home, DATA, OPEN_ACL_UNSAFE, CreateMode.PERSISTENT));
      assertThrows(
          KeeperException.NoNodeException.class, () -> zk.setData(home + "/none", DATA, -1));
      assertThrows(KeeperException.BadVersionException.class, () -> zk.setData(home, DATA, 5));
      assertThrows(KeeperException.NotEmptyException.class, () -> zk.delete(home, -1));
      assertThrows(
          KeeperException.NoChildrenForEphemeralsException.class,
          () -> zk.create(home + "/child/x", DATA, OPEN_ACL_UNSAFE, CreateMode.PERSISTENT));
      zk.addAuthInfo("digest", "owner:pw".getBytes(UTF_8));
      zk.setACL(home, CREATOR_ALL_ACL, -1);
      assertThrows(
          KeeperException.NoAuthException.class,
          () -> ENSEMBLES.session(member.connectString()).setData(home, DATA, -1));
    }
  }

  @Test
  @Tag("brief")
  void aSessionMovesFromEveryServerToEveryOtherAndKeepsItsEphemeral() throws Exception {
    for (Member from : ensemble.members()) {
      for (Member to : ensemble.others(from)) {
        String path = "/moving-" + from.id() + "-" + to.id();
        ZooKeeper before = ENSEMBLES.session(from.connectString());
        before.create(path, null, OPEN_ACL_UNSAFE, CreateMode.EPHEMERAL);
        EventLog states = new EventLog();
        ZooKeeper after = ENSEMBLES.closing(Clients.attach(to.connectString(), before, states));
        assertEquals(before.getSessionId(), after.getSessionId());
        assertEquals(before.getSessionId(), after.exists(path, false).getEphemeralOwner());
        after.setData(path, DATA, -1);
        after.close();
        awaitGoneFromAll(path);
      }
    }
  }

  @Test
  void aSessionWhoseClientIsSilentExpiresEverywhere() throws Exception {
    List<CutProxy> proxies = new ArrayList<>();
    for (Member member : ensemble.members()) {
      CutProxy proxy = new CutProxy(member.ports().client());
      proxies.add(proxy);
      ZooKeeper dying =
          ENSEMBLES.closing(Clients.connect(proxy.connectString(), 2_000, new EventLog()));
      dying.create("/dying-" + member.id(), null, OPEN_ACL_UNSAFE, CreateMode.EPHEMERAL);
      assertSeenByAll("/dying-" + member.id());
    }
    for (CutProxy proxy : proxies) {
      proxy.cut();
    }
    for (Member member : ensemble.members()) {
      awaitGoneFromAll("/dying-" + member.id());
    }
    for (CutProxy proxy : proxies) {
      ENSEMBLES.closing(proxy).heal();
    }
  }

  @Test
  @Tag("brief")
  void aSessionThatOnlyPingsLivesOnWhicheverServerItIs() throws Exception {
    int timeoutMs = 2_000;
    for (Member member : ensemble.members()) {
      ZooKeeper idle =
          ENSEMBLES.closing(Clients.connect(member.connectString(), timeoutMs, new EventLog()));
      idle.create("/idle-" + member.id(), null, OPEN_ACL_UNSAFE, CreateMode.EPHEMERAL);
    }
    // a session of the same age that is silent marks the time after which an unheard one would be
    // gone
    try (CutProxy proxy = new CutProxy(ensemble.member(1).ports().client())) {
      ZooKeeper silent =
          ENSEMBLES.closing(Clients.connect(proxy.connectString(), 2 * timeoutMs, new EventLog()));
      silent.create("/silent", null, OPEN_ACL_UNSAFE, CreateMode.EPHEMERAL);
      proxy.cut();
      awaitGoneFromAll("/silent");
      for (Member member : ensemble.members()) {
        assertSeenByAll("/idle-" + member.id());
      }
    }
  }

  @Test
  void containersAndTtlNodesAreReapedEverywhere() throws Exception {
    for (Member member : ensemble.members()) {
      ZooKeeper zk = ENSEMBLES.client(member);
      String container = "/reaped-container-" + member.id();
      String ttl = "/reaped-ttl-" + member.id();
      zk.create(container, null, OPEN_ACL_UNSAFE, CreateMode.CONTAINER);
      zk.create(container + "/child", null, OPEN_ACL_UNSAFE, CreateMode.PERSISTENT);
      zk.delete(container + "/child", -1);
      zk.create(ttl, null, OPEN_ACL_UNSAFE, CreateMode.PERSISTENT_WITH_TTL, null, 100);
      awaitGoneFromAll(container);
      awaitGoneFromAll(ttl);
    }
  }

  @Test
  @Tag("brief")
  void aWatchOnEveryServerFiresForAWriteThroughAnyOther() throws Exception {
    for (Member writer : ensemble.members()) {
      String path = "/watched-" + writer.id();
      ZooKeeper writing = ENSEMBLES.client(writer);
      writing.create(path, DATA, OPEN_ACL_UNSAFE, CreateMode.PERSISTENT);
      for (Member reader : ensemble.others(writer)) {
        EventLog events = new EventLog();
        ZooKeeper reading = ENSEMBLES.client(reader);
        seenThrough(reader, path);
        reading.addWatch(path, events, AddWatchMode.PERSISTENT_RECURSIVE);
        writing.setData(path, DATA, -1);
        writing.create(path + "/child", DATA, OPEN_ACL_UNSAFE, CreateMode.PERSISTENT);
        writing.delete(path + "/child", -1);
        events.awaitEvents(
            "NodeDataChanged " + path,
            "NodeCreated " + path + "/child",
            "NodeDeleted " + path + "/child");
      }
    }
  }

  @Test
  @Tag("brief")
  void aReadBehindASyncSeesWhatWasWrittenThroughAnotherServer() throws Exception {
    ZooKeeper first = ENSEMBLES.client(ensemble.member(1));
    first.create("/synced", DATA, OPEN_ACL_UNSAFE, CreateMode.PERSISTENT);
    for (int round = 0; round < 20; round++) {
      for (Member member : ensemble.members()) {
        byte[] data = (round + " " + member.id()).getBytes(UTF_8);
        first.setData("/synced", data, -1);
        assertArrayEquals(data, caughtUp(member, "/synced").getData("/synced", false, null));
      }
    }
  }

  @Test
  void manySessionsOnAllServersSeeOneHistory() throws Exception {
    try (Workload workload = Workload.start(ensemble, "composition", 6, 15_000)) {
      workload.awaitWrites(800);
      workload.verify(true);
    }
    assertNull(seenThrough(ensemble.member(1), "/workload/composition/live/0"));
  }
}
