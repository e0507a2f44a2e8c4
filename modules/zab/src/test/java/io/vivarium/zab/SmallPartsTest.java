package io.vivarium.zab;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.vivarium.model.MalformedFrameException;
import io.vivarium.model.ensemble.Membership;
import io.vivarium.zab.LearnerLink.Phase;
import java.nio.ByteBuffer;
import java.util.Set;
import org.junit.jupiter.api.Test;

/** The parts that decide something by themselves. */
final class SmallPartsTest {
  // ---- time

  @Test
  void timeInWhichTheServerStoodStillDoesNotCount() {
    Turns turns = new Turns(100);
    assertEquals(1000, turns.at(1000));
    assertEquals(1100, turns.at(1100));
    assertEquals(1200, turns.at(9000));
    assertEquals(1230, turns.at(9030));
    assertEquals(1230, turns.now());

    assertEquals(9040, turns.onHost(1240));
    assertEquals(9080, turns.onHost(5000));
    assertEquals(9080, turns.onHost(Long.MAX_VALUE));
  }

  // ---- quorums

  @Test
  void aQuorumIsOneOfEachMembershipInForce() {
    Membership old = Ensembles.of(3, 0);
    Membership next =
        Membership.parse(
            Ensembles.line(3, Membership.Role.PARTICIPANT)
                + "\n"
                + Ensembles.line(4, Membership.Role.PARTICIPANT)
                + "\nversion=5");

    assertTrue(new QuorumPair(old, next).isQuorum(Set.of(1L, 3L, 4L)::contains));
    assertFalse(new QuorumPair(old, next).isQuorum(Set.of(1L, 2L, 3L)::contains));
    assertFalse(new QuorumPair(old, next).isQuorum(Set.of(3L, 4L)::contains));
    assertTrue(new QuorumPair(old, next.withVersion(0)).isQuorum(Set.of(1L, 2L)::contains));
  }

  @Test
  void weightsCountWhenAnEpochIsAgreedOn() {
    String text = Ensembles.of(3, 0).text() + "group.1=1:2:3\nweight.1=3\nweight.2=1\nweight.3=1";
    Membership heavy = Membership.parse(text + "\nversion=0");
    EpochAgreement agreement = new EpochAgreement(1, heavy, 0, 0, false);

    assertTrue(agreement.propose(1, 4));
    assertTrue(agreement.promise(1, 0, 0));
    assertEquals(5, agreement.epoch());
  }

  @Test
  void anEpochIsAgreedOnWithTheLeaderInTheQuorum() {
    EpochAgreement agreement = new EpochAgreement(1, Ensembles.of(3, 0), 2, 7, false);

    assertFalse(agreement.propose(2, 4));
    assertFalse(agreement.propose(3, 4));
    assertThrows(IllegalStateException.class, agreement::epoch);
    assertThrows(IllegalStateException.class, () -> agreement.promise(2, 0, 0));
    assertTrue(agreement.propose(1, 1));
    assertFalse(agreement.propose(2, 9));
    assertEquals(5, agreement.epoch());
    assertFalse(agreement.promise(2, 1, 0));
    assertFalse(agreement.promise(3, 1, -1));
    assertTrue(agreement.promise(1, 2, 7));
    assertTrue(agreement.promised());
  }

  @Test
  void whoHasMoreThanTheLeaderIsNotAdmittedUntilTheEpochStands() {
    EpochAgreement agreement = new EpochAgreement(1, Ensembles.of(1, 0), 2, 7, false);

    assertTrue(agreement.admits(2, 7));
    assertTrue(agreement.admits(1, 99));
    assertTrue(agreement.admits(-1, 99));
    assertFalse(agreement.admits(2, 8));
    assertFalse(agreement.admits(3, 0));
    agreement.propose(1, 0);
    agreement.promise(1, 2, 7);

    assertTrue(agreement.admits(2, 8));
  }

  // ---- changes of the membership, in bytes

  @Test
  void aTxnThatChangesTheMembershipIsRecognised() {
    Membership next = Ensembles.of(2, 1).withVersion(0x100000009L);

    assertEquals(next, ReconfigTxn.membership(Ensembles.reconfig(0x100000009L, next).txn()));
    assertNull(ReconfigTxn.membership(Ensembles.txn(5, "anything else").txn()));
    assertNull(ReconfigTxn.membership(ByteBuffer.allocate(10)));
  }

  @Test
  void oneThatIsCutAnywhereIsRefused() {
    ByteBuffer whole = Ensembles.reconfig(9, Ensembles.of(2, 0)).txn();
    // The version behind the text is not looked at.
    for (int length = 32; length < whole.limit() - 4; length++) {
      ByteBuffer cut = whole.slice(0, length);
      assertThrows(MalformedFrameException.class, () -> ReconfigTxn.membership(cut));
    }
    ByteBuffer huge = ByteBuffer.allocate(whole.limit()).put(whole.duplicate()).flip();
    huge.putInt(32, Integer.MAX_VALUE);
    assertThrows(MalformedFrameException.class, () -> ReconfigTxn.membership(huge));
  }

  // ---- learners

  private static LearnerLink serving() {
    LearnerLink learner = new LearnerLink(5, 1000);
    learner.named(2, false);
    learner.proceed(Phase.SERVING, 1000);
    return learner;
  }

  @Test
  void theOldestProposalIsTimedThenTheNewestSince() {
    LearnerLink learner = serving();
    learner.sent(1, 100);
    learner.sent(2, 200);
    learner.sent(3, 300);
    assertFalse(learner.lags(150, 50));
    assertTrue(learner.lags(151, 50));

    assertEquals(51, learner.acked(1, 151));
    assertFalse(learner.lags(350, 50));
    assertTrue(learner.lags(351, 50));
    assertEquals(-1, learner.acked(2, 390));
    assertEquals(100, learner.acked(3, 400));

    assertFalse(learner.lags(10_000, 50));
  }

  @Test
  void aRoundIsAnsweredByThePingSentForIt() {
    LearnerLink learner = serving();
    learner.pinged();
    learner.pinged();
    learner.awaitFor(1);
    learner.ponged();
    assertFalse(learner.answered(1));
    learner.pinged();
    learner.awaitFor(1);
    learner.ponged();

    assertTrue(learner.answered(1));
    assertFalse(learner.answered(2));
  }

  @Test
  void pongsThatWereNotAskedForAreWorthNothing() {
    LearnerLink learner = serving();
    learner.ponged();
    learner.ponged();
    learner.pinged();
    learner.awaitFor(1);

    assertFalse(learner.answered(1));
  }

  @Test
  void aLearnerOnlyGoesForward() {
    LearnerLink learner = serving();

    assertThrows(IllegalStateException.class, () -> learner.proceed(Phase.SYNCED, 0));
    assertTrue(learner.reached(Phase.SYNCED));
    assertFalse(learner.silent(999));
    assertTrue(learner.silent(1000));
  }
}
