package io.vivarium.kernel.admin;

import io.vivarium.spi.consensus.ConsensusStatus;
import java.util.LinkedHashMap;
import java.util.SequencedMap;

/** What {@code mntr} says of a server's place in its ensemble, by ZooKeeper's names. */
final class EnsembleLines {
  private EnsembleLines() {}

  static SequencedMap<String, String> of(ConsensusStatus status) {
    SequencedMap<String, String> lines = new LinkedHashMap<>();
    switch (status.mode()) {
      case LEADER -> lines.put("peer_state", "leading - broadcast");
      case FOLLOWER -> lines.put("peer_state", "following - broadcast");
      case OBSERVER -> {
        lines.put("peer_state", "observing - broadcast");
        lines.put("observer_master_id", String.valueOf(status.leaderId()));
      }
      case LOOKING, READ_ONLY -> lines.put("peer_state", "looking");
      case STANDALONE -> {}
    }
    return lines;
  }
}
