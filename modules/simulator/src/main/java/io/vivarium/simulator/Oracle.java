package io.vivarium.simulator;

import io.vivarium.codec.TxnCodec;
import io.vivarium.model.OpCode;
import io.vivarium.model.ParsedTxn;
import io.vivarium.model.Txn;
import io.vivarium.model.Zxid;
import io.vivarium.model.ensemble.Membership;
import io.vivarium.tree.DataTree;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
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

  /** Where the type of a txn is, behind session, cxid, zxid and time. */
  private static final int TYPE_AT = Long.BYTES + Integer.BYTES + Long.BYTES + Long.BYTES;

  /** The session tables are compared at every txn whose number is a multiple of this. */
  private static final int SESSIONS_EVERY = 8;

  /**
   * A txn that is committed.
   *
   * @param digest digest of the tree after it; null when nobody has told yet
   */
  record Committed(long zxid, ByteBuffer bytes, ParsedTxn txn, @Nullable Long digest) {}

  /** Who has what on disk. */
  interface Disks {
    /** Whether a server has a txn on disk. */
    boolean hold(long server, long zxid);
  }

  /**
   * A txn that a primary has proposed.
   *
   * @param needed the memberships of each of which a quorum must have it before it is delivered (R7, R16)
   */
  private record Proposed(ByteBuffer bytes, List<Membership> needed) {}

  private final Trace trace;
  private final Disks disks;
  private final List<Committed> history = new ArrayList<>();
  private final Map<Long, Integer> places = new HashMap<>();
  private final Map<Long, Integer> primaries = new HashMap<>();
  private final Map<Long, Proposed> proposals = new HashMap<>();

  /** What followers have told leaders of the epochs they accepted, by leader. */
  private final Map<Integer, Map<Long, Long>> presented = new HashMap<>();

  private final Set<Epoch> announced = new HashSet<>();

  /** An epoch as a server announces it. */
  private record Epoch(int leader, long number) {}

  /** Who has acknowledged the history of an epoch. */
  private final Map<Long, Set<Long>> histories = new HashMap<>();

  private final Map<Long, Integer> sessionTables = new HashMap<>();
  private final Set<Asked> asked = new HashSet<>();
  private final List<String> violations = new ArrayList<>();

  /** What a client asked: at most one txn each. */
  private record Asked(long session, int cxid) {}

  /** The newest membership that is in force somewhere. */
  private Membership membership;

  /**
   * An oracle that has seen nothing.
   *
   * @param initial the servers at the beginning
   */
  Oracle(Trace trace, Membership initial, Disks disks) {
    this.trace = trace;
    this.membership = initial;
    this.disks = disks;
  }

  /** The newest membership that is in force somewhere. */
  Membership membership() {
    return membership;
  }

  /** A server has a membership in force: for the leader it is so before anything else is proposed. */
  void inForce(Membership next) {
    if (next.version() > membership.version()) {
      membership = next;
    }
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

  /** A follower has told a leader which epoch it has accepted. */
  void presents(int leader, long follower, long acceptedEpoch) {
    presented.computeIfAbsent(leader, _ -> new HashMap<>()).put(follower, acceptedEpoch);
  }

  /** A server has died: who has presented itself to it will do so again. */
  void died(Machine server) {
    presented.remove(server.id());
  }

  /** A leader announces an epoch: a quorum of voters must have told it theirs, which are lower (R2). */
  void announces(Machine leader, long epoch) {
    if (!announced.add(new Epoch(leader.id(), epoch))) {
      return;
    }
    Map<Long, Long> accepted = presented.getOrDefault(leader.id(), Map.of());
    boolean agreed =
        membership
            .quorums()
            .isQuorum(id -> id == leader.id() || accepted.getOrDefault(id, epoch) < epoch);
    if (!agreed) {
      violated("R2", leader + " announces epoch " + epoch + " and knows of " + accepted);
    }
  }

  /** A learner has acknowledged the history of an epoch. */
  void acknowledges(long learner, long epoch) {
    histories.computeIfAbsent(epoch, _ -> new HashSet<>()).add(learner);
  }

  /** A leader says that its history is that of its epoch: a quorum must have acknowledged it (I1, I4, R5). */
  void establishes(Machine leader, long epoch) {
    Set<Long> acknowledged = histories.getOrDefault(epoch, Set.of());
    if (!membership.quorums().isQuorum(id -> id == leader.id() || acknowledged.contains(id))) {
      violated(
          "R5",
          leader + " begins epoch " + epoch + ", whose history is that of it and " + acknowledged);
    }
    commits(leader, epoch);
  }

  /** A server is the primary from now on (I1, I4). */
  void leads(Machine server, long epoch) {
    commits(server, epoch);
    if (violations.isEmpty()) {
      replayable(server, server.tree().lastZxid());
      begins(server);
    }
  }

  /** What a primary begins with counts as committed. */
  private void commits(Machine server, long epoch) {
    Integer before = primaries.put(epoch, server.id());
    if (before != null && epoch != 0) {
      if (before != server.id()) {
        violated(
            "I1",
            server + " leads epoch " + epoch + ", which server " + before + " has led already");
      }
      return;
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
    commitsWithState(server, own);
  }

  /** What a primary knows from a state that it was sent is not in its log. It can only be of the epoch before: of others, all is known. */
  private void commitsWithState(Machine server, long own) {
    long zxid = Math.max(lastZxid() + 1, Zxid.of(Zxid.epoch(own), 1));
    for (Proposed sent; zxid <= own && (sent = proposals.get(zxid)) != null; zxid++) {
      append(server, zxid, sent.bytes(), null);
    }
  }

  /** A server serves under a primary from now on. */
  void follows(Machine server) {
    // Of what is committed some may not be on its own disk yet: others have it.
    replayable(server, 0);
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

  /** I14: the disk gives back everything up to a txn at least, and has no snapshot of what is not in memory. */
  private void replayable(Machine server, long zxid) {
    String gap = server.disk().gap(zxid);
    long own = server.tree().lastZxid();
    if (gap != null || server.disk().snapshotZxid() > own) {
      violated(
          "I14",
          server
              + " serves from "
              + Zxid.text(own)
              + ", its newest snapshot is that of "
              + Zxid.text(server.disk().snapshotZxid())
              + (gap == null ? "" : "; in the log " + gap));
    }
  }

  private int placeAfter(long zxid) {
    int place = history.size();
    while (place > 0 && history.get(place - 1).zxid() > zxid) {
      place--;
    }
    return place;
  }

  // ---- proposals

  /** A primary is about to propose a txn; nobody may propose another one of that zxid. */
  void proposes(Machine server, long zxid, ByteBuffer bytes) {
    Integer primary = primaries.get(Zxid.epoch(zxid));
    if (Zxid.epoch(zxid) != 0 && (primary == null || primary != server.id())) {
      violated("I5", server + " proposes " + Zxid.text(zxid) + ", in an epoch of somebody else");
    }
    List<Membership> needed = new ArrayList<>();
    needed.add(membership);
    for (long at = zxid - 1; at > lastZxid() && Zxid.counter(at) > 0; at--) {
      Proposed pending = proposals.get(at);
      Membership change = pending == null ? null : change(pending.bytes());
      if (change != null) {
        needed.add(change);
      }
    }
    Membership change = change(bytes);
    if (change != null) {
      needed.add(change);
    }
    Proposed before = proposals.put(zxid, new Proposed(copy(bytes), needed));
    // A server on its own gives a zxid again when the txn that had it was lost.
    if (before != null && (Zxid.epoch(zxid) != 0 || find(zxid) != null)) {
      violated("I5", server + " proposes " + Zxid.text(zxid) + ", which was proposed already");
    }
  }

  private static ByteBuffer copy(ByteBuffer bytes) {
    return ByteBuffer.allocate(bytes.remaining()).put(bytes.duplicate()).flip();
  }

  private static @Nullable Membership change(ByteBuffer bytes) {
    if (bytes.getInt(bytes.position() + TYPE_AT) != OpCode.RECONFIG.code()) {
      return null;
    }
    return TxnCodec.decode(bytes.duplicate(), FIELD_LIMIT).txn() instanceof Txn.Reconfig change
            && change.data() != null
        ? Membership.parse(new String(change.data(), StandardCharsets.UTF_8))
        : null;
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
      requireQuorums(server, zxid);
    }
    server.place(place + 1);
    compareDigest(server, place);
    compareSessions(server, zxid);
  }

  /** I13. */
  private void requireQuorums(Machine server, long zxid) {
    Proposed proposed = proposals.get(zxid);
    for (Membership needed : proposed == null ? List.<Membership>of() : proposed.needed()) {
      if (!needed.quorums().isQuorum(id -> disks.hold(id, zxid))) {
        violated(
            "I13",
            server
                + " delivers "
                + Zxid.text(zxid)
                + ", which no quorum has on disk of: "
                + needed.text().replace('\n', ' '));
      }
    }
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
    Proposed proposed = proposals.get(zxid);
    if (proposed == null || !proposed.bytes().equals(bytes)) {
      violated(
          "I5",
          server
              + " delivers "
              + Zxid.text(zxid)
              + (proposed == null ? ", which nobody proposed" : ", which was proposed otherwise"));
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
