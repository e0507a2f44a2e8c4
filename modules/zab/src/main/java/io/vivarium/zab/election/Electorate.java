package io.vivarium.zab.election;

import io.vivarium.model.ensemble.Membership;
import io.vivarium.model.ensemble.Membership.Member;
import io.vivarium.model.ensemble.QuorumSystem;
import io.vivarium.zab.message.Vote;
import java.util.Set;
import java.util.TreeSet;
import java.util.function.LongPredicate;
import org.jspecify.annotations.Nullable;

/**
 * Who votes, who may be elected and what a quorum is: by the membership in force, and at the same time by a newer one that was
 * proposed, for nobody knows yet which of the two will count. Immutable.
 */
final class Electorate {
  private final Membership committed;
  private final QuorumSystem quorums;
  private final @Nullable Membership proposed;
  private final @Nullable QuorumSystem proposedQuorums;
  private final Set<Long> voters = new TreeSet<>();

  /** A proposed membership that is not newer than the committed one is the past and does not count. */
  Electorate(Membership committed, @Nullable Membership proposed) {
    this.committed = committed;
    this.quorums = committed.quorums();
    this.proposed = proposed != null && proposed.version() > committed.version() ? proposed : null;
    this.proposedQuorums = this.proposed == null ? null : this.proposed.quorums();
    addVoters(committed);
    if (this.proposed != null) {
      addVoters(this.proposed);
    }
  }

  private void addVoters(Membership membership) {
    membership.participants().stream().map(Member::id).forEach(voters::add);
  }

  /** The membership in force. */
  Membership committed() {
    return committed;
  }

  /** The voters of either membership, ascending. */
  Set<Long> voters() {
    return voters;
  }

  /** Whether the server votes in either membership. */
  boolean votes(long serverId) {
    return voters.contains(serverId);
  }

  /** Whether the server may lead: its vote has a weight in the membership in force or, if it is new, in the next. */
  boolean electable(long serverId) {
    if (committed.votes(serverId)) {
      return quorums.weight(serverId) > 0;
    }
    return proposedQuorums != null && proposedQuorums.weight(serverId) > 0;
  }

  /** Whether the servers for which {@code agrees} holds are a quorum of every membership that may be in force. */
  boolean quorum(LongPredicate agrees) {
    return quorums.isQuorum(agrees)
        && (proposedQuorums == null || proposedQuorums.isQuorum(agrees));
  }

  /**
   * Whether they are a quorum of one of the memberships that may be in force. Enough to believe that others have agreed already, as
   * they did by the one that was in force for them; never enough to agree.
   */
  boolean quorumOfOne(LongPredicate agreed) {
    return quorums.isQuorum(agreed)
        || (proposedQuorums != null && proposedQuorums.isQuorum(agreed));
  }

  /**
   * The order of candidates: a longer history first, by epoch and zxid, so that the leader's is as long as any of its quorum; equal
   * ones by their numbers, so that everybody decides alike.
   *
   * @return whether {@code candidate} is to be preferred
   */
  boolean beats(Vote candidate, Vote current) {
    if (!electable(candidate.leader())) {
      return false;
    }
    if (candidate.epoch() != current.epoch()) {
      return candidate.epoch() > current.epoch();
    }
    if (candidate.zxid() != current.zxid()) {
      return candidate.zxid() > current.zxid();
    }
    return candidate.leader() > current.leader();
  }
}
