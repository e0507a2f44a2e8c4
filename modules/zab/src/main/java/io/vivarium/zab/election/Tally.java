package io.vivarium.zab.election;

import io.vivarium.zab.message.ServerState;
import java.util.HashMap;
import java.util.Map;

/** The last ballot of each voter. Bounded by the number of voters, for nobody else's is put in. */
final class Tally {
  private final Map<Long, Ballot> ballots = new HashMap<>();

  /** Notes a voter's ballot in place of its last one. */
  void put(long serverId, Ballot ballot) {
    ballots.put(serverId, ballot);
  }

  void clear() {
    ballots.clear();
  }

  /** Whether the voter's ballot is here and agrees. */
  boolean agrees(long serverId, Ballot ballot) {
    Ballot its = ballots.get(serverId);
    return its != null && its.agrees(ballot);
  }

  /** Whether the server itself says that it leads: others may speak of a leader that is long gone. */
  boolean saysItLeads(long serverId) {
    Ballot its = ballots.get(serverId);
    return its != null && its.state() == ServerState.LEADING;
  }
}
