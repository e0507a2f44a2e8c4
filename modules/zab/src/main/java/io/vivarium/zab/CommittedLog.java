package io.vivarium.zab;

import io.vivarium.model.Zxid;
import io.vivarium.spi.consensus.Proposal;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Collections;
import java.util.Deque;
import java.util.Iterator;
import java.util.List;

/**
 * The last delivered txns, in memory, to bring learners up that were away for a moment. Invariant: nothing is missing between {@link
 * #base} and {@link #last}.
 */
final class CommittedLog {
  /** Bytes that are kept, however many txns that is. */
  static final long BYTES = 64L << 20;

  /** What an entry costs beyond its bytes. */
  private static final int ENTRY = 64;

  private final int count;
  private final Deque<Proposal> txns = new ArrayDeque<>();
  private long bytes;
  private long base;

  CommittedLog(int count) {
    this.count = count;
  }

  /** Forgets everything; what is added next follows {@code zxid}. */
  void reset(long zxid) {
    txns.clear();
    bytes = 0;
    base = zxid;
  }

  /** Adds the next txn. */
  void add(Proposal txn) {
    if (!follows(txn.zxid(), last())) {
      throw new IllegalStateException(
          Zxid.text(txn.zxid()) + " does not follow " + Zxid.text(last()));
    }
    addUnchecked(txn);
  }

  /** Adds a txn wherever it is; for a defect. */
  void addUnchecked(Proposal txn) {
    txns.addLast(txn);
    bytes += size(txn);
    while (txns.size() > count || (bytes > BYTES && txns.size() > 1)) {
      Proposal oldest = txns.removeFirst();
      bytes -= size(oldest);
      base = oldest.zxid();
    }
  }

  /** The zxid that the first txn kept follows. */
  long base() {
    return base;
  }

  /** Zxid of the last txn; {@link #base} when there is none. */
  long last() {
    Proposal last = txns.peekLast();
    return last == null ? base : last.zxid();
  }

  /** Zxid of the last txn that is not after {@code zxid}, which is not before {@link #base}. */
  long atOrBefore(long zxid) {
    for (Iterator<Proposal> back = txns.descendingIterator(); back.hasNext(); ) {
      long at = back.next().zxid();
      if (at <= zxid) {
        return at;
      }
    }
    return base;
  }

  /** The txns after {@code zxid}, in order. */
  List<Proposal> after(long zxid) {
    List<Proposal> found = new ArrayList<>();
    for (Iterator<Proposal> back = txns.descendingIterator(); back.hasNext(); ) {
      Proposal txn = back.next();
      if (txn.zxid() <= zxid) {
        break;
      }
      found.add(txn);
    }
    Collections.reverse(found);
    return found;
  }

  /** Whether a txn can come right after another one: the next in its epoch, or the first of a later epoch. */
  static boolean follows(long zxid, long previous) {
    return Zxid.epoch(zxid) == Zxid.epoch(previous)
        ? zxid == previous + 1
        : Zxid.epoch(zxid) > Zxid.epoch(previous) && Zxid.counter(zxid) == 1;
  }

  private static long size(Proposal txn) {
    return txn.txn().remaining() + (long) ENTRY;
  }
}
