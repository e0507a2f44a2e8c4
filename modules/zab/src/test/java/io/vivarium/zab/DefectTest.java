package io.vivarium.zab;

import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.fail;

import io.vivarium.zab.message.QuorumMessage.AckEpoch;
import io.vivarium.zab.message.QuorumMessage.Commit;
import io.vivarium.zab.message.QuorumMessage.Diff;
import io.vivarium.zab.message.QuorumMessage.LeaderInfo;
import io.vivarium.zab.message.QuorumMessage.Snap;
import io.vivarium.zab.message.QuorumMessage.Trunc;
import io.vivarium.zab.message.QuorumMessage.UpToDate;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/**
 * What ZooKeeper once did wrong, each time as it is right and as it was wrong: so the tests that say what is right can be seen to fail. Where
 * the wrong shows only between servers, chaos finds it.
 */
final class DefectTest {
  private static final long A5 = 0x100000005L;
  private static final long A6 = 0x100000006L;
  private static final long A7 = 0x100000007L;
  private static final long B1 = 0x200000001L;
  private static final long L = 1;

  private static Solo discovered(Defect... defects) {
    return Solo.ofThree(1, defects).discovered();
  }

  /** What this server claims when it meets the next leader. */
  private static void claims(Solo solo, String zxid) {
    solo.server.linkClosed(L, "reset", solo.now);
    solo.follows(3);
    solo.server.linkOpened(2, solo.now);
    solo.quietly().gets(2, new LeaderInfo(3, 0x10000));
    solo.done.removeIf(line -> !line.contains("ACKEPOCH"));
    solo.does("2 <- ACKEPOCH " + zxid + " " + solo.numbers.get("currentEpoch"));
  }

  @Test
  void zookeeper3911TheHistoryIsLoggedBeforeItIsAcknowledged() {
    Solo right = discovered();
    right.gets(L, new Diff(A6), Solo.proposal(A6), new Commit(A6), Solo.newLeader());
    right.does("log 100000006", "deliver 100000006");

    Solo wrong = discovered(Defect.ZOOKEEPER_3911);
    wrong.gets(L, new Diff(A6), Solo.proposal(A6), new Commit(A6), Solo.newLeader());
    wrong.does("currentEpoch 2", "1 <- ACK 200000000");
    wrong.gets(L, new UpToDate());
    wrong.does(
        "log 100000006", "deliver 100000006", "1 <- ACK 200000000", "follow 2 from 100000006");
  }

  @Test
  void zookeeper4785TheHistoryIsForcedBeforeItIsAcknowledged() {
    Solo right = discovered();
    right.gets(L, new Diff(A6), Solo.proposal(A6), Solo.newLeader());
    right.does("log 100000006");

    Solo wrong = discovered(Defect.ZOOKEEPER_4785);
    wrong.gets(L, new Diff(A6), Solo.proposal(A6), Solo.newLeader());
    wrong.does("log 100000006", "currentEpoch 2", "1 <- ACK 200000000");
  }

  @Test
  void zookeeper4643TheEpochFollowsTheHistory() {
    Solo right = discovered();
    right.gets(L, new Diff(A6), Solo.proposal(A6), Solo.newLeader());
    right.does("log 100000006");
    right.persisted(A6);
    right.does("currentEpoch 2", "1 <- ACK 200000000");

    Solo wrong = discovered(Defect.ZOOKEEPER_4643);
    wrong.gets(L, new Diff(A6), Solo.proposal(A6), Solo.newLeader());
    wrong.does("log 100000006", "currentEpoch 2");
  }

  @Test
  void zookeeper4685TheHistoryIsAcknowledgedBeforeAnythingElse() {
    Solo right = discovered();
    right.gets(L, new Diff(A7), Solo.proposal(A6), Solo.proposal(A7), Solo.newLeader());
    right.quietly().persisted(A6);
    right.does();

    Solo wrong = discovered(Defect.ZOOKEEPER_4685);
    wrong.gets(L, new Diff(A7), Solo.proposal(A6), Solo.proposal(A7), Solo.newLeader());
    wrong.quietly().persisted(A6);
    wrong.does("1 <- ACK 100000006");
  }

  @Test
  void zookeeper4394ProposalsOutliveNewleader() {
    Solo right = discovered();
    right.gets(L, new Diff(A5), Solo.proposal(B1), Solo.newLeader());
    right.persisted(B1);
    right.quietly().gets(L, new Commit(B1));
    right.does("deliver 200000001");

    Solo wrong = discovered(Defect.ZOOKEEPER_4394);
    wrong.gets(L, new Diff(A5), Solo.proposal(B1), Solo.newLeader());
    wrong.persisted(B1);
    wrong.quietly().gets(L, new Commit(B1));
    wrong.does("close 1");
  }

  @Test
  void zookeeper4925WhatIsLearnedBelongsToTheHistoryThatIsOffered() {
    Solo right = discovered();
    right.gets(L, new Diff(A6), Solo.proposal(A6), new Commit(A6), Solo.newLeader());
    right.persisted(A6);
    right.gets(L, new UpToDate(), Solo.proposal(B1));
    right.quietly().gets(L, new Commit(B1));
    right.does("deliver 200000001");

    Solo wrong = discovered(Defect.ZOOKEEPER_4925);
    wrong.gets(L, new Diff(A7), Solo.proposal(A6), new Commit(A6), Solo.proposal(A7));
    wrong.gets(L, Solo.newLeader());
    wrong.persisted(A7);
    wrong.gets(L, new UpToDate());
    // The hole shows at once here, as the history is checked where it is kept.
    assertThrows(IllegalStateException.class, () -> wrong.gets(L, new Commit(A7)));
  }

  @Test
  void zookeeper4837ATruncationReachesMemory() {
    Solo right = discovered();
    right.gets(L, new Trunc(0x100000003L));
    right.server.rewound(new Solo.State(0x100000003L), "", right.now);
    right.does("rewind 100000003", "install 100000003");

    Solo wrong = discovered(Defect.ZOOKEEPER_4837);
    wrong.gets(L, new Trunc(0x100000003L));
    wrong.server.rewound(new Solo.State(0x100000003L), "", wrong.now);
    wrong.does("rewind 100000003");
  }

  @Test
  void zookeeper5094AnInterruptedTruncationClaimsWhatIsOnDisk() {
    Solo right = discovered();
    right.gets(L, new Trunc(0x100000003L));
    right.server.rewound(new Solo.State(0x100000003L), "", right.now);
    right.quietly().gets(L, Solo.proposal(0x100000004L), new Commit(0x100000004L));
    right.does("log 100000004", "deliver 100000004");

    Solo wrong = discovered(Defect.ZOOKEEPER_5094);
    wrong.gets(L, new Trunc(0x100000003L));
    wrong.server.rewound(new Solo.State(0x100000003L), "", wrong.now);
    wrong.quietly().gets(L, Solo.proposal(0x100000004L), new Commit(0x100000004L));
    wrong.does("deliver 100000004");
    claims(wrong, "100000004");
  }

  @Test
  void zookeeper2845WhatIsLoggedIsDeliveredWhenTheRoleEnds() {
    Solo right = discovered();
    right.gets(L, new Diff(A6), Solo.proposal(A6));
    right.persisted(A6);
    right.quietly().server.linkClosed(L, "reset", right.now);
    right.does("deliver 100000006");

    Solo wrong = discovered(Defect.ZOOKEEPER_2845);
    wrong.gets(L, new Diff(A6), Solo.proposal(A6));
    wrong.persisted(A6);
    wrong.quietly().server.linkClosed(L, "reset", wrong.now);
    wrong.does();
  }

  @Test
  void zookeeper3642AStateIsClaimedOnceItIsOnDisk() {
    Solo right = discovered();
    right.gets(L, new Snap(A7));
    right.server.stateArrived(L, new Solo.State(A7), right.now);
    right.does("install 100000007", "secure");

    Solo wrong = discovered(Defect.ZOOKEEPER_3642);
    wrong.gets(L, new Snap(A7));
    wrong.server.stateArrived(L, new Solo.State(A7), wrong.now);
    wrong.does("install 100000007");
    claims(wrong, "100000007");
  }

  @Test
  void zookeeper3104NewleaderComesAfterWhatItStandsFor() {
    Solo wrong = Solo.ofThree(1, Defect.ZOOKEEPER_3104).start(0, 0).wins(0, 0).established(0);
    wrong.propose(B1 - 0x100000000L);
    wrong.learner(13, 3, 0);
    wrong.quietly().gets(13, new AckEpoch(0, 0));

    wrong.does("13 <- DIFF 0", "13 <- NEWLEADER 100000000", "13 <- PROPOSAL 100000001");
  }

  @Test
  void zookeeper2846TheLogBelowAStateIsNotOffered() {
    long last = 0x300000009L;
    Solo right = Solo.ofThree(1).epochs(3, 3).start(last, 0x300000005L).wins(last, 3);
    right.learner(12, 2, 3);
    right.quietly().gets(12, new AckEpoch(0x300000001L, 3));
    right.does(
        "currentEpoch 4", "12 <- SNAP 300000009", "12 <- state", "12 <- NEWLEADER 400000000");

    Solo wrong =
        Solo.ofThree(1, Defect.ZOOKEEPER_2846).epochs(3, 3).start(last, 0x300000005L).wins(last, 3);
    wrong.learner(12, 2, 3);
    wrong.quietly().gets(12, new AckEpoch(0x300000001L, 3));
    wrong.does("currentEpoch 4", "read for 12 after 300000001 to 300000009");
  }

  /** The seed is where the search begins; it goes on when a change of the code has moved the failure elsewhere. */
  @ParameterizedTest
  @CsvSource({
    "ZOOKEEPER_3911, 88",
    "ZOOKEEPER_4394, 11",
    "ZOOKEEPER_4925, 1",
    "ZOOKEEPER_4837, 3",
    "ZOOKEEPER_5094, 211",
    "ZOOKEEPER_2845, 1",
    "ZOOKEEPER_3642, 168",
    "ZOOKEEPER_3104, 14",
    "ZOOKEEPER_2846, 177"
  })
  void chaosFindsIt(Defect defect, long from) {
    for (long seed = from; seed < from + 2000; seed++) {
      try {
        Chaos.run(seed, Set.of(defect));
      } catch (World.Violation found) {
        return;
      }
    }
    fail(defect + " was not found in 2000 seeds from " + from);
  }
}
