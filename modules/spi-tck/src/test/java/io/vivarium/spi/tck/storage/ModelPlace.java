package io.vivarium.spi.tck.storage;

import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/** What {@link ModelStorage} stores to. Its methods are open to be broken. */
class ModelPlace {
  /** A record and the number of the segment that it is in. */
  record Entry(long zxid, ByteBuffer txn, int segment) {}

  /** A snapshot and the offsets of its seals. */
  record Snapshot(byte[] bytes, List<Integer> seals) {}

  final List<Entry> records = new ArrayList<>();
  final TreeMap<Long, Snapshot> snapshots = new TreeMap<>();
  final Map<String, Long> numbers = new TreeMap<>();
  int forced;
  int segment;
  ModelStorage owner;

  synchronized void crash() {
    loseUnforced();
    owner = null;
  }

  synchronized boolean acquire(ModelStorage storage) {
    if (owner != null) {
      return false;
    }
    owner = storage;
    return true;
  }

  synchronized void release(ModelStorage storage) {
    if (owner == storage) {
      loseUnforced();
      owner = null;
    }
  }

  void loseUnforced() {
    records.subList(forced, records.size()).clear();
  }

  synchronized void append(long zxid, ByteBuffer txn) {
    if (!records.isEmpty() && records.getLast().zxid() > zxid) {
      throw new IllegalArgumentException("smaller zxid");
    }
    records.add(new Entry(zxid, copy(txn), segment));
  }

  ByteBuffer copy(ByteBuffer txn) {
    ByteBuffer copy = ByteBuffer.allocate(txn.remaining());
    return copy.put(0, txn, txn.position(), txn.remaining());
  }

  synchronized void force() {
    forced = records.size();
  }

  synchronized void roll() {
    force();
    segment++;
  }

  synchronized List<Entry> read(long fromZxid) {
    return records.subList(0, forced).stream().filter(entry -> entry.zxid() >= fromZxid).toList();
  }

  synchronized long truncate(long zxid) {
    records.removeIf(entry -> entry.zxid() > zxid);
    forced = records.size();
    return records.isEmpty() ? -1 : records.getLast().zxid();
  }

  synchronized long bytes() {
    return records.stream().mapToLong(entry -> entry.txn().remaining()).sum();
  }

  synchronized void commit(long zxid, Snapshot snapshot) {
    snapshots.put(zxid, snapshot);
  }

  /** Called when a snapshot is begun; a place that keeps its promises does nothing. */
  synchronized void begin(long zxid) {}

  synchronized boolean sealed(Snapshot snapshot, int position, int seal) {
    return seal < snapshot.seals().size() && snapshot.seals().get(seal) == position;
  }

  synchronized List<String> retain(int count) {
    List<String> removed = new ArrayList<>();
    if (count < 1) {
      throw new IllegalArgumentException("at least 1");
    }
    if (snapshots.size() < count) {
      return removed;
    }
    while (snapshots.size() > count) {
      removed.add("snapshot " + snapshots.pollFirstEntry().getKey());
    }
    long oldest = neededFrom();
    int needed =
        records.stream()
            .filter(e -> e.zxid() > oldest)
            .mapToInt(Entry::segment)
            .min()
            .orElse(segment);
    int before = records.size();
    records.removeIf(entry -> entry.segment() < needed);
    forced -= before - records.size();
    if (records.size() < before) {
      removed.add("segments before " + needed);
    }
    return removed;
  }

  /** The snapshot whose later records must stay. */
  long neededFrom() {
    return snapshots.firstKey();
  }

  synchronized void number(String name, long value) {
    numbers.put(name, value);
  }
}
