package io.vivarium.acceptance.recovery;

import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import io.vivarium.acceptance.ensemble.EnsembleExtension;
import io.vivarium.acceptance.ensemble.EnsembleSetup;
import io.vivarium.acceptance.ensemble.EnsembleState;
import io.vivarium.acceptance.ensemble.EnsembleUnderTest;
import io.vivarium.acceptance.ensemble.Member;
import io.vivarium.acceptance.history.Workload;
import io.vivarium.acceptance.server.Await;
import io.vivarium.acceptance.server.ServerKind;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInfo;
import org.junit.jupiter.api.extension.RegisterExtension;

/**
 * Each test breaks something under working clients, expects them to be served again while it is still broken, mends it,
 * and has the whole history checked. {@code -Dvivarium.acceptance.kills=N} repeats the kills N times.
 */
@Tag("ensemble")
class RecoveryTest {
  @RegisterExtension static final EnsembleExtension ENSEMBLES = new EnsembleExtension();

  private static final int KILLS = Integer.getInteger("vivarium.acceptance.kills", 2);
  private static final int SESSIONS = 6;

  /**
   * Longer than servers take to start again on a busy machine, and than a client takes to notice a silent one (two
   * thirds) and to try the others.
   */
  private static final int SESSION_TIMEOUT_MS = 30_000;

  private EnsembleUnderTest ensemble;
  private Workload workload;

  @BeforeEach
  void start(TestInfo test) throws Exception {
    ensemble = ENSEMBLES.shared("recovery", EnsembleSetup.three().withRelays());
    if (ensemble.members().stream().noneMatch(Member::alive)) {
      ensemble.start();
    }
    String name = test.getTestMethod().orElseThrow().getName();
    workload = ENSEMBLES.closing(Workload.start(ensemble, name, SESSIONS, SESSION_TIMEOUT_MS));
    workload.awaitWrites(50);
  }

  /** Whatever a failed test has left behind. */
  @AfterEach
  void mend() throws Exception {
    ensemble.network().heal();
    for (Member member : ensemble.members()) {
      if (member.alive()) {
        member.resume();
      } else {
        member.launch();
      }
    }
    ensemble.awaitServing();
  }

  private void verify() throws Exception {
    ensemble.awaitServing();
    workload.verify(false);
    EnsembleState.assertSame(ensemble);
  }

  @Test
  @Tag("brief")
  void theLeaderIsKilled() throws Exception {
    for (int kill = 0; kill < KILLS; kill++) {
      Member leader = ensemble.awaitLeader();
      leader.kill();
      workload.awaitWritesOfAll();
      leader.start();
      workload.awaitWrites(50);
    }
    verify();
  }

  @Test
  @Tag("brief")
  void eachServerNamesItselfInItsLog() {
    for (Member member : ensemble.members()) {
      assumeTrue(member.kind() == ServerKind.PACKAGED);
      assertTrue(member.log().contains("[myid:" + member.id() + "] - INFO "), member::log);
    }
  }

  @Test
  void aFollowerIsKilledAndNothingElseHappens() throws Exception {
    Member leader = ensemble.awaitLeader();
    for (int kill = 0; kill < KILLS; kill++) {
      Member follower = ensemble.others(leader).get(kill % 2);
      follower.kill();
      workload.awaitWritesOfAll();
      follower.start();
      workload.awaitWrites(50);
    }
    assertTrue(leader.is("leader"), ensemble::describe);
    workload.verify(true);
    EnsembleState.assertSame(ensemble);
  }

  @Test
  void allServersAreKilledAtOnce() throws Exception {
    for (int kill = 0; kill < KILLS; kill++) {
      ensemble.members().forEach(Member::kill);
      for (Member member : ensemble.members()) {
        member.launch();
      }
      ensemble.awaitServing();
      workload.awaitWritesOfAll();
    }
    verify();
  }

  @Test
  @Tag("brief")
  void aFollowerLosesItsDataDirectory() throws Exception {
    Member follower = ensemble.others(ensemble.awaitLeader()).getFirst();
    follower.kill();
    follower.wipe();
    workload.awaitWrites(50);
    follower.start();
    verify();
  }

  @Test
  @Tag("brief")
  void theLeaderIsFrozenAndWakesAsAFollower() throws Exception {
    Member old = ensemble.awaitLeader();
    old.pause();
    ensemble.awaitLeader(ensemble.others(old));
    workload.awaitWritesOfAll();
    old.resume();
    Await.until("the old leader follows", () -> old.is("follower"));
    verify();
  }

  @Test
  void aFollowerIsFrozenAndCatchesUp() throws Exception {
    Member follower = ensemble.others(ensemble.awaitLeader()).getFirst();
    follower.pause();
    workload.awaitWritesOfAll();
    follower.resume();
    verify();
  }

  /** The others go on under another leader; once the network is whole again, the old one is among its followers. */
  private void isReplacedUntilHealed(Member old) throws Exception {
    ensemble.awaitLeader(ensemble.others(old));
    workload.awaitWritesOfAll();
    ensemble.network().heal();
    Await.until("the old leader follows", () -> old.is("follower"));
    verify();
  }

  @Test
  void aLeaderThatNobodyHearsIsReplaced() throws Exception {
    Member old = ensemble.awaitLeader();
    for (Member other : ensemble.others(old)) {
      ensemble.network().silence(old.id(), other.id());
    }
    isReplacedUntilHealed(old);
  }

  @Test
  void aLeaderThatHearsNobodyIsReplaced() throws Exception {
    Member old = ensemble.awaitLeader();
    for (Member other : ensemble.others(old)) {
      ensemble.network().silence(other.id(), old.id());
    }
    isReplacedUntilHealed(old);
  }

  @Test
  @Tag("brief")
  void aLeaderInAMinorityStopsAndTheMajorityGoesOn() throws Exception {
    Member old = ensemble.awaitLeader();
    ensemble.network().isolate(old.id());
    ensemble.awaitLeader(ensemble.others(old));
    Await.until("the old leader serves nobody", () -> old.status().isEmpty());
    workload.awaitWritesOfAll();
    ensemble.network().heal();
    Await.until("the old leader follows", () -> old.is("follower"));
    verify();
  }

  @Test
  void aFollowerThatReachesOnlyTheOtherFollowerDoesNotDisturb() throws Exception {
    Member leader = ensemble.awaitLeader();
    Member follower = ensemble.others(leader).getFirst();
    ensemble.network().cut(leader.id(), follower.id());
    Await.until("the follower serves nobody", () -> follower.status().isEmpty());
    workload.awaitWritesOfAll();
    assertTrue(leader.is("leader"), ensemble::describe);
    ensemble.network().heal();
    Await.until("the follower is back", () -> follower.is("follower"));
    verify();
  }

  @Test
  void aFollowerThatNobodyHearsLeavesAndComesBack() throws Exception {
    Member leader = ensemble.awaitLeader();
    Member follower = ensemble.others(leader).getFirst();
    for (int round = 0; round < KILLS; round++) {
      for (Member other : ensemble.others(follower)) {
        ensemble.network().silence(follower.id(), other.id());
      }
      awaitComingBack(follower, leader);
    }
    verify();
  }

  @Test
  void aFollowerThatHearsNobodyLeavesAndComesBack() throws Exception {
    Member leader = ensemble.awaitLeader();
    Member follower = ensemble.others(leader).getFirst();
    for (int round = 0; round < KILLS; round++) {
      for (Member other : ensemble.others(follower)) {
        ensemble.network().silence(other.id(), follower.id());
      }
      awaitComingBack(follower, leader);
    }
    verify();
  }

  /** A follower that is cut off serves nobody, the others go on under the same leader; healed, it is one of them again. */
  private void awaitComingBack(Member follower, Member leader) throws Exception {
    Await.until("the follower serves nobody", () -> follower.status().isEmpty());
    workload.awaitWritesOfAll();
    ensemble.network().heal();
    Await.until("the follower is back", () -> follower.is("follower"));
    assertTrue(leader.is("leader"), ensemble::describe);
  }

  @Test
  @Tag("brief")
  void theLinkBetweenLeaderAndFollowerFlaps() throws Exception {
    Member leader = ensemble.awaitLeader();
    Member follower = ensemble.others(leader).getFirst();
    for (int flap = 0; flap < 5 * KILLS; flap++) {
      ensemble.network().reset(leader.id(), follower.id());
      workload.awaitWrites(20);
    }
    workload.awaitWritesOfAll();
    verify();
  }

  @Test
  void aSlowLinkMakesWritesSlowAndNothingElse() throws Exception {
    Member leader = ensemble.awaitLeader();
    for (Member follower : ensemble.others(leader)) {
      ensemble.network().delay(leader.id(), follower.id(), Duration.ofMillis(100));
      ensemble.network().delay(follower.id(), leader.id(), Duration.ofMillis(100));
    }
    workload.awaitWrites(20);
    ensemble.network().heal();
    workload.awaitWritesOfAll();
    assertTrue(leader.is("leader"), ensemble::describe);
    verify();
  }

  /** Reset, freeze and kill in turn, so that recoveries meet each other. */
  @Test
  void oneFaultFollowsTheOther() throws Exception {
    for (int round = 0; round < KILLS; round++) {
      Member leader = ensemble.awaitLeader();
      List<Member> followers = ensemble.others(leader);
      ensemble.network().reset(followers.get(0).id(), leader.id());
      ensemble.network().reset(followers.get(1).id(), leader.id());
      leader.kill();
      Member next = ensemble.awaitLeader(followers);
      next.kill();
      leader.launch();
      next.launch();
      ensemble.awaitServing();
      workload.awaitWritesOfAll();
    }
    verify();
  }
}
