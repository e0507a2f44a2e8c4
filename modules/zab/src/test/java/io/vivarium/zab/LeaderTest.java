package io.vivarium.zab;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import io.vivarium.model.Zxid;
import io.vivarium.model.ensemble.Membership;
import io.vivarium.zab.message.Notification;
import io.vivarium.zab.message.QuorumMessage;
import io.vivarium.zab.message.QuorumMessage.Ack;
import io.vivarium.zab.message.QuorumMessage.AckEpoch;
import io.vivarium.zab.message.QuorumMessage.Pong;
import io.vivarium.zab.message.QuorumMessage.Revalidate;
import io.vivarium.zab.message.ServerState;
import io.vivarium.zab.message.Vote;
import io.vivarium.zab.port.HistoryPart;
import java.nio.ByteBuffer;
import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.Test;

/** Transcripts of a leader: server 1 of three, with an observer 4, whose learners are scripted. */
final class LeaderTest {
  private static final long B0 = 0x100000000L;
  private static final long B1 = 0x100000001L;
  private static final long B2 = 0x100000002L;
  private static final long B3 = 0x100000003L;

  /** An empty server that was elected. */
  private static Solo elected(Defect... defects) {
    return Solo.ofThree(1, defects).start(0, 0).wins(0, 0).quietly();
  }

  private static Solo leading() {
    return elected().established(0);
  }

  // ---- the history

  @Test
  void uptodateWaitsForAQuorumAndLatecomersGetItAtOnce() {
    Solo solo = elected();
    solo.learner(12, 2, 0);
    solo.gets(12, new AckEpoch(0, 0));
    solo.observer(14, 4, 0);
    solo.gets(14, new AckEpoch(0, 0));
    solo.quietly().gets(14, new Ack(B0));
    solo.does();
    solo.gets(12, new Ack(B0));
    solo.does("lead 1 after 100000000", "12 <- UPTODATE", "14 <- UPTODATE");

    solo.learner(13, 3, 0);
    solo.gets(13, new AckEpoch(0, 0), new Ack(B0));
    solo.does("13 <- LEADERINFO 1", "13 <- DIFF 0", "13 <- NEWLEADER 100000000", "13 <- UPTODATE");
  }

  @Test
  void anAckThatOvertakesTheHistoryEndsTheLink() {
    Solo solo = elected();
    solo.learner(12, 2, 0);
    solo.gets(12, new AckEpoch(0, 0));
    solo.quietly().gets(12, new Ack(B1));

    solo.does("close 12");
  }

  @Test
  void aLearnerJoinsTheStreamWithWhatIsCommittedAndWhatIsNot() {
    Solo solo = leading();
    solo.propose(B1);
    solo.gets(12, new Ack(B1));
    solo.persisted(B1);
    solo.propose(B2);
    solo.learner(13, 3, 0);
    solo.observer(14, 4, 0);
    solo.quietly().gets(13, new AckEpoch(0, 0));
    solo.does(
        "13 <- DIFF 100000001",
        "13 <- PROPOSAL 100000001",
        "13 <- COMMIT 100000001",
        "13 <- PROPOSAL 100000002",
        "13 <- NEWLEADER 100000000");
    solo.gets(14, new AckEpoch(0, 0));
    solo.does(
        "14 <- DIFF 100000001",
        "14 <- PROPOSAL 100000001",
        "14 <- COMMIT 100000001",
        "14 <- NEWLEADER 100000000");
    solo.propose(B3);
    solo.does("12 <- PROPOSAL 100000003", "13 <- PROPOSAL 100000003", "log 100000003");
    solo.gets(12, new Ack(B3));
    solo.persisted(B3);

    solo.does(
        "12 <- COMMIT 100000002",
        "13 <- COMMIT 100000002",
        "14 <- INFORM 100000002",
        "deliver 100000002",
        "12 <- COMMIT 100000003",
        "13 <- COMMIT 100000003",
        "14 <- INFORM 100000003",
        "deliver 100000003");
  }

  @Test
  void aLearnerThatComesBackWithProposalsUnderWayKeepsThemAndServesOnceTheyAreCommitted() {
    Solo solo = leading();
    solo.propose(B1);
    solo.propose(B2);
    solo.server.linkClosed(12, "reset", solo.now);
    solo.learner(22, 2, 1);
    solo.quietly().gets(22, new AckEpoch(B1, -1));
    solo.does("22 <- DIFF 100000001", "22 <- PROPOSAL 100000002", "22 <- NEWLEADER 100000000");
    solo.gets(22, new Ack(B0));
    solo.does();
    solo.persisted(B2);

    solo.does("deliver 100000001", "22 <- UPTODATE");
  }

  @Test
  void anOldLearnerIsGivenTheState() {
    Solo solo =
        Solo.ofThree(1).epochs(3, 3).start(0x300000009L, 0x300000005L).wins(0x300000009L, 3);
    solo.learner(12, 2, 3);
    solo.quietly().gets(12, new AckEpoch(0x300000001L, 3));

    solo.does("currentEpoch 4", "12 <- SNAP 300000009", "12 <- state", "12 <- NEWLEADER 400000000");
  }

  @Test
  void theLogIsReadForALearnerThatMemoryDoesNotReachBackTo() {
    Solo solo =
        Solo.ofThree(1).epochs(3, 3).start(0x300000009L, 0x300000005L).wins(0x300000009L, 3);
    solo.learner(12, 2, 3);
    solo.quietly().gets(12, new AckEpoch(0x300000007L, 3));
    solo.does("currentEpoch 4", "read for 12 after 300000007 to 300000009");
    HistoryPart part =
        new HistoryPart(
            0x300000007L,
            List.of(Ensembles.txn(0x300000008L, "t"), Ensembles.txn(0x300000009L, "t")));
    solo.server.historyRead(12, part, solo.now);

    solo.does(
        "12 <- DIFF 300000009",
        "12 <- PROPOSAL 300000008",
        "12 <- COMMIT 300000008",
        "12 <- PROPOSAL 300000009",
        "12 <- COMMIT 300000009",
        "12 <- NEWLEADER 400000000");
  }

  @Test
  void aLogThatCannotBeReadIsReplacedByTheState() {
    Solo solo =
        Solo.ofThree(1).epochs(3, 3).start(0x300000009L, 0x300000005L).wins(0x300000009L, 3);
    solo.learner(12, 2, 3);
    solo.gets(12, new AckEpoch(0x300000007L, 3));
    solo.quietly().server.historyRead(12, null, solo.now);

    solo.does("12 <- SNAP 300000009", "12 <- state", "12 <- NEWLEADER 400000000");
  }

  @Test
  void whatWasAskedForInAnEarlierRoleIsIgnored() {
    Solo solo = elected();

    solo.server.linkOpened(77, solo.now);
    solo.server.stateArriving(77, solo.now);
    solo.server.stateArrived(77, new Solo.State(5), solo.now);
    solo.server.historyRead(77, null, solo.now);
    solo.server.linkClosed(77, "reset", solo.now);

    solo.does();
  }

  // ---- broadcast

  @Test
  void aCommitNeedsAQuorumAndItsPredecessor() {
    Solo solo = leading();
    solo.joins(13, 3, false, 0);
    solo.propose(B1);
    solo.propose(B2);
    solo.quietly();

    solo.persisted(B1);
    solo.does();
    solo.gets(13, new Ack(B2));

    solo.does("12 <- COMMIT 100000001", "13 <- COMMIT 100000001", "deliver 100000001");
  }

  @Test
  void theLeadersOwnDiskIsNotNeededForAQuorum() {
    Solo solo = leading();
    solo.joins(13, 3, false, 0);
    solo.propose(B1);
    solo.quietly().gets(12, new Ack(B1));
    solo.does();
    solo.gets(13, new Ack(B1));

    solo.does("12 <- COMMIT 100000001", "13 <- COMMIT 100000001", "deliver 100000001");
  }

  @Test
  void acksOfStrangersAndOfTheFutureDoNotCount() {
    Solo solo = leading();
    solo.joins(15, 5, false, 0);
    solo.propose(B1);
    solo.quietly().gets(15, new Ack(B1));
    solo.persisted(B1);
    solo.does();
    solo.gets(12, new Ack(B2));

    solo.does("close 12");
  }

  @Test
  void onlyTheNextZxidIsProposed() {
    Solo solo = leading();

    assertThrows(IllegalStateException.class, () -> solo.propose(B2));
  }

  @Test
  void aServerThatConnectsAnewReplacesItsOldLink() {
    Solo solo = leading();

    solo.learner(22, 2, 1);

    solo.does("close 12", "22 <- LEADERINFO 1");
  }

  @Test
  void theLastZxidOfAnEpochIsNeverProposed() {
    Solo solo = leading();

    assertThrows(IllegalStateException.class, () -> solo.propose(Zxid.of(1, Zxid.MAX_COUNTER - 1)));
    solo.server.propose(Ensembles.txn(Zxid.of(1, Zxid.MAX_COUNTER), "t"), solo.now);
    solo.does();
    solo.poll();

    solo.does("accept no more", "close 12", "look");
  }

  @Test
  void whatWasProposedIsDeliveredWhenTheRoleEnds() {
    Solo solo = leading();
    solo.propose(B1);
    solo.quietly().server.linkClosed(12, "reset", solo.now);
    solo.pass(2);
    solo.does("accept no more", "look");
    solo.persisted(B1);

    solo.does("deliver 100000001");
  }

  // ---- what learners ask

  @Test
  void writesAreSubmittedAndSessionsAttachedWithTheLinkAsTheirOrigin() {
    Solo solo = leading();

    solo.gets(
        12,
        new QuorumMessage.Request(5, 6, 5, null, ByteBuffer.allocate(0)),
        new Revalidate(71, 4000),
        new Revalidate(72, 4000));

    solo.does(
        "submit 5 from 12",
        "reattach 71 4000 at 12",
        "12 <- REVALIDATED 71 true",
        "reattach 72 4000 at 12",
        "12 <- REVALIDATED 72 false");
  }

  @Test
  void aLearnerThatDoesNotServeAsksNothing() {
    Solo solo = elected();
    solo.learner(12, 2, 0);
    solo.quietly();

    solo.gets(12, new QuorumMessage.Request(5, 6, 5, null, ByteBuffer.allocate(0)));

    solo.does("close 12");
  }

  @Test
  void whatOnlyLeadersSayEndsTheLink() {
    Solo solo = leading();

    solo.gets(12, new QuorumMessage.UpToDate());

    solo.does("close 12");
  }

  @Test
  void touchedSessionsAreTouched() {
    Solo solo = leading();

    solo.gets(12, new Pong(B0, new long[] {71, 72}, new int[] {4000, 5000}));

    solo.does("touch 71 4000", "touch 72 5000");
  }

  // ---- syncs

  private static Pong pong() {
    return new Pong(B0, new long[0], new int[0]);
  }

  @Test
  void aSyncIsAnsweredWhenAQuorumHasConfirmedTheLeaderSince() {
    Solo solo = leading();

    solo.server.sync(41, solo.now);
    solo.does("12 <- PING 100000000");
    solo.server.sync(42, solo.now);
    solo.does();
    solo.gets(12, pong());
    solo.does("12 <- PING 100000000", "synced 41");
    solo.gets(12, pong());

    solo.does("synced 42");
  }

  /** Very many sessions come in several parts: those of an answer to an earlier ping must not be taken for one to the next. */
  @Test
  void onlyTheLastPartOfAPongConfirms() {
    Solo solo = leading();
    solo.pass(1);
    solo.server.sync(41, solo.now);
    solo.does("12 <- PING 100000000", "12 <- PING 100000000");
    Pong part = new Pong(B0, new long[] {71}, new int[] {4000}, false);

    solo.gets(12, part, part, pong());
    solo.does("touch 71 4000", "touch 71 4000");
    solo.gets(12, part);
    solo.does("touch 71 4000");
    solo.gets(12, pong());

    solo.does("synced 41");
  }

  @Test
  void aPongForAnEarlierPingConfirmsNothing() {
    Solo solo = leading();
    solo.pass(1);
    solo.server.sync(41, solo.now);
    solo.does("12 <- PING 100000000", "12 <- PING 100000000");

    solo.gets(12, pong());
    solo.does();
    solo.gets(12, pong());

    solo.does("synced 41");
  }

  @Test
  void aSyncWaitsForWhatWasProposedBefore() {
    Solo solo = leading();
    solo.propose(B1);
    solo.gets(12, new QuorumMessage.Request(5, 6, 9, null, ByteBuffer.allocate(0)));
    solo.quietly().gets(12, pong());
    solo.does();
    solo.persisted(B1);
    solo.gets(12, new Ack(B1));

    solo.does("12 <- COMMIT 100000001", "deliver 100000001", "12 <- SYNC");
  }

  @Test
  void aLearnerThatJoinsLaterCanConfirmInstead() {
    Solo solo = leading();
    solo.server.sync(41, solo.now);
    solo.joins(13, 3, false, 0);
    solo.pass(1);
    solo.quietly();

    solo.gets(13, pong());
    solo.does();
    solo.gets(13, pong());

    solo.does("synced 41");
  }

  // ---- liveness

  @Test
  void learnersArePingedTwiceATick() {
    Solo solo = leading();

    solo.pass(2);

    solo.does("12 <- PING 100000000", "12 <- PING 100000000");
  }

  @Test
  void aLeaderWithoutAQuorumOfFollowersStepsDown() {
    Solo solo = leading();

    solo.pass(12);
    solo.done.removeIf(line -> line.contains("PING"));

    solo.does("close 12", "accept no more", "look");
  }

  @Test
  void aFollowerThatAcknowledgesTooSlowlyIsDropped() {
    Solo solo = leading();
    solo.joins(13, 3, false, 0);
    solo.propose(B1);
    for (int i = 0; i < 11; i++) {
      solo.gets(12, pong(), new Ack(B1));
      solo.gets(13, pong());
      solo.quietly().pass(1);
    }

    assertEquals(List.of("12 <- PING 100000001", "close 13"), solo.done);
  }

  @Test
  void aFollowerWithTooMuchWaitingForItIsDropped() {
    Solo solo = leading();
    solo.joins(13, 3, false, 0);
    solo.pending.put(13L, 1L << 20);

    solo.pass(1);

    solo.does("12 <- PING 100000000", "close 13");
  }

  @Test
  void aVoterThatLooksAgainIsNotWaitedForLongerThanAllowed() {
    ZabSettings patient =
        Ensembles.settings(1, Ensembles.of(3, 1), Ensembles.options(false, 500), Set.of());
    Solo solo = new Solo(Ensembles.patientFor(patient, 300)).start(0, 0).wins(0, 0).quietly();
    Notification looks =
        new Notification(ServerState.LOOKING, new Vote(2, 0, 2, 0), Membership.NONE);

    solo.pass(6);
    solo.server.notified(2, looks, solo.now);
    solo.does();
    solo.pass(1);
    solo.server.notified(2, looks, solo.now);

    solo.does("accept no more");
  }
}
