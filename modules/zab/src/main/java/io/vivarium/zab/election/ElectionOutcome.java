package io.vivarium.zab.election;

import io.vivarium.model.ensemble.Membership;
import io.vivarium.zab.message.ServerState;
import io.vivarium.zab.message.Vote;

/** What an election tells the server that runs it. Called from within the election's own methods, at most once in each. */
public interface ElectionOutcome {
  /** A leader was found; this server is to take the state. */
  void elected(ServerState state, Vote vote);

  /** While looking, a peer was heard of that knows a newer membership; whoever is told decides whether to adopt it. */
  void newerMembership(Membership membership);

  /** While this server leads, a voter is looking for a leader again. */
  void looksAgain(long serverId);
}
