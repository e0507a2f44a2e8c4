package io.vivarium.zab;

import io.vivarium.model.ensemble.Membership;
import io.vivarium.model.ensemble.QuorumSystem;
import java.util.HashSet;
import java.util.Set;

/**
 * How a leader and a quorum agree on an epoch: it is greater than all that any of them has accepted, and none of them has a history that
 * the leader lacks. Of the membership in force only voters count; observers raise the epoch without counting. Invariant: what has been
 * decided does not change.
 */
final class EpochAgreement {
  private final long leader;
  private final boolean countsObservers;
  private final Membership membership;
  private final QuorumSystem quorums;
  private final long leaderEpoch;
  private final long leaderZxid;
  private final Set<Long> proposers = new HashSet<>();
  private final Set<Long> promisers = new HashSet<>();
  private long epoch = -1;
  private boolean decided;
  private boolean promised;

  /**
   * An agreement that nobody takes part in yet.
   *
   * @param leaderEpoch current epoch of the leader
   * @param leaderZxid where its history ends
   * @param countsObservers a defect
   */
  EpochAgreement(
      long leader,
      Membership membership,
      long leaderEpoch,
      long leaderZxid,
      boolean countsObservers) {
    this.leader = leader;
    this.membership = membership;
    this.quorums = membership.quorums();
    this.leaderEpoch = leaderEpoch;
    this.leaderZxid = leaderZxid;
    this.countsObservers = countsObservers;
  }

  /**
   * A server tells the last epoch it has agreed to.
   *
   * @return whether that decided the epoch, now
   */
  boolean propose(long serverId, long acceptedEpoch) {
    if (decided) {
      return false;
    }
    epoch = Math.max(epoch, acceptedEpoch + 1);
    proposers.add(serverId);
    decided = quorum(proposers);
    return decided;
  }

  /** Whether a server with such a history may follow. A latecomer is not asked: what it has more was never committed. */
  boolean admits(long currentEpoch, long lastZxid) {
    boolean recent =
        currentEpoch > leaderEpoch || (currentEpoch == leaderEpoch && lastZxid > leaderZxid);
    return promised || currentEpoch == -1 || !recent;
  }

  /**
   * A server has promised itself to the epoch.
   *
   * @param currentEpoch epoch of its history; −1 when it had made the promise before
   * @param lastZxid where its history ends; −1 when it has lost it
   * @return whether that is the quorum, now
   */
  boolean promise(long serverId, long currentEpoch, long lastZxid) {
    if (!decided) {
      throw new IllegalStateException("server " + serverId + " promises itself to no epoch");
    }
    if (promised || currentEpoch == -1 || lastZxid == -1) {
      return false;
    }
    promisers.add(serverId);
    promised = quorum(promisers);
    return promised;
  }

  private boolean quorum(Set<Long> servers) {
    if (!servers.contains(leader)) {
      return false;
    }
    if (countsObservers) {
      return servers.size() > membership.participants().size() / 2;
    }
    return quorums.isQuorum(servers::contains);
  }

  /** The epoch that was decided. */
  long epoch() {
    if (!decided) {
      throw new IllegalStateException("no epoch was decided");
    }
    return epoch;
  }

  /** Whether the epoch stands. */
  boolean decided() {
    return decided;
  }

  /** Whether a quorum has promised itself to it. */
  boolean promised() {
    return promised;
  }
}
