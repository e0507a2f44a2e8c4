package io.vivarium.zab.election;

import io.vivarium.zab.message.Notification;
import io.vivarium.zab.message.ServerState;
import io.vivarium.zab.message.Vote;

/**
 * A vote as it is counted.
 *
 * @param state what the voter was doing when it cast the vote
 * @param vote its vote
 * @param versioned whether the voter's messages have a version; those that have none tell no epoch to rely on
 */
record Ballot(ServerState state, Vote vote, boolean versioned) {
  /** A proposal of a server that looks for a leader. */
  static Ballot proposal(Vote vote) {
    return new Ballot(ServerState.LOOKING, vote, true);
  }

  /** What a notification says. */
  static Ballot of(Notification notification) {
    return new Ballot(notification.state(), notification.vote(), notification.version() > 0);
  }

  /** The same ballot, trusted for its leader only when compared with one that is versioned. */
  Ballot unversioned() {
    return new Ballot(state, vote, false);
  }

  /**
   * Whether both are for the same outcome. Proposals must be equal. Servers that have settled joined at different times, so each may tell
   * another zxid and round for one and the same leader; and one that was in before the leader had its epoch confirmed may tell
   * another epoch, which is why a ballot without version is compared by its leader alone.
   */
  boolean agrees(Ballot other) {
    if (state == ServerState.LOOKING || other.state == ServerState.LOOKING) {
      return vote.equals(other.vote);
    }
    return vote.leader() == other.vote.leader()
        && (versioned != other.versioned || vote.epoch() == other.vote.epoch());
  }
}
