package io.vivarium.zab.election;

import io.vivarium.model.ensemble.Membership;
import io.vivarium.zab.message.ServerState;
import io.vivarium.zab.message.Vote;

/**
 * What an election tells the server that runs it. Called from within {@link Election#received} and {@link Election#poll} only, as the
 * last thing that they do or before they look at anything, so that every method of the election may be called from here.
 */
public interface ElectionOutcome {
  /** A leader was found; this server is to take the state. The election answers others accordingly already. */
  void elected(ServerState state, Vote vote);

  /**
   * While looking, a peer was heard of that knows a newer membership; whoever is told decides whether to adopt it. It is told
   * again with each notification of that peer until {@link Election#members} has been told of a membership as new.
   */
  void newerMembership(Membership membership);

  /** While this server leads, a voter is looking for a leader again. What it said last may be told again on a new connection. */
  void looksAgain(long serverId);
}
