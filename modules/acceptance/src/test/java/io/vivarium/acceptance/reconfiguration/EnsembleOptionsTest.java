package io.vivarium.acceptance.reconfiguration;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.apache.zookeeper.ZooDefs.Ids.OPEN_ACL_UNSAFE;
import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.vivarium.acceptance.ensemble.EnsembleExtension;
import io.vivarium.acceptance.ensemble.EnsembleSetup;
import io.vivarium.acceptance.ensemble.EnsembleState;
import io.vivarium.acceptance.ensemble.EnsembleUnderTest;
import io.vivarium.acceptance.ensemble.Member;
import io.vivarium.acceptance.server.Await;
import io.vivarium.acceptance.server.Clients;
import io.vivarium.acceptance.server.EventLog;
import io.vivarium.acceptance.server.FreePorts;
import io.vivarium.acceptance.server.ServerKind;
import org.apache.zookeeper.CreateMode;
import org.apache.zookeeper.KeeperException.NotReadOnlyException;
import org.apache.zookeeper.Watcher.Event.KeeperState;
import org.apache.zookeeper.ZooKeeper;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

/** Ensembles that are not three plain voters, and sessions that are not plain sessions. */
@Tag("ensemble")
class EnsembleOptionsTest {
  @RegisterExtension final EnsembleExtension ensembles = new EnsembleExtension();

  private static final byte[] DATA = "data".getBytes(UTF_8);

  @Test
  void aServerWithoutAQuorumServesReadsToThoseWhoAskForThem() throws Exception {
    EnsembleUnderTest ensemble =
        ensembles.prepare(
            EnsembleSetup.three()
                .property("readonlymode.enabled", "true")
                .with("localSessionsEnabled", "true")
                .with("localSessionsUpgradingEnabled", "true"));
    ensemble.startLedBy(3);
    ensembles
        .client(ensemble.member(1))
        .create("/kept", DATA, OPEN_ACL_UNSAFE, CreateMode.PERSISTENT);
    ensemble.awaitSameZxid();
    ensemble.member(2).kill();
    ensemble.member(3).kill();
    Await.until("server 1 is read-only", () -> ensemble.member(1).is("read-only"));
    assertEquals("ro", ensemble.member(1).ask("isro").strip());
    EventLog states = new EventLog();
    ZooKeeper zk =
        ensembles.closing(new ZooKeeper(ensemble.member(1).connectString(), 30_000, states, true));
    states.awaitState(KeeperState.ConnectedReadOnly);
    assertArrayEquals(DATA, zk.getData("/kept", false, null));
    assertThrows(NotReadOnlyException.class, () -> zk.setData("/kept", new byte[0], -1));
    ensemble.member(2).start();
    states.awaitState(KeeperState.SyncConnected);
    zk.setData("/kept", new byte[0], -1);
  }

  @Test
  void aSessionIsLocalUntilItCreatesAnEphemeral() throws Exception {
    EnsembleUnderTest ensemble =
        ensembles.start(
            EnsembleSetup.three()
                .with("localSessionsEnabled", "true")
                .with("localSessionsUpgradingEnabled", "true"));
    for (Member member : ensemble.members()) {
      ZooKeeper zk = ensembles.session(member.connectString());
      String id = "0x" + Long.toHexString(zk.getSessionId());
      zk.create("/by-" + member.id(), DATA, OPEN_ACL_UNSAFE, CreateMode.PERSISTENT);
      assertArrayEquals(DATA, zk.getData("/by-" + member.id(), false, null));
      ensemble.awaitSameZxid();
      for (Member other : ensemble.others(member)) {
        assertFalse(EnsembleState.sessions(other).contains(id), () -> id + " on " + other);
      }
      zk.create("/held-by-" + member.id(), null, OPEN_ACL_UNSAFE, CreateMode.EPHEMERAL);
      ensemble.awaitSameZxid();
      for (Member other : ensemble.others(member)) {
        Await.until(id + " is known to " + other, () -> EnsembleState.sessions(other).contains(id));
        assertEquals(
            zk.getSessionId(),
            ensembles.client(other).exists("/held-by-" + member.id(), false).getEphemeralOwner());
      }
      zk.close();
      ZooKeeper reader = ensembles.client(member);
      Await.until(
          "the ephemeral goes", () -> reader.exists("/held-by-" + member.id(), false) == null);
    }
  }

  @Test
  void observersServeClientsAndDoNotCount() throws Exception {
    ServerKind us = ServerKind.selected();
    EnsembleUnderTest ensemble =
        ensembles.prepare(EnsembleSetup.three().and(4, us).and(5, us).observing(4).observing(5));
    ensemble.startLedBy(3);
    assertTrue(ensemble.member(4).is("observer") && ensemble.member(5).is("observer"));
    ZooKeeper zk = ensembles.session(ensemble.member(4).connectString());
    zk.create("/observed", DATA, OPEN_ACL_UNSAFE, CreateMode.PERSISTENT);
    zk.create("/held", DATA, OPEN_ACL_UNSAFE, CreateMode.EPHEMERAL);
    EnsembleState.assertSame(ensemble);
    // three of five are gone, and two of three voters are not
    ensemble.member(4).kill();
    ensemble.member(5).kill();
    ensemble.member(1).kill();
    ensembles.client(ensemble.member(2)).setData("/observed", new byte[1], -1);
    for (int id : new int[] {1, 4, 5}) {
      ensemble.member(id).launch();
    }
    EnsembleState.assertSame(ensemble);
  }

  @Test
  void anObserverLearnsFromAFollower() throws Exception {
    // all servers name one port for it: so one of them may lead, one may follow, and a third would
    // be in the way
    ServerKind us = ServerKind.selected();
    EnsembleUnderTest ensemble =
        ensembles.prepare(
            EnsembleSetup.of(us, us, us)
                .observing(3)
                .with("observerMasterPort", Integer.toString(FreePorts.take())));
    ensemble.startLedBy(2);
    Await.until(
        "server 2 has one learner, its follower",
        () -> ensemble.member(2).metric("zk_learners") == 1);
    ZooKeeper zk = ensembles.session(ensemble.member(3).connectString());
    for (int i = 0; i < 50; i++) {
      zk.create("/through-a-follower-" + i, DATA, OPEN_ACL_UNSAFE, CreateMode.PERSISTENT);
    }
    zk.create("/held", DATA, OPEN_ACL_UNSAFE, CreateMode.EPHEMERAL);
    EnsembleState.assertSame(ensemble);
    ensembles.client(ensemble.member(2)).setData("/held", new byte[1], -1);
    EnsembleState.assertSame(ensemble);
  }

  @Test
  void groupsOfServersVoteByWeight() throws Exception {
    ServerKind us = ServerKind.selected();
    EnsembleSetup setup = EnsembleSetup.of(us, us, us, us);
    // server 4 has no weight: it follows and cannot lead, and three of four is not what counts
    EnsembleUnderTest ensemble =
        ensembles.prepare(
            setup
                .with("group.1", "1:2:3:4")
                .with("weight.1", "1")
                .with("weight.2", "1")
                .with("weight.3", "3")
                .with("weight.4", "0"));
    ensemble.member(3).start();
    assertTrue(ensemble.member(3).is("leader"), "three of five votes are a quorum on their own");
    for (int id : new int[] {1, 2, 4}) {
      ensemble.member(id).launch();
    }
    ZooKeeper zk = ensembles.client(ensemble.member(3));
    zk.create("/weighed", DATA, OPEN_ACL_UNSAFE, CreateMode.PERSISTENT);
    EnsembleState.assertSame(ensemble);
    ensemble.member(3).kill();
    for (int id : new int[] {1, 2, 4}) {
      Member member = ensemble.member(id);
      Await.until(member + " has no quorum", () -> member.status().isEmpty());
    }
    ensemble.member(3).start();
    EnsembleState.assertSame(ensemble);
  }

  @Test
  void aClientThatHasSeenMoreIsNotServedByAServerThatIsBehind() throws Exception {
    EnsembleUnderTest ensemble = ensembles.prepare(EnsembleSetup.three().withRelays());
    ensemble.startLedBy(3);
    ensemble.network().silence(3, 1);
    EventLog states = new EventLog();
    ZooKeeper zk =
        ensembles.closing(Clients.connect(ensemble.member(2).connectString(), 15_000, states));
    zk.create("/ahead", DATA, OPEN_ACL_UNSAFE, CreateMode.PERSISTENT);
    zk.updateServerList(ensemble.member(1).connectString());
    Await.until("the client moves", () -> states.times(KeeperState.Disconnected) >= 1);
    ensemble.network().heal();
    Await.until("it is served", () -> states.times(KeeperState.SyncConnected) >= 2);
    assertArrayEquals(DATA, zk.getData("/ahead", false, null));
  }
}
