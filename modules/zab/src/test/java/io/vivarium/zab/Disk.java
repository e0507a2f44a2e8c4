package io.vivarium.zab;

import io.vivarium.spi.consensus.Proposal;
import io.vivarium.spi.consensus.RecoveredHistory;
import io.vivarium.spi.consensus.StagedState;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.Map;
import java.util.NavigableMap;
import java.util.TreeMap;

/** What survives a crash of a server, and what is on its way there. */
final class Disk {
  final NavigableMap<Long, Proposal> log = new TreeMap<>();
  final NavigableMap<Long, Tree> snapshots = new TreeMap<>();
  final Map<String, Long> numbers = new TreeMap<>();
  final Deque<Proposal> unforced = new ArrayDeque<>();

  /** A state: the txns whose effects are in it. */
  record Tree(long zxid, NavigableMap<Long, Proposal> txns) implements StagedState {
    Tree {
      txns = new TreeMap<>(txns);
    }

    @Override
    public Tree as(long other) {
      return new Tree(other, txns);
    }
  }

  /** Whether it is being truncated or a state written to it. */
  boolean changing;

  Disk() {
    snapshots.put(0L, new Tree(0, new TreeMap<>()));
  }

  /** What was not forced is gone, but for the first few records of it. */
  void crash(int kept) {
    for (int i = 0; i < kept && !unforced.isEmpty(); i++) {
      Proposal lucky = unforced.removeFirst();
      log.put(lucky.zxid(), lucky);
    }
    unforced.clear();
    changing = false;
  }

  /** Forces what was appended; returns its last zxid, -1 when there was nothing. */
  long force() {
    long last = -1;
    while (!unforced.isEmpty()) {
      Proposal txn = unforced.removeFirst();
      log.put(txn.zxid(), txn);
      last = txn.zxid();
    }
    return last;
  }

  /** What a restart would find. */
  Tree read() {
    Tree newest = snapshots.lastEntry().getValue();
    NavigableMap<Long, Proposal> txns = new TreeMap<>(newest.txns());
    txns.putAll(log.tailMap(newest.zxid(), false));
    long last = log.isEmpty() ? newest.zxid() : Math.max(newest.zxid(), log.lastKey());
    return new Tree(last, txns);
  }

  RecoveredHistory recovered() {
    return new RecoveredHistory(read().zxid(), snapshots.lastKey(), true);
  }

  boolean leadsTo(long zxid) {
    boolean there = snapshots.containsKey(zxid) || log.containsKey(zxid);
    return there && snapshots.floorKey(zxid) != null;
  }

  Tree rewind(long zxid) {
    log.tailMap(zxid, false).clear();
    snapshots.tailMap(zxid, false).clear();
    return read();
  }

  void secure(Tree memory) {
    log.tailMap(memory.zxid(), false).clear();
    snapshots.tailMap(memory.zxid(), false).clear();
    snapshots.put(memory.zxid(), memory);
  }
}
