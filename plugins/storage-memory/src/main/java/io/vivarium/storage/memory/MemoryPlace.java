package io.vivarium.storage.memory;

import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.atomic.AtomicReference;
import org.jspecify.annotations.Nullable;

/**
 * What a disk is to other storages: keeps log, snapshots and numbers from one {@link MemoryStorage} to the next. {@link #crash()} takes
 * away what was not forced, as a loss of power does; nothing else here is random, waits, or has a thread, so that a simulation can
 * run on it. Any thread.
 */
public final class MemoryPlace {
  /**
   * A record of the log.
   *
   * @param zxid its zxid
   * @param bytes the txn; never written to
   * @param index its position in the log since the place was made, for messages
   */
  record LogRecord(long zxid, ByteBuffer bytes, long index) {}

  private final String name;
  private final AtomicReference<@Nullable MemoryStorage> owner = new AtomicReference<>();
  private final List<LogRecord> records = new ArrayList<>();
  private final TreeMap<Long, MemorySnapshot> snapshots = new TreeMap<>();
  private final Map<String, Long> numbers = new HashMap<>();

  /** Records from here on may be lost in a crash. */
  private int forced;

  /** Index in {@code records} at which each segment but the first begins. */
  private final List<Long> segments = new ArrayList<>();

  private long nextIndex;

  /** An empty place. */
  public MemoryPlace(String name) {
    this.name = name;
  }

  /** The name, for messages. */
  public String name() {
    return name;
  }

  /**
   * Loses everything that was not forced and whoever had the place: it can be started on again. The storage that had it must not be
   * used any more.
   */
  public synchronized void crash() {
    loseUnforced();
    owner.set(null);
  }

  boolean acquire(MemoryStorage storage) {
    return owner.compareAndSet(null, storage);
  }

  /** What nobody forced cannot be read, so it must not be in the way of whoever comes next. */
  synchronized void release(MemoryStorage storage) {
    if (owner.get() == storage) {
      loseUnforced();
      owner.set(null);
    }
  }

  private void loseUnforced() {
    records.subList(forced, records.size()).clear();
  }

  synchronized void append(long zxid, ByteBuffer txn) {
    if (!records.isEmpty() && zxid < records.getLast().zxid()) {
      throw new IllegalArgumentException(
          "zxid 0x"
              + Long.toHexString(zxid)
              + " appended after 0x"
              + Long.toHexString(records.getLast().zxid()));
    }
    ByteBuffer copy = ByteBuffer.allocate(txn.remaining());
    copy.put(0, txn, txn.position(), txn.remaining());
    records.add(new LogRecord(zxid, copy.asReadOnlyBuffer(), nextIndex++));
  }

  synchronized void force() {
    forced = records.size();
  }

  synchronized void roll() {
    forced = records.size();
    if (segments.isEmpty() || segments.getLast() < nextIndex) {
      segments.add(nextIndex);
    }
  }

  /** The forced records with zxids from {@code fromZxid} on. */
  synchronized List<LogRecord> forcedFrom(long fromZxid) {
    int first = 0;
    while (first < forced && records.get(first).zxid() < fromZxid) {
      first++;
    }
    return List.copyOf(records.subList(first, forced));
  }

  synchronized long truncateLog(long zxid) {
    while (!records.isEmpty() && records.getLast().zxid() > zxid) {
      records.removeLast();
    }
    forced = records.size();
    return records.isEmpty() ? -1 : records.getLast().zxid();
  }

  synchronized long logBytes() {
    return records.stream().mapToLong(entry -> entry.bytes().remaining()).sum();
  }

  synchronized List<Long> snapshots() {
    return List.copyOf(snapshots.descendingKeySet());
  }

  synchronized @Nullable MemorySnapshot snapshot(long zxid) {
    return snapshots.get(zxid);
  }

  synchronized void put(long zxid, MemorySnapshot snapshot) {
    snapshots.put(zxid, snapshot);
  }

  synchronized void truncateSnapshots(long zxid) {
    snapshots.tailMap(zxid, false).clear();
  }

  /** Keeps the newest snapshots, and the segments with records that are not in the oldest of them. */
  synchronized List<String> retain(int count) {
    if (count < 1) {
      throw new IllegalArgumentException("at least 1 snapshot must stay, not " + count);
    }
    List<String> removed = new ArrayList<>();
    if (snapshots.size() < count) {
      return removed;
    }
    while (snapshots.size() > count) {
      removed.add("snapshot 0x" + Long.toHexString(snapshots.pollFirstEntry().getKey()));
    }
    long oldest = snapshots.firstKey();
    while (!segments.isEmpty() && lastZxidBefore(segments.getFirst()) <= oldest) {
      long begin = segments.removeFirst();
      int before = records.size();
      records.removeIf(entry -> entry.index() < begin);
      forced -= before - records.size();
      if (records.size() < before) {
        removed.add("segment of the log before record " + begin);
      }
    }
    return removed;
  }

  private long lastZxidBefore(long index) {
    long last = -1;
    for (LogRecord entry : records) {
      if (entry.index() < index) {
        last = entry.zxid();
      }
    }
    return last;
  }

  synchronized @Nullable Long number(String key) {
    return numbers.get(key);
  }

  synchronized void number(String key, long value) {
    numbers.put(key, value);
  }
}
