package io.vivarium.simulator;

import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.NavigableMap;
import java.util.OptionalLong;
import java.util.SplittableRandom;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/**
 * What survives on one machine from one run of its server to the next. A record that was appended and not forced may survive a crash
 * or not; of those that were not forced, none survives behind one that does not. That a torn record is cut and not believed is the
 * business of the file format, and tested with it.
 */
final class Disk {
  private static final long MICRO = 1_000;
  private static final long MILLI = 1_000_000;

  /** A record of the log; the bytes are never written to. */
  record LogRecord(long zxid, ByteBuffer bytes) {}

  /** A snapshot: what was written, and where seals are. */
  record Snapshot(byte[] bytes, List<Integer> seals) {}

  /** What the disk does wrong from now on. */
  enum Trouble {
    NONE,
    /** There is no room for another byte. */
    FULL,
    /** Forcing fails once; what was not forced is lost. */
    FORCE_FAILS,
    /** Forcing takes up to seconds. */
    SLOW,
    /** Forcing does nothing and says that it is done. No server can live with that: it shows that the oracle sees. */
    LIES
  }

  private final SplittableRandom chance;
  private final List<LogRecord> records = new ArrayList<>();
  private final TreeMap<Long, Snapshot> snapshots = new TreeMap<>();
  private final Map<String, Long> numbers = new HashMap<>();
  private final List<Long> segmentStarts = new ArrayList<>();
  private int forced;
  private long discarded;
  private Trouble trouble = Trouble.NONE;

  /** Set when the process is to die in the middle of its next force. */
  private @Nullable Runnable dieInForce;

  Disk(SplittableRandom chance) {
    this.chance = chance;
  }

  // ---- faults

  void trouble(Trouble next) {
    trouble = next;
  }

  Trouble trouble() {
    return trouble;
  }

  /** The next force does not return: the process dies in it. */
  void dieInNextForce(Runnable death) {
    dieInForce = death;
  }

  /** Nothing goes wrong any more. */
  void heal() {
    trouble = Trouble.NONE;
    dieInForce = null;
  }

  /** Loses some of what was not forced. */
  void crash() {
    int unforced = records.size() - forced;
    int kept = forced + (unforced == 0 ? 0 : chance.nextInt(unforced + 1));
    records.subList(kept, records.size()).clear();
    forced = records.size();
    dieInForce = null;
  }

  /** How long the next force takes. */
  long forceNanos() {
    return trouble == Trouble.SLOW
        ? chance.nextLong(MILLI, 3_000 * MILLI)
        : chance.nextLong(60 * MICRO, 600 * MICRO);
  }

  // ---- what is there

  /** The durable records, oldest first. */
  List<LogRecord> durable() {
    return records.subList(0, forced);
  }

  /** Whether a txn is in the log or covered by a snapshot, durably. */
  boolean holds(long zxid) {
    if (!snapshots.isEmpty() && snapshots.lastKey() >= zxid) {
      return true;
    }
    for (int i = forced - 1; i >= 0 && records.get(i).zxid() >= zxid; i--) {
      if (records.get(i).zxid() == zxid) {
        return true;
      }
    }
    return false;
  }

  /** Zxid of the newest snapshot; −1 when there is none. */
  long snapshotZxid() {
    return snapshots.isEmpty() ? -1 : snapshots.lastKey();
  }

  /** The last zxid that would be recovered. */
  long lastZxid() {
    long logged = forced == 0 ? 0 : records.get(forced - 1).zxid();
    return snapshots.isEmpty() ? logged : Math.max(logged, snapshots.lastKey());
  }

  OptionalLong number(String name) {
    Long value = numbers.get(name);
    return value == null ? OptionalLong.empty() : OptionalLong.of(value);
  }

  void number(String name, long value) {
    numbers.put(name, value);
  }

  // ---- log

  void append(long zxid, ByteBuffer txn) {
    ByteBuffer copy = ByteBuffer.allocate(txn.remaining());
    copy.put(0, txn, txn.position(), txn.remaining());
    records.add(new LogRecord(zxid, copy.asReadOnlyBuffer()));
  }

  /** Forces; in the middle of it the process may die. */
  void force() {
    Runnable death = dieInForce;
    if (death != null) {
      dieInForce = null;
      death.run();
      throw new Life.Crash();
    }
    if (trouble != Trouble.LIES) {
      forced = records.size();
    }
  }

  /** What was not forced is lost, as after a failed force. */
  void loseUnforced() {
    records.subList(forced, records.size()).clear();
  }

  void roll() {
    long position = discarded + records.size();
    if (segmentStarts.isEmpty() || segmentStarts.getLast() < position) {
      segmentStarts.add(position);
    }
  }

  long truncateLog(long zxid) {
    while (!records.isEmpty() && records.getLast().zxid() > zxid) {
      records.removeLast();
    }
    forced = Math.min(forced, records.size());
    segmentStarts.removeIf(start -> start > discarded + records.size());
    return records.isEmpty() ? -1 : records.getLast().zxid();
  }

  long logBytes() {
    long bytes = 0;
    for (LogRecord logged : records) {
      bytes += logged.bytes().remaining();
    }
    return bytes;
  }

  // ---- snapshots

  NavigableMap<Long, Snapshot> snapshots() {
    return snapshots;
  }

  /** Keeps the newest snapshots, and the segments with records that are not in the oldest of them. */
  List<String> retain(int count) {
    List<String> removed = new ArrayList<>();
    if (snapshots.size() < count) {
      return removed;
    }
    while (snapshots.size() > count) {
      removed.add("snapshot " + Long.toHexString(snapshots.pollFirstEntry().getKey()));
    }
    long oldest = snapshots.firstKey();
    while (!segmentStarts.isEmpty()) {
      int length = (int) (segmentStarts.getFirst() - discarded);
      if (length > forced || (length > 0 && records.get(length - 1).zxid() > oldest)) {
        break;
      }
      segmentStarts.removeFirst();
      records.subList(0, length).clear();
      forced -= length;
      discarded += length;
      removed.add("segment of " + length + " records");
    }
    return removed;
  }
}
