package io.vivarium.simulator;

import io.vivarium.codec.TxnCodec;
import io.vivarium.model.ParsedTxn;
import io.vivarium.model.Zxid;
import io.vivarium.tree.DataTree;
import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * Knows the one history there may be, from what servers deliver, and says when somebody departs from it. Everything a server delivers
 * while it has a role counts as committed; at the beginning of a role what it holds is compared as a whole.
 */
final class Oracle {
  /** The numbers that only grow. */
  private static final Set<String> EPOCHS = Set.of("acceptedEpoch", "currentEpoch");

  static final int FIELD_LIMIT = 64 << 20;

  /** The session tables are compared at every txn whose number is a multiple of this. */
  private static final int SESSIONS_EVERY = 8;

  /**
   * A txn that is committed.
   *
   * @param digest digest of the tree after it; null when nobody has told yet
   */
  record Committed(long zxid, ByteBuffer bytes, ParsedTxn txn, @Nullable Long digest) {}

  /** Who may vote, and how many of them agree on a txn. */
  interface Quorum {
    /** Whether a quorum of the voters has a txn on disk. */
    boolean holds(long zxid);
  }

  private final Trace trace;
  private final Quorum quorum;
  private final List<Committed> history = new ArrayList<>();
  private final Map<Long, Integer> places = new HashMap<>();
  private final Map<Long, Integer> primaries = new HashMap<>();
  private final Map<Long, Integer> sessionTables = new HashMap<>();
  private final Set<Asked> asked = new HashSet<>();
  private final List<String> violations = new ArrayList<>();

  /** What a client asked: at most one txn each. */
  private record Asked(long session, int cxid) {}

  Oracle(Trace trace, Quorum quorum) {
    this.trace = trace;
    this.quorum = quorum;
  }

  /** What was found wrong, oldest first. */
  List<String> violations() {
    return violations;
  }

  /** The committed txns, in order. */
  List<Committed> history() {
    return history;
  }

  /** A committed txn; null when there is none of that zxid. */
  @Nullable Committed find(long zxid) {
    Integer place = places.get(zxid);
    return place == null ? null : history.get(place);
  }

  long lastZxid() {
    return history.isEmpty() ? 0 : history.getLast().zxid();
  }

  /** Something must not be. */
  void violated(String rule, String what) {
    String sentence = rule + ": " + what;
    violations.add(sentence);
    trace.tell("VIOLATION %s", sentence);
  }

  // ---- roles

  /** A server is the primary from now on (I1, I4). */
  void leads(Machine server, long epoch) {
    Integer before = primaries.put(epoch, server.id());
    if (before != null && epoch != 0) {
      violated(
          "I1", server + " leads epoch " + epoch + ", which server " + before + " has led already");
    }
    long own = server.tree().lastZxid();
    if (own < lastZxid()) {
      violated(
          "I4",
          server + " leads from " + Zxid.text(own) + ", committed is " + Zxid.text(lastZxid()));
      return;
    }
    for (Disk.LogRecord logged : server.disk().durable()) {
      if (logged.zxid() > lastZxid() && logged.zxid() <= own) {
        append(server, logged.zxid(), logged.bytes(), null);
      }
    }
    begins(server);
  }

  /** A server serves under a primary from now on. */
  void follows(Machine server) {
    begins(server);
  }

  /** What a server holds at the beginning of a role is a part of the history, whole up to its end (I3, I6, I8). */
  private void begins(Machine server) {
    DataTree tree = server.tree();
    long own = tree.lastZxid();
    Integer place = places.get(own);
    if (place == null && Zxid.counter(own) != 0) {
      violated("I3", server + " serves from " + Zxid.text(own) + ", which was never committed");
      return;
    }
    server.place(place == null ? placeAfter(own) : place + 1);
    long floor = server.disk().snapshotZxid();
    for (Disk.LogRecord logged : server.disk().durable()) {
      Committed committed = find(logged.zxid());
      boolean concerns = logged.zxid() > floor && logged.zxid() <= own;
      if (concerns && (committed == null || !committed.bytes().equals(logged.bytes()))) {
        violated(
            "I3",
            server
                + " serves with "
                + Zxid.text(logged.zxid())
                + " in its log, which is not the committed one");
      }
    }
    if (place != null) {
      compareDigest(server, place);
    }
    compareSessions(server, own);
  }

  private int placeAfter(long zxid) {
    int place = history.size();
    while (place > 0 && history.get(place - 1).zxid() > zxid) {
      place--;
    }
    return place;
  }

  // ---- deliveries

  /** A server with a role has applied a txn (I3, I4, I5, I8). */
  void delivered(Machine server, long zxid, ByteBuffer bytes) {
    int place = server.place();
    if (place < history.size()) {
      Committed expected = history.get(place);
      if (expected.zxid() != zxid || !expected.bytes().equals(bytes)) {
        violated(
            "I3",
            server
                + " delivers "
                + Zxid.text(zxid)
                + " where "
                + Zxid.text(expected.zxid())
                + (expected.zxid() == zxid ? " with other contents" : "")
                + " was delivered elsewhere");
        return;
      }
    } else {
      append(server, zxid, bytes, null);
      if (!quorum.holds(zxid)) {
        violated("I13", server + " delivers " + Zxid.text(zxid) + ", which no quorum has on disk");
      }
    }
    server.place(place + 1);
    compareDigest(server, place);
    compareSessions(server, zxid);
  }

  private void append(Machine server, long zxid, ByteBuffer bytes, @Nullable Long digest) {
    long last = lastZxid();
    boolean next =
        Zxid.epoch(zxid) == Zxid.epoch(last)
            ? zxid == last + 1
            : zxid > last && Zxid.counter(zxid) == 1;
    if (!next) {
      violated("R8", server + " delivers " + Zxid.text(zxid) + " after " + Zxid.text(last));
    }
    ParsedTxn txn = TxnCodec.decode(bytes.duplicate(), FIELD_LIMIT);
    if (txn.header().cxid() > 0
        && !asked.add(new Asked(txn.header().sessionId(), txn.header().cxid()))) {
      violated("integrity", Zxid.text(zxid) + " does again what a client asked once: " + txn);
    }
    places.put(zxid, history.size());
    history.add(new Committed(zxid, bytes.duplicate(), txn, digest));
  }

  private void compareDigest(Machine server, int place) {
    DataTree.Version version = server.tree().version();
    Committed committed = history.get(place);
    if (version.zxid() != committed.zxid()) {
      violated(
          "I6",
          server + " shows " + Zxid.text(version.zxid()) + " after " + Zxid.text(committed.zxid()));
      return;
    }
    Long known = committed.digest();
    if (known == null) {
      history.set(
          place,
          new Committed(committed.zxid(), committed.bytes(), committed.txn(), version.digest()));
    } else if (known != version.digest()) {
      violated(
          "I8",
          "after "
              + Zxid.text(version.zxid())
              + " the tree of "
              + server
              + " is not that of the others");
    }
  }

  /** I9, I10. */
  private void compareSessions(Machine server, long zxid) {
    if (zxid % SESSIONS_EVERY != 0) {
      return;
    }
    DataTree tree = server.tree();
    for (long owner : tree.ephemeralOwners()) {
      if (!tree.sessions().containsKey(owner)) {
        violated(
            "I9",
            server
                + " has ephemerals of session "
                + Zxid.text(owner)
                + ", which is not open, as of "
                + Zxid.text(zxid));
      }
    }
    int table = tree.sessions().hashCode();
    Integer known = sessionTables.putIfAbsent(zxid, table);
    if (known != null && known != table) {
      violated("I10", "the sessions of " + server + " as of " + Zxid.text(zxid) + " are others");
    }
  }

  // ---- numbers

  /** I2. */
  void writesNumber(Machine server, String name, long value) {
    if (!EPOCHS.contains(name)) {
      return;
    }
    long before = server.disk().number(name).orElse(-1);
    if (value < before) {
      violated("I2", server + " writes " + name + " " + value + " after " + before);
    }
    long accepted =
        name.equals("acceptedEpoch")
            ? value
            : server.disk().number("acceptedEpoch").orElse(Long.MAX_VALUE);
    long current =
        name.equals("currentEpoch") ? value : server.disk().number("currentEpoch").orElse(-1);
    if (accepted < current) {
      violated("I2", server + " has accepted epoch " + accepted + " and current epoch " + current);
    }
  }
}
