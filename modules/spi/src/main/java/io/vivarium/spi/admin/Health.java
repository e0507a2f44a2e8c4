package io.vivarium.spi.admin;

import io.vivarium.spi.consensus.ConsensusStatus;

/**
 * How a server is, for those that restart servers and those that send clients to them.
 *
 * @param ready whether clients can read and write here now
 * @param mode what the server is to its ensemble
 */
public record Health(boolean ready, ConsensusStatus.Mode mode) {
  /** Whether this server orders the writes: it leads, or is alone. */
  public boolean leads() {
    return switch (mode) {
      case LEADER, STANDALONE -> ready;
      case FOLLOWER, OBSERVER, READ_ONLY, LOOKING -> false;
    };
  }
}
