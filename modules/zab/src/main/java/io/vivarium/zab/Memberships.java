package io.vivarium.zab;

import io.vivarium.model.Zxid;
import io.vivarium.model.ensemble.Membership;
import io.vivarium.model.ensemble.Membership.Member;
import io.vivarium.model.ensemble.Membership.Role;
import io.vivarium.spi.FatalErrors;
import io.vivarium.spi.FatalReason;
import io.vivarium.spi.consensus.EnsembleSettings;
import io.vivarium.spi.consensus.MembershipKeeper;
import io.vivarium.zab.election.Election;
import io.vivarium.zab.port.ElectionNetwork;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The servers of the ensemble as this server knows them: the committed membership, and a newer one that was proposed and may or may
 * not come into force. What is told of either is kept on disk first. Invariant: a proposed one is newer than the committed one.
 */
final class Memberships {
  private static final Logger log = LoggerFactory.getLogger(Memberships.class);

  private final long self;
  private final MembershipKeeper keeper;
  private final Election election;
  private final ElectionNetwork network;
  private final FatalErrors fatal;
  private Membership committed;
  private @Nullable Membership proposed;
  private QuorumPair quorums;

  Memberships(
      EnsembleSettings ensemble,
      MembershipKeeper keeper,
      Election election,
      ElectionNetwork network,
      FatalErrors fatal) {
    this.self = ensemble.serverId();
    this.keeper = keeper;
    this.election = election;
    this.network = network;
    this.fatal = fatal;
    this.committed = ensemble.membership();
    this.proposed = newer(ensemble.proposed());
    this.quorums = new QuorumPair(committed, proposed);
  }

  private @Nullable Membership newer(@Nullable Membership membership) {
    return membership != null && membership.version() > committed.version() ? membership : null;
  }

  // ---- who is who

  /** The membership in force. */
  Membership committed() {
    return committed;
  }

  /** The newest membership this server has seen. */
  Membership lastSeen() {
    return proposed == null ? committed : proposed;
  }

  /** Whether a change is on its way. */
  boolean changing() {
    return proposed != null;
  }

  /** What a quorum is at present. */
  QuorumPair quorums() {
    return quorums;
  }

  /** The entry of a server, in force or to come; null for strangers. */
  @Nullable Member member(long serverId) {
    Member member = committed.members().get(serverId);
    return member == null ? lastSeen().members().get(serverId) : member;
  }

  /** This server's own entry; null when it is not listed. */
  @Nullable Member me() {
    return member(self);
  }

  /** Whether this server only observes. One that is not listed follows, without a vote that counts. */
  boolean observing() {
    Member me = committed.members().get(self);
    return me != null && me.role() == Role.OBSERVER;
  }

  // ---- changes

  /** Tells the election who votes. */
  void announce() {
    election.members(committed, proposed);
    network.members(committed, proposed);
  }

  /** Puts the membership in force where clients read it; for a role that begins. */
  void show() {
    keeper.show(committed);
  }

  /** A txn brings a membership; what is not newer than the last one seen is the past. */
  void propose(Membership next) {
    if (next.version() <= lastSeen().version()) {
      return;
    }
    keep("proposed", () -> keeper.proposed(next));
    set(committed, next);
  }

  /**
   * The leader of an epoch names its membership, which is at least as new as all that earlier epochs have left in its history. So what
   * was proposed in one of them and is newer has come to nothing, and must not come into force with a later leader. What the epoch
   * itself has brought is this leader's, which may name the one before it until it is committed.
   */
  void named(Membership byLeader, long epoch) {
    Membership seen = lastSeen();
    boolean abandoned =
        changing() && seen.version() > byLeader.version() && Zxid.epoch(seen.version()) < epoch;
    if (!abandoned) {
      propose(byLeader);
      return;
    }
    log.info(
        "The change to membership of version 0x{} has come to nothing: the leader of epoch {} does not know it",
        Long.toHexString(seen.version()),
        epoch);
    Membership known = newer(byLeader) == null ? committed : byLeader;
    keep("proposed", () -> keeper.proposed(known));
    set(committed, known);
  }

  /** A membership is in force; ignored when it is not newer. */
  void commit(Membership next) {
    if (newer(next) == null) {
      return;
    }
    keep("committed", () -> keeper.committed(next));
    List<Membership.Address> before = addresses();
    set(next, proposed);
    log.info(
        "Membership of version 0x{} is in force: {}",
        Long.toHexString(next.version()),
        next.text().strip());
    List<Membership.Address> now = addresses();
    if (!now.isEmpty() && !now.equals(before)) {
      network.restart();
    }
  }

  private List<Membership.Address> addresses() {
    Member me = me();
    return me == null ? List.of() : me.addresses();
  }

  private void set(Membership inForce, @Nullable Membership next) {
    committed = inForce;
    proposed = newer(next);
    quorums = new QuorumPair(committed, proposed);
    announce();
  }

  private interface Keeping {
    void run() throws IOException;
  }

  private void keep(String what, Keeping keeping) {
    try {
      keeping.run();
    } catch (IOException e) {
      fatal.stop(
          FatalReason.STORAGE_WRITE,
          "Cannot keep the "
              + what
              + " membership: "
              + e.getMessage()
              + ". Restart the server when it can write its configuration.",
          e);
      throw new UncheckedIOException(e);
    }
  }
}
