package io.vivarium.zab;

import io.vivarium.model.Zxid;
import io.vivarium.spi.consensus.Proposal;
import io.vivarium.zab.port.HistoryPart;
import java.util.ArrayList;
import java.util.List;

/** How a learner is brought to the history of the one it learns from: a decision about zxids and nothing else. */
sealed interface SyncPlan {
  /**
   * Only txns are missing.
   *
   * @param target zxid that the learner has afterwards
   */
  record Diff(long target, List<Proposal> txns) implements SyncPlan {}

  /** The learner has txns after a zxid that never happened; txns follow. */
  record Trunc(long zxid, List<Proposal> txns) implements SyncPlan {}

  /** The learner is given the whole state. */
  record Snap() implements SyncPlan {}

  /** What is missing in memory is to be read from the log: from a zxid to another. */
  record ReadLog(long after, long upTo) implements SyncPlan {}

  /**
   * Decides with what is in memory.
   *
   * @param learner where the learner's history ends; −1 when it does not know
   * @param committed last zxid known to be committed; the beginning of an epoch when it has no txn yet
   * @param recent the last committed txns
   * @param readableFrom zxid from which on the log holds what is committed and nothing else; {@link Long#MAX_VALUE} when it is not to
   *     be read
   */
  static SyncPlan of(long learner, long committed, CommittedLog recent, long readableFrom) {
    if (learner == committed) {
      return new Diff(learner, List.of());
    }
    boolean epochOnly = Zxid.counter(learner) == 0;
    if (learner > recent.last()) {
      return epochOnly ? new Snap() : new Trunc(recent.last(), List.of());
    }
    if (learner >= recent.base()) {
      return stream(learner, recent.atOrBefore(learner), recent.after(learner));
    }
    return learner >= readableFrom ? new ReadLog(learner, recent.base()) : new Snap();
  }

  /** Decides again when a part of the log was read, which the txns in memory must continue. */
  static SyncPlan of(long learner, HistoryPart part, CommittedLog recent) {
    List<Proposal> txns = new ArrayList<>(part.txns());
    long end = txns.isEmpty() ? part.previousZxid() : txns.getLast().zxid();
    if (part.previousZxid() < 0 || end < recent.base() || end > recent.last()) {
      return new Snap();
    }
    txns.addAll(recent.after(end));
    return stream(learner, part.previousZxid(), txns);
  }

  /**
   * Streams txns to a learner.
   *
   * @param previous zxid of the last one that is not after the learner's
   * @param txns all that are after it
   */
  private static SyncPlan stream(long learner, long previous, List<Proposal> txns) {
    if (!contiguous(previous, txns)) {
      return new Snap();
    }
    long target = txns.isEmpty() ? learner : txns.getLast().zxid();
    if (previous == learner || Zxid.counter(learner) == 0) {
      return new Diff(target, txns);
    }
    boolean sameEpoch =
        !txns.isEmpty() && Zxid.epoch(txns.getFirst().zxid()) == Zxid.epoch(learner);
    // A truncation into another epoch is left to the snapshot: the learner may never have had that
    // txn.
    return sameEpoch ? new Trunc(previous, txns) : new Snap();
  }

  private static boolean contiguous(long previous, List<Proposal> txns) {
    long before = previous;
    for (Proposal txn : txns) {
      if (!CommittedLog.follows(txn.zxid(), before)) {
        return false;
      }
      before = txn.zxid();
    }
    return true;
  }
}
