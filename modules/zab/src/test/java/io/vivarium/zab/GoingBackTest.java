package io.vivarium.zab;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotNull;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.vivarium.zab.message.QuorumMessage;
import io.vivarium.zab.message.QuorumMessage.Ack;
import io.vivarium.zab.message.QuorumMessage.AckEpoch;
import io.vivarium.zab.message.QuorumMessage.Commit;
import io.vivarium.zab.message.QuorumMessage.Diff;
import io.vivarium.zab.message.QuorumMessage.LeaderInfo;
import io.vivarium.zab.message.QuorumMessage.Snap;
import io.vivarium.zab.message.QuorumMessage.Trunc;
import java.util.List;
import org.junit.jupiter.api.Test;

/** Learners that are to forget a part of their history: those that can, and those whose disk does not lead back there. */
final class GoingBackTest {
  private static final long A5 = 0x100000005L;
  private static final long A7 = 0x100000007L;
  private static final long B1 = 0x200000001L;

  /** The leader's link. */
  private static final long L = 1;

  @Test
  void aTruncationReplacesMemoryAndWhatFollowsWaitsForIt() {
    Solo solo = Solo.ofThree(1).discovered();

    solo.gets(L, new Trunc(0x100000003L), Solo.proposal(B1), new Commit(B1), Solo.newLeader());
    solo.does("rewind 100000003");
    solo.server.rewound(new Solo.State(0x100000003L), "", solo.now);
    solo.does("install 100000003", "log 200000001", "deliver 200000001");
    solo.persisted(B1);

    solo.does("currentEpoch 2", "1 <- ACK 200000000");
  }

  @Test
  void aTruncationThatFailsStopsTheServer() {
    Solo solo = Solo.ofThree(1).discovered();
    solo.gets(L, new Trunc(0x100000003L));

    solo.server.rewound(null, "no snapshot is old enough", solo.now);

    assertNotNull(solo.fatal);
    assertTrue(solo.fatal.startsWith("STORAGE_WRITE: "), solo.fatal);
    assertTrue(solo.fatal.contains("no snapshot is old enough"), solo.fatal);
    assertEquals(Long.MAX_VALUE, solo.server.poll(solo.now));
  }

  @Test
  void whoCannotGoBackAsksTheSameLeaderForItsState() {
    Solo solo = Solo.ofThree(1).discovered();
    solo.gets(L, new Trunc(0x100000003L), Solo.proposal(B1), new Commit(B1), Solo.newLeader());
    solo.quietly();

    solo.server.neverHad(solo.now);
    solo.does("close 1", "connect 3");
    assertNull(solo.fatal);
    solo.server.linkOpened(2, solo.now);
    solo.gets(2, new LeaderInfo(2, 0x10000));
    solo.does("2 <- FOLLOWERINFO 2", "2 <- ACKEPOCH ffffffffffffffff -1");

    solo.gets(2, new Snap(0x100000003L));
    solo.server.stateArrived(2, new Solo.State(0x100000003L), solo.now);
    solo.server.secured(null, solo.now);
    solo.gets(2, Solo.newLeader());
    solo.does("install 100000003", "secure", "currentEpoch 2", "2 <- ACK 200000000");
  }

  /** A leader that does not understand is looked away from: what it tells does not fit what it was told. */
  @Test
  void whoAsksForTheStateTakesNothingElse() {
    for (QuorumMessage wrong : List.of(new Trunc(0x100000003L), new Diff(B1))) {
      Solo solo = Solo.ofThree(1).discovered();
      solo.gets(L, new Trunc(0x100000003L));
      solo.server.neverHad(solo.now);
      solo.server.linkOpened(2, solo.now);
      solo.gets(2, new LeaderInfo(2, 0x10000));
      solo.quietly();

      solo.gets(2, wrong);

      solo.does("close 2");
    }
  }

  /** What it has may be committed by now, and its vote must count for it: only one leader, in one epoch, is told otherwise. */
  @Test
  void whoCannotGoBackClaimsItsHistoryInElectionsAndTowardsOthers() {
    Solo solo = Solo.ofThree(1).discovered();
    solo.gets(L, new Trunc(0x100000003L));
    solo.server.neverHad(solo.now);
    solo.server.linkClosed(2, "reset", solo.now);
    solo.follows(3);
    solo.server.linkOpened(3, solo.now);
    solo.quietly();

    solo.gets(3, new LeaderInfo(3, 0x10000));

    solo.does("acceptedEpoch 3", "3 <- ACKEPOCH 100000005 1");
    assertEquals(A5, solo.voted().zxid());
  }

  @Test
  void aRoleThatEndedMeanwhileChangesNothingWhenTheHistoryDoesNotLeadBack() {
    Solo solo = Solo.ofThree(1).discovered();
    solo.gets(L, new Trunc(0x100000003L));
    solo.server.linkClosed(L, "reset", solo.now);
    solo.quietly();

    solo.server.neverHad(solo.now);
    solo.follows(3);

    solo.does("connect 3");
    assertNull(solo.fatal);
  }

  @Test
  void aTruncationAheadOfTheHistoryIsRefused() {
    Solo solo = Solo.ofThree(1).discovered();

    solo.gets(L, new Trunc(A7));

    solo.does("close 1");
  }

  @Test
  void aRoleThatEndsDuringATruncationWaitsForItAndTellsWhatRemains() {
    Solo solo = Solo.ofThree(1).discovered();
    solo.gets(L, new Trunc(0x100000003L), Solo.proposal(B1), new Commit(B1));
    solo.quietly();

    solo.server.linkClosed(L, "reset", solo.now);
    solo.follows(3);
    solo.does();
    solo.server.rewound(new Solo.State(0x100000003L), "", solo.now);
    solo.follows(3);
    solo.does("install 100000003", "connect 3");
    solo.server.linkOpened(2, solo.now);
    solo.gets(2, new LeaderInfo(2, 0x10000));

    solo.does("2 <- FOLLOWERINFO 2", "2 <- ACKEPOCH 100000003 -1");
  }

  // ---- the leader

  /** ZooKeeper's follower ends its process when it cannot go back, and has the same history when it is started again. */
  @Test
  void whoCouldNotGoBackIsGivenTheStateNextTime() {
    Solo solo = elected();
    solo.learner(13, 3, 0);
    solo.gets(13, new AckEpoch(0, 0), new Ack(0x100000000L));
    solo.learner(22, 2, 0);
    solo.quietly().gets(22, new AckEpoch(0x99, 0));
    solo.does("22 <- TRUNC 0", "22 <- NEWLEADER 100000000");
    solo.server.linkClosed(22, "reset", solo.now);

    solo.learner(23, 2, 1);
    solo.quietly().gets(23, new AckEpoch(0x99, -1));
    solo.does("23 <- SNAP 0", "23 <- state", "23 <- NEWLEADER 100000000");
    solo.server.linkClosed(23, "reset", solo.now);

    solo.learner(24, 2, 1);
    solo.quietly().gets(24, new AckEpoch(0x98, -1));
    solo.does("24 <- TRUNC 0", "24 <- NEWLEADER 100000000");
  }

  private static Solo elected() {
    return Solo.ofThree(1).start(0, 0).wins(0, 0).quietly();
  }
}
