package io.vivarium.zab;

import static org.junit.jupiter.api.Assertions.assertEquals;

import io.vivarium.spi.consensus.Proposal;
import io.vivarium.zab.port.HistoryPart;
import java.util.List;
import java.util.stream.LongStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** The decision how a learner is brought up, case by case. */
final class SyncPlanTest {
  private static final long NEVER = Long.MAX_VALUE;

  private static CommittedLog recent(long base, long... zxids) {
    CommittedLog log = new CommittedLog(100);
    log.reset(base);
    for (long zxid : zxids) {
      log.add(Ensembles.txn(zxid, "t"));
    }
    return log;
  }

  private static List<Proposal> txns(long... zxids) {
    return LongStream.of(zxids).mapToObj(zxid -> Ensembles.txn(zxid, "t")).toList();
  }

  private static String text(SyncPlan plan) {
    return switch (plan) {
      case SyncPlan.Diff(long target, var txns) -> "DIFF " + Solo.hex(target) + zxids(txns);
      case SyncPlan.Trunc(long zxid, var txns) -> "TRUNC " + Solo.hex(zxid) + zxids(txns);
      case SyncPlan.Snap() -> "SNAP";
      case SyncPlan.ReadLog(long after, long upTo) ->
          "READ " + Solo.hex(after) + " " + Solo.hex(upTo);
    };
  }

  private static String zxids(List<Proposal> txns) {
    StringBuilder text = new StringBuilder();
    txns.forEach(txn -> text.append(' ').append(Solo.hex(txn.zxid())));
    return text.toString();
  }

  /** Committed are 1.5 to 1.7, 2.1 and 2.2 in memory; before it the log is readable from 1.2 on. */
  @ParameterizedTest
  @CsvSource({
    // the very end
    "200000002, DIFF 200000002",
    // within
    "200000001, DIFF 200000002 200000002",
    "100000006, DIFF 200000002 100000007 200000001 200000002",
    "100000005, DIFF 200000002 100000006 100000007 200000001 200000002",
    // the last one that was forgotten is still a good place to begin
    "100000004, DIFF 200000002 100000005 100000006 100000007 200000001 200000002",
    // an epoch without txns of the learner's own
    "200000000, DIFF 200000002 200000001 200000002",
    // txns of an earlier epoch that never happened: what the learner has below is not known
    "100000009, SNAP",
    // txns of this epoch that never happened
    "200000005, TRUNC 200000002",
    // a later epoch without txns
    "300000000, SNAP",
    // on disk
    "100000003, READ 100000003 100000004",
    "100000002, READ 100000002 100000004",
    // on disk, but below what is known to be committed
    "100000001, SNAP",
    "0, SNAP",
    "ffffffffffffffff, SNAP"
  })
  void theTable(String learner, String plan) {
    CommittedLog log =
        recent(0x100000004L, 0x100000005L, 0x100000006L, 0x100000007L, 0x200000001L, 0x200000002L);

    assertEquals(
        plan,
        text(SyncPlan.of(Long.parseUnsignedLong(learner, 16), 0x200000002L, log, 0x100000002L)));
  }

  @Test
  void aLearnerOfAnEpochThatHasNoTxnYetIsThereAlready() {
    assertEquals(
        "DIFF 300000000",
        text(SyncPlan.of(0x300000000L, 0x300000000L, recent(0x200000007L), NEVER)));
  }

  @Test
  void anEmptyLearnerIsToldEverythingThatMemoryStillHas() {
    assertEquals(
        "DIFF 100000001 100000001", text(SyncPlan.of(0, 0x100000001L, recent(0, 0x100000001L), 0)));
    assertEquals("SNAP", text(SyncPlan.of(0, 0x100000002L, recent(0x100000001L), NEVER)));
  }

  @Test
  void aLogThatIsNotToBeReadIsNot() {
    assertEquals("SNAP", text(SyncPlan.of(5, 9, recent(7, 8, 9), NEVER)));
  }

  @ParameterizedTest
  @CsvSource({
    // learner, previous on disk, plan
    "3, 3, DIFF 9 4 5 6 7 8 9",
    "2, 2, SNAP",
    "3, -1, SNAP"
  })
  void aPartOfTheLogIsContinuedFromMemory(long learner, long previous, String plan) {
    HistoryPart part = new HistoryPart(previous, txns(4, 5, 6, 7));

    assertEquals(plan, text(SyncPlan.of(learner, part, recent(7, 8, 9))));
  }

  @Test
  void aPartOfTheLogThatMemoryDoesNotContinueAnyMoreIsUseless() {
    assertEquals("SNAP", text(SyncPlan.of(3, new HistoryPart(3, txns(4, 5)), recent(7, 8, 9))));
    assertEquals(
        "DIFF 9 4 5 6 7 8 9",
        text(SyncPlan.of(3, new HistoryPart(3, txns(4, 5, 6, 7)), recent(5, 6, 7, 8, 9))));
  }

  @Test
  void aHoleInTheLogIsNeverHandedOn() {
    assertEquals("SNAP", text(SyncPlan.of(3, new HistoryPart(3, txns(4, 6, 7)), recent(7, 8, 9))));
    assertEquals(
        "SNAP",
        text(SyncPlan.of(3, new HistoryPart(3, txns(4, 0x100000002L)), recent(0x100000002L))));
  }

  @Test
  void aLearnerWithTxnsOfTheSameEpochThatNeverHappenedForgetsThem() {
    HistoryPart part = new HistoryPart(0x100000003L, txns(0x200000001L));

    assertEquals("SNAP", text(SyncPlan.of(0x100000005L, part, recent(0x200000001L))));
  }
}
