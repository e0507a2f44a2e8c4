package io.vivarium.simulator;

import io.vivarium.model.Zxid;
import io.vivarium.model.ensemble.Membership;
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

  /**
   * A record of the log; the bytes are never written to.
   *
   * @param rotten whether a bit of it has flipped, which its checksum tells
   */
  record LogRecord(long zxid, ByteBuffer bytes, boolean rotten) {}

  /** A snapshot: what was written, where seals are, and whether a bit of it has flipped. */
  record Snapshot(byte[] bytes, List<Integer> seals, boolean rotten) {}

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
  private @Nullable Membership committed;
  private @Nullable Membership proposed;

  /** Set when the process is to die in the middle of its next force. */
  private @Nullable Runnable dieInForce;

  /** Set when the process is to die when it next makes anything durable. */
  private @Nullable Runnable dieInWrite;

  private int writesToDeath;

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

  /** The process dies when it next makes anything durable: what was written is there afterwards, or what was there before. */
  void dieInNextWrite(Runnable death) {
    dieInWrite(0, death);
  }

  /** As {@link #dieInNextWrite}, after some writes more. */
  void dieInWrite(int after, Runnable death) {
    dieInWrite = death;
    writesToDeath = after;
  }

  /** The log is gone, the snapshots are not. */
  void loseLog() {
    records.clear();
    segmentStarts.clear();
    forced = 0;
    discarded = 0;
  }

  /**
   * A bit flips in a record that was forced, or in the newest snapshot.
   *
   * @return whether there was anything to damage
   */
  boolean rot(boolean snapshot) {
    if (snapshot) {
      Map.Entry<Long, Snapshot> newest = snapshots.lastEntry();
      if (newest == null) {
        return false;
      }
      Snapshot whole = newest.getValue();
      snapshots.put(newest.getKey(), new Snapshot(whole.bytes(), whole.seals(), true));
      return true;
    }
    if (forced == 0) {
      return false;
    }
    int at = chance.nextInt(forced);
    LogRecord whole = records.get(at);
    records.set(at, new LogRecord(whole.zxid(), whole.bytes(), true));
    return true;
  }

  /** The operator puts an empty disk in. */
  void replace() {
    records.clear();
    snapshots.clear();
    numbers.clear();
    segmentStarts.clear();
    forced = 0;
    discarded = 0;
    committed = null;
    proposed = null;
  }

  /** Nothing goes wrong any more. */
  void heal() {
    trouble = Trouble.NONE;
    dieInForce = null;
    dieInWrite = null;
  }

  /** Loses some of what was not forced. */
  void crash() {
    int unforced = records.size() - forced;
    int kept = forced + (unforced == 0 ? 0 : chance.nextInt(unforced + 1));
    records.subList(kept, records.size()).clear();
    forced = records.size();
    dieInForce = null;
    dieInWrite = null;
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
    durably(() -> numbers.put(name, value));
  }

  /** Makes something durable in one step; the process may die before it or after it. */
  private void durably(Runnable change) {
    Runnable death = dieInWrite;
    if (death == null || writesToDeath-- > 0) {
      change.run();
      return;
    }
    dieInWrite = null;
    if (chance.nextBoolean()) {
      change.run();
    }
    death.run();
    throw new Life.Crash();
  }

  // ---- membership

  /** The membership in force, as the server has kept it; null when it never did. */
  @Nullable Membership committed() {
    return committed;
  }

  /** The membership that was proposed last and may come into force; null when there is none. */
  @Nullable Membership proposed() {
    return proposed;
  }

  /** A membership is proposed; the one in force says that none is. */
  void propose(Membership next) {
    boolean inForce = committed != null && committed.version() == next.version();
    durably(() -> proposed = inForce ? null : next);
  }

  /** A membership is in force; a proposed one that is not newer is forgotten. */
  void commit(Membership next) {
    durably(
        () -> {
          committed = next;
          if (proposed != null && proposed.version() <= next.version()) {
            proposed = null;
          }
        });
  }

  // ---- log

  void append(long zxid, ByteBuffer txn) {
    ByteBuffer copy = ByteBuffer.allocate(txn.remaining());
    copy.put(0, txn, txn.position(), txn.remaining());
    records.add(new LogRecord(zxid, copy.asReadOnlyBuffer(), false));
  }

  /** Forces; in the middle of it the process may die. */
  void force() {
    Runnable death = dieInForce;
    if (death != null) {
      dieInForce = null;
      death.run();
      throw new Life.Crash();
    }
    if (trouble != Trouble.LIES && forced < records.size()) {
      durably(() -> forced = records.size());
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
    durably(() -> removeAfter(zxid));
    return records.isEmpty() ? -1 : records.getLast().zxid();
  }

  private void removeAfter(long zxid) {
    while (!records.isEmpty() && records.getLast().zxid() > zxid) {
      records.removeLast();
    }
    forced = Math.min(forced, records.size());
    segmentStarts.removeIf(start -> start > discarded + records.size());
  }

  long logBytes() {
    long bytes = 0;
    for (LogRecord logged : records) {
      bytes += logged.bytes().remaining();
    }
    return bytes;
  }

  // ---- snapshots

  /** The snapshots by zxid; not to be changed. */
  NavigableMap<Long, Snapshot> snapshots() {
    return snapshots;
  }

  void keep(long zxid, Snapshot snapshot) {
    durably(() -> snapshots.put(zxid, snapshot));
  }

  /** Removes the snapshots after a txn. */
  void truncateSnapshots(long zxid) {
    durably(() -> snapshots.tailMap(zxid, false).clear());
  }

  /**
   * What keeps the newest snapshot and the log from giving back everything up to a txn (I14): a gap in between. Null when nothing
   * does.
   */
  @Nullable String gap(long zxid) {
    long at = snapshots.isEmpty() ? 0 : snapshots.lastKey();
    for (LogRecord logged : durable()) {
      if (logged.zxid() > at) {
        boolean next =
            Zxid.epoch(logged.zxid()) == Zxid.epoch(at)
                ? logged.zxid() == at + 1
                : Zxid.counter(logged.zxid()) == 1;
        if (!next) {
          return Zxid.text(logged.zxid()) + " follows " + Zxid.text(at);
        }
        at = logged.zxid();
      }
    }
    return at < zxid && Zxid.counter(zxid) != 0
        ? "it ends with " + Zxid.text(at) + ", not with " + Zxid.text(zxid)
        : null;
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
