package io.vivarium.zab;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotNull;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertSame;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.vivarium.model.Request;
import io.vivarium.spi.consensus.ConsensusStatus;
import io.vivarium.spi.consensus.ConsensusStatus.Mode;
import io.vivarium.spi.consensus.MembershipChange;
import io.vivarium.spi.consensus.RecoveredHistory;
import io.vivarium.zab.message.QuorumMessage;
import io.vivarium.zab.message.QuorumMessage.Commit;
import io.vivarium.zab.message.QuorumMessage.Diff;
import io.vivarium.zab.message.QuorumMessage.LeaderInfo;
import io.vivarium.zab.message.QuorumMessage.NewLeader;
import io.vivarium.zab.message.QuorumMessage.Ping;
import io.vivarium.zab.message.QuorumMessage.Snap;
import io.vivarium.zab.message.QuorumMessage.Sync;
import io.vivarium.zab.message.QuorumMessage.Trunc;
import io.vivarium.zab.message.QuorumMessage.UpToDate;
import java.nio.ByteBuffer;
import org.junit.jupiter.api.Test;

/** Transcripts of a learner: server 1 of three, whose leader is scripted. Its history ends at epoch 1, zxid 5. */
final class LearnerTest {
  private static final long A5 = 0x100000005L;
  private static final long A6 = 0x100000006L;
  private static final long A7 = 0x100000007L;
  private static final long B0 = 0x200000000L;
  private static final long B1 = 0x200000001L;
  private static final long B2 = 0x200000002L;

  /** The leader's link. */
  private static final long L = 1;

  // ---- discovery

  @Test
  void thePromiseIsOnDiskBeforeItIsMade() {
    Solo solo = Solo.ofThree(1).epochs(1, 1).start(A5, 0).quietly();

    solo.follows(3);
    solo.does("connect 3");
    solo.server.linkOpened(L, solo.now);
    solo.does("1 <- FOLLOWERINFO 1");
    solo.gets(L, new LeaderInfo(2, 0x10000));

    solo.does("acceptedEpoch 2", "1 <- ACKEPOCH 100000005 1");
  }

  @Test
  void aPromiseMadeBeforeIsNotToBeCountedAgain() {
    Solo solo = Solo.ofThree(1).epochs(2, 1).start(A5, 0).follows(3);
    solo.server.linkOpened(L, solo.now);
    solo.quietly().gets(L, new LeaderInfo(2, 0x10000));

    solo.does("1 <- ACKEPOCH 100000005 -1");
  }

  @Test
  void aLeaderOfAnOlderEpochIsLeft() {
    Solo solo = Solo.ofThree(1).epochs(3, 1).start(A5, 0).follows(3);
    solo.server.linkOpened(L, solo.now);
    solo.quietly().gets(L, new LeaderInfo(2, 0x10000));

    solo.does("close 1");
  }

  @Test
  void aLeaderThatCannotBeReachedIsLookedForAgain() {
    Solo solo = Solo.ofThree(1).start(0, 0).follows(3).quietly();

    solo.server.linkClosed(L, "refused", solo.now);
    solo.follows(3);

    solo.does("connect 3");
  }

  @Test
  void nothingButTheEpochMayComeFirst() {
    Solo solo = Solo.ofThree(1).start(0, 0).follows(3);
    solo.server.linkOpened(L, solo.now);
    solo.quietly().gets(L, new Diff(0));

    solo.does("close 1");
  }

  // ---- DIFF

  @Test
  void aDiffIsLoggedAndOnDiskBeforeItIsAcknowledged() {
    Solo solo = Solo.ofThree(1).discovered();

    solo.gets(L, new Diff(A7), Solo.proposal(A6), new Commit(A6), Solo.newLeader());
    solo.does("log 100000006", "deliver 100000006");
    solo.persisted(A6);
    solo.does("currentEpoch 2", "1 <- ACK 200000000");
    solo.gets(L, new UpToDate());

    solo.does("1 <- ACK 200000000", "follow 2 from 100000006");
    assertEquals(Mode.FOLLOWER, solo.server.status().mode());
    assertEquals(3, solo.server.status().leaderId());
  }

  @Test
  void whatIsNotCommittedYetIsAcknowledgedOnlyOnceTheServerServes() {
    Solo solo = Solo.ofThree(1).discovered();

    solo.gets(L, new Diff(A5), Solo.proposal(B1), Solo.newLeader());
    solo.does("log 200000001");
    solo.persisted(B1);
    solo.does("currentEpoch 2", "1 <- ACK 200000000");
    solo.gets(L, Solo.proposal(B2));
    solo.persisted(B2);
    solo.does("log 200000002");
    solo.gets(L, new UpToDate());

    solo.does(
        "1 <- ACK 200000000",
        "follow 2 from 100000005",
        "1 <- ACK 200000001",
        "1 <- ACK 200000002");
  }

  @Test
  void aCommitRightBehindTheAcknowledgementFindsItsProposal() {
    Solo solo = Solo.ofThree(1).discovered();
    solo.gets(L, new Diff(A5), Solo.proposal(B1), Solo.newLeader());
    solo.persisted(B1);
    solo.quietly().gets(L, new Commit(B1), new UpToDate());

    solo.does("deliver 200000001", "1 <- ACK 200000000", "follow 2 from 200000001");
  }

  @Test
  void nothingIsSaidBeforeTheHistoryIsOnDisk() {
    Solo solo = Solo.ofThree(1).discovered();

    solo.gets(L, new Ping(A5), new Diff(A6), Solo.proposal(A6), new Ping(A6), Solo.newLeader());
    solo.gets(L, new Ping(A6));

    solo.does("log 100000006");
  }

  @Test
  void aHoleInTheHistoryEndsTheRole() {
    Solo solo = Solo.ofThree(1).discovered();

    solo.gets(L, new Diff(A7), Solo.proposal(A7));

    solo.does("close 1");
  }

  @Test
  void theFirstTxnOfALaterEpochMayFollowButNotTheSecond() {
    Solo right = Solo.ofThree(1).discovered();
    right.gets(L, new Diff(B1), Solo.proposal(B1));
    right.does("log 200000001");

    Solo wrong = Solo.ofThree(1).discovered();
    wrong.gets(L, new Diff(B2), Solo.proposal(B2));
    wrong.does("close 1");
  }

  @Test
  void aCommitOfAnythingButTheNextEndsTheRole() {
    Solo solo = Solo.ofThree(1).discovered();
    solo.gets(L, new Diff(A7), Solo.proposal(A6), Solo.proposal(A7));
    solo.quietly().gets(L, new Commit(A7));

    solo.does("close 1");
  }

  @Test
  void uptodateOutOfPlaceEndsTheRole() {
    Solo solo = Solo.ofThree(1).discovered();

    solo.gets(L, new Diff(A6), Solo.proposal(A6), new UpToDate());

    solo.does("log 100000006", "close 1");
  }

  @Test
  void newleaderOfAnotherEpochEndsTheRole() {
    Solo solo = Solo.ofThree(1).discovered();

    solo.gets(L, new Diff(A5), new NewLeader(0x300000000L, null));

    solo.does("close 1");
  }

  // ---- SNAP

  @Test
  void aStateIsOnDiskBeforeAnythingIsBuiltOnIt() {
    Solo solo = Solo.ofThree(1).discovered();

    solo.gets(L, new Snap(A7));
    solo.server.stateArrived(L, new Solo.State(A7), solo.now);
    solo.gets(
        L, Solo.proposal(A6), new Commit(A6), Solo.proposal(B1), Solo.newLeader(), new Commit(B1));
    solo.does("install 100000007", "secure");
    solo.server.secured(null, solo.now);
    solo.does("log 200000001", "deliver 200000001");
    solo.persisted(B1);

    solo.does("currentEpoch 2", "1 <- ACK 200000000");
  }

  @Test
  void aStateThatNeverArrivesLeavesEverythingAsItWas() {
    Solo solo = Solo.ofThree(1).discovered();
    solo.gets(L, new Snap(A7));

    solo.server.linkClosed(L, "reset", solo.now);
    solo.server.stateArrived(L, new Solo.State(A7), solo.now);
    solo.follows(3);

    solo.does("connect 3");
    solo.server.linkOpened(2, solo.now);
    solo.gets(2, new LeaderInfo(3, 0x10000));
    solo.does("2 <- FOLLOWERINFO 2", "acceptedEpoch 3", "2 <- ACKEPOCH 100000005 1");
  }

  @Test
  void aRoleThatEndsWhileAStateIsWrittenWaitsForTheDisk() {
    Solo solo = Solo.ofThree(1).discovered();
    solo.gets(L, new Snap(A7));
    solo.server.stateArrived(L, new Solo.State(A7), solo.now);

    solo.server.linkClosed(L, "reset", solo.now);
    solo.follows(3);
    solo.does("install 100000007", "secure");
    solo.server.secured(null, solo.now);
    solo.follows(3);
    solo.does("connect 3");
    solo.server.linkOpened(2, solo.now);
    solo.quietly().gets(2, new LeaderInfo(2, 0x10000));

    solo.does("2 <- ACKEPOCH 100000007 -1");
  }

  @Test
  void aStateThatCannotBeWrittenStopsTheServer() {
    Solo solo = Solo.ofThree(1).discovered();
    solo.gets(L, new Snap(A7));
    solo.server.stateArrived(L, new Solo.State(A7), solo.now);

    solo.server.secured("disk full", solo.now);

    assertNotNull(solo.fatal);
    assertTrue(solo.fatal.contains("disk full"), solo.fatal);
  }

  @Test
  void aServerThatLostItsDataClaimsNothingUntilItHasLearnedEverything() {
    Solo solo = Solo.ofThree(1);
    solo.server.start(new RecoveredHistory(0, 0, false), solo.now);
    solo.follows(3);
    solo.server.linkOpened(L, solo.now);
    solo.quietly().gets(L, new LeaderInfo(2, 0x10000));

    solo.does("acceptedEpoch 2", "1 <- ACKEPOCH ffffffffffffffff 0");
  }

  @Test
  void aLongStreamIsNoSilence() {
    Solo solo = Solo.ofThree(1).discovered();
    solo.gets(L, new Snap(A7));
    for (int i = 0; i < 40; i++) {
      solo.pass(4);
      solo.server.stateArriving(L, solo.now);
    }
    solo.does();

    solo.pass(20);
    solo.does("close 1");
  }

  @Test
  void aLeaderThatFloodsABusyLearnerIsLeft() {
    Solo solo = Solo.ofThree(1).discovered();
    solo.gets(L, new Trunc(0x100000003L));
    solo.quietly();
    byte[] large = new byte[40 << 10];

    solo.gets(
        L,
        new QuorumMessage.Propose(B1, ByteBuffer.wrap(large)),
        new QuorumMessage.Propose(B2, ByteBuffer.wrap(large)));

    solo.does("close 1");
  }

  // ---- following

  @Test
  void aProposalIsAcknowledgedWhenItIsDurableAndDeliveredWhenItIsCommitted() {
    Solo solo = Solo.ofThree(1).serving();

    solo.gets(L, Solo.proposal(B1), Solo.proposal(B2), new Commit(B1));
    solo.does("log 200000001", "log 200000002", "deliver 200000001");
    solo.persisted(B1);
    solo.does("1 <- ACK 200000001");
    solo.persisted(B2);
    solo.does("1 <- ACK 200000002");
  }

  @Test
  void aPingIsAnsweredWithTheSessionsHeardOf() {
    Solo solo = Solo.ofThree(1).serving();

    solo.gets(L, new Ping(B1));

    solo.does("1 <- PONG 200000001 2");
  }

  @Test
  void writesSyncsAndRevalidationsGoToTheLeader() {
    Solo solo = Solo.ofThree(1).serving();

    solo.server.forward(Solo.request(5));
    solo.server.sync(41, solo.now);
    solo.server.sync(42, solo.now);
    solo.server.revalidate(71, 4000);
    solo.does("1 <- REQUEST 5", "1 <- REQUEST 9", "1 <- REQUEST 9", "1 <- REVALIDATE 71 4000");
    solo.gets(L, new Sync(), new QuorumMessage.Revalidated(71, true), new Sync());

    solo.does("synced 41", "revalidated 71 true", "synced 42");
  }

  @Test
  void aSyncNobodyAskedForEndsTheRole() {
    Solo solo = Solo.ofThree(1).serving();

    solo.gets(L, new Sync());

    solo.does("close 1", "look");
  }

  @Test
  void silenceEndsTheRoleAfterSyncLimitButNotAPauseOfTheServerItself() {
    Solo solo = Solo.ofThree(1).serving();

    solo.pass(9);
    solo.now += 60 * Solo.TICK;
    solo.gets(L, new Ping(B0));
    solo.does("1 <- PONG 200000000 2");
    solo.pass(9);
    solo.does();
    solo.pass(1);

    solo.does("close 1", "look");
  }

  @Test
  void whatWasLoggedIsDeliveredAtTheEndOfARoleOnceItIsDurable() {
    Solo solo = Solo.ofThree(1).serving();
    solo.gets(L, Solo.proposal(B1), Solo.proposal(B2), new Commit(B1));
    solo.persisted(B1);
    solo.quietly();

    solo.server.linkClosed(L, "reset", solo.now);
    solo.does("look");
    assertEquals(Mode.LOOKING, solo.server.status().mode());
    solo.follows(3);
    solo.does();
    solo.persisted(B2);
    solo.does("deliver 200000002", "connect 3");
    solo.server.linkOpened(2, solo.now);
    solo.gets(2, new LeaderInfo(2, 0x10000));

    solo.does("2 <- FOLLOWERINFO 2", "2 <- ACKEPOCH 200000002 -1");
  }

  @Test
  void onlyALeaderProposesAndJudgesChanges() {
    Solo solo = Solo.ofThree(1).serving();

    assertThrows(IllegalStateException.class, () -> solo.propose(B1));
    assertTrue(
        solo.server.reconfigure(new Request.Reconfig(null, "2", null, -1), B1)
            instanceof MembershipChange.Refused);
    assertNull(solo.fatal);
  }

  @Test
  void learnersThatConnectToAFollowerAreTurnedAway() {
    Solo solo = Solo.ofThree(1).serving();

    solo.server.linkAccepted(99, solo.now);

    solo.does("close 99");
  }

  @Test
  void whatWasAskedForInAnEarlierRoleIsIgnored() {
    Solo solo = Solo.ofThree(1).serving();

    solo.server.linkOpened(77, solo.now);
    solo.server.stateArrived(77, new Solo.State(5), solo.now);
    solo.server.historyRead(77, null, solo.now);
    solo.server.linkClosed(77, "reset", solo.now);

    solo.does();
  }

  @Test
  void theStatusIsMadeAnewOnlyWhenSomethingHasChanged() {
    Solo solo = Solo.ofThree(1).serving();
    ConsensusStatus before = solo.server.status();
    solo.gets(L, Solo.proposal(B1), new Commit(B1));
    assertSame(before, solo.server.status());
    solo.server.linkClosed(L, "reset", solo.now);
    assertEquals(Mode.LOOKING, solo.server.status().mode());
  }
}
