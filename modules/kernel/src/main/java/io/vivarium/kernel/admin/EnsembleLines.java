package io.vivarium.kernel.admin;

import io.vivarium.model.ensemble.Membership;
import io.vivarium.spi.consensus.ConsensusStatus;
import java.util.LinkedHashMap;
import java.util.SequencedMap;

/** What {@code mntr} says of a server's place in its ensemble, by ZooKeeper's names. */
final class EnsembleLines {
  private EnsembleLines() {}

  static SequencedMap<String, String> of(ConsensusStatus status, Membership membership) {
    SequencedMap<String, String> lines = new LinkedHashMap<>();
    switch (status.mode()) {
      case LEADER -> {
        lines.put("peer_state", "leading - broadcast");
        quorumSize(lines, membership);
        lines.put("learners", String.valueOf(status.peers()));
        lines.put("synced_followers", String.valueOf(status.syncedFollowers()));
        lines.put("synced_observers", String.valueOf(status.syncedObservers()));
      }
      case FOLLOWER -> {
        lines.put("peer_state", "following - broadcast");
        quorumSize(lines, membership);
      }
      case OBSERVER -> {
        lines.put("peer_state", "observing - broadcast");
        lines.put("observer_master_id", String.valueOf(status.leaderId()));
        quorumSize(lines, membership);
      }
      case LOOKING, READ_ONLY -> lines.put("peer_state", "looking");
      case STANDALONE -> {}
    }
    return lines;
  }

  private static void quorumSize(SequencedMap<String, String> lines, Membership membership) {
    lines.put("quorum_size", String.valueOf(membership.participants().size()));
  }
}
