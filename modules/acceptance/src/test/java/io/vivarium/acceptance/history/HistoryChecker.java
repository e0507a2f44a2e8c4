package io.vivarium.acceptance.history;

import io.vivarium.acceptance.history.Operation.Read;
import io.vivarium.acceptance.history.Operation.RefusedWrite;
import io.vivarium.acceptance.history.Operation.Stored;
import io.vivarium.acceptance.history.Operation.UnknownWrite;
import io.vivarium.acceptance.history.Operation.Write;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;

/**
 * Says what in a history no correct ensemble could have answered. Every value is written once, and servers tell the zxid
 * of what they store; so the order of all writes is known and each rule is checked in one pass over sorted operations:
 *
 * <ul>
 *   <li>one version of a node and one zxid have one value, and a value is stored once: nothing acknowledged is replaced;
 *   <li>writes are linearizable: of two writes one of which ended before the other began, the earlier has the lower zxid;
 *   <li>reads are of a prefix: a session never sees, of any node, less than what its earlier answers imply, and nobody
 *       sees a value before somebody wrote it;
 *   <li>a read behind a sync sees all that was acknowledged to anybody before the sync;
 *   <li>what was refused is never seen.
 * </ul>
 */
final class HistoryChecker {
  private final History history;
  private final List<String> violations = new ArrayList<>();

  /** By key, all values that are known to have been stored, by zxid. */
  private final Map<String, TreeMap<Long, Stored>> stored = new HashMap<>();

  private HistoryChecker(History history) {
    this.history = history;
  }

  /** Everything wrong with a history; empty when it is right. */
  static List<String> violations(History history) {
    HistoryChecker checker = new HistoryChecker(history);
    checker.violations.addAll(history.complaints());
    checker.checkIdentity();
    checker.checkRealTime();
    checker.checkSessions();
    checker.checkOrigins();
    checker.checkSyncs();
    return checker.violations;
  }

  private void violated(String rule, Object... culprits) {
    violations.add(rule + ": " + List.of(culprits));
  }

  private List<Write> writes() {
    return of(Write.class);
  }

  private <T extends Operation> List<T> of(Class<T> type) {
    return history.operations().stream().filter(type::isInstance).map(type::cast).toList();
  }

  /** Version, zxid and value of a node name each other. */
  private void checkIdentity() {
    Map<String, Stored> byVersion = new HashMap<>();
    Map<String, Stored> byValue = new HashMap<>();
    for (Stored seen : allStored()) {
      requireSame("two values for one version", byVersion, seen.key() + " " + seen.version(), seen);
      requireSame("one value stored twice", byValue, seen.key() + " " + seen.value(), seen);
      stored.computeIfAbsent(seen.key(), key -> new TreeMap<>()).put(seen.zxid(), seen);
    }
    Map<Long, Stored> byZxid = new HashMap<>();
    for (Write write : writes()) {
      Stored other = byZxid.put(write.stored().zxid(), write.stored());
      if (other != null) {
        violated("one zxid for two writes", other, write);
      }
    }
    for (TreeMap<Long, Stored> ofKey : stored.values()) {
      int version = -1;
      for (Stored next : ofKey.values()) {
        if (next.version() < version) {
          violated("a later zxid with an earlier version", next);
        }
        version = next.version();
      }
    }
  }

  private void requireSame(String rule, Map<String, Stored> known, String name, Stored seen) {
    Stored other = known.putIfAbsent(name, seen);
    if (other != null && !other.equals(seen)) {
      violated(rule, other, seen);
    }
  }

  private List<Stored> allStored() {
    List<Stored> all = new ArrayList<>();
    for (Operation operation : history.operations()) {
      switch (operation) {
        case Write write -> all.add(write.stored());
        case Read read -> all.add(read.stored());
        case UnknownWrite unknown -> {}
        case RefusedWrite refused -> {}
      }
    }
    return all;
  }

  private void checkRealTime() {
    List<Write> ended = new ArrayList<>(writes());
    List<Write> begun = new ArrayList<>(ended);
    ended.sort(Comparator.comparingLong(Write::completed));
    begun.sort(Comparator.comparingLong(Write::invoked));
    int next = 0;
    Write highest = null;
    for (Write write : begun) {
      while (next < ended.size() && ended.get(next).completed() < write.invoked()) {
        Write done = ended.get(next++);
        if (highest == null || done.stored().zxid() > highest.stored().zxid()) {
          highest = done;
        }
      }
      if (highest != null && highest.stored().zxid() >= write.stored().zxid()) {
        violated("a write took effect before one that had ended", highest, write);
      }
    }
  }

  private void checkSessions() {
    Map<Integer, Long> prefixes = new HashMap<>();
    for (Operation operation : history.operations()) {
      switch (operation) {
        case Write write -> prefixes.merge(write.session(), write.stored().zxid(), Long::max);
        case Read read -> checkPrefix(read, prefixes);
        case UnknownWrite unknown -> {}
        case RefusedWrite refused -> {}
      }
    }
  }

  private void checkPrefix(Read read, Map<Integer, Long> prefixes) {
    long prefix = prefixes.getOrDefault(read.session(), 0L);
    Map.Entry<Long, Stored> least = stored.get(read.stored().key()).floorEntry(prefix);
    if (least != null && least.getKey() > read.stored().zxid()) {
      violated(
          "a session went back in time",
          "it had seen 0x" + Long.toHexString(prefix),
          least.getValue(),
          read);
    }
    prefixes.merge(read.session(), read.stored().zxid(), Long::max);
  }

  private void checkOrigins() {
    Map<String, Long> invoked = new HashMap<>();
    Set<String> refused = new HashSet<>();
    for (Operation operation : history.operations()) {
      switch (operation) {
        case Write write -> invoked.put(write.stored().value(), write.invoked());
        case UnknownWrite unknown -> invoked.put(unknown.value(), unknown.invoked());
        case RefusedWrite never -> refused.add(never.value());
        case Read read -> {}
      }
    }
    for (Read read : of(Read.class)) {
      String value = read.stored().value();
      if (refused.contains(value)) {
        violated("a refused write was seen", read);
      } else if (!value.isEmpty()
          && invoked.getOrDefault(value, Long.MAX_VALUE) > read.completed()) {
        violated("a value was seen before it was written", read);
      }
    }
  }

  private void checkSyncs() {
    List<Write> ended = new ArrayList<>(writes());
    ended.sort(Comparator.comparingLong(Write::completed));
    List<Read> reads = new ArrayList<>(of(Read.class));
    reads.sort(Comparator.comparingLong(Read::invoked));
    Map<String, Write> newest = new HashMap<>();
    int next = 0;
    for (Read read : reads) {
      while (next < ended.size() && ended.get(next).completed() < read.invoked()) {
        Write done = ended.get(next++);
        newest.merge(
            done.stored().key(), done, (a, b) -> a.stored().zxid() > b.stored().zxid() ? a : b);
      }
      Write required = newest.get(read.stored().key());
      if (read.synced() && required != null && required.stored().zxid() > read.stored().zxid()) {
        violated("a read behind a sync missed an acknowledged write", required, read);
      }
    }
  }
}
