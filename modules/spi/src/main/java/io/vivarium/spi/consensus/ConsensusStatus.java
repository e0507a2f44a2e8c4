package io.vivarium.spi.consensus;

import java.util.List;

/**
 * Where an engine stands, for operators.
 *
 * @param mode the word that {@code srvr} prints
 * @param epoch epoch in force; 0 when standalone
 * @param leaderId server id of the primary; −1 when unknown
 * @param peers servers connected to this one
 * @param syncedFollowers on a leader: voters among them that have its history
 * @param syncedObservers on a leader: observers among them that have its history
 * @param learners on a leader: the servers that learn from it, in no order; empty on others
 */
public record ConsensusStatus(
    Mode mode,
    long epoch,
    long leaderId,
    int peers,
    int syncedFollowers,
    int syncedObservers,
    List<Learner> learners) {

  /** Copies the list. */
  public ConsensusStatus {
    learners = List.copyOf(learners);
  }

  /** The status of a server that brings nobody up. */
  public ConsensusStatus(Mode mode, long epoch, long leaderId, int peers) {
    this(mode, epoch, leaderId, peers, 0, 0, List.of());
  }

  /**
   * A server that learns from this one.
   *
   * @param id its number
   * @param observer whether it has no vote
   * @param synced whether it has this server's history
   */
  public record Learner(long id, boolean observer, boolean synced) {}

  /** What a server is to its ensemble. */
  public enum Mode {
    /** It has no ensemble. */
    STANDALONE("standalone"),
    /** It puts the ensemble's txns into their order. */
    LEADER("leader"),
    /** It votes, and has its txns from a leader. */
    FOLLOWER("follower"),
    /** It has its txns from a leader, and no vote. */
    OBSERVER("observer"),
    /** It found no quorum, and lets clients read what it has. */
    READ_ONLY("read-only"),
    /** It is about to find its part, and serves nobody. */
    LOOKING("looking");

    private final String text;

    Mode(String text) {
      this.text = text;
    }

    /** The word that ZooKeeper's four-letter words print. */
    public String text() {
      return text;
    }
  }
}
