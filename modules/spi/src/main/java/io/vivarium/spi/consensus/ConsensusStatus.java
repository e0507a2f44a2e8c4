package io.vivarium.spi.consensus;

/**
 * Where an engine stands, for operators.
 *
 * @param mode the word that {@code srvr} prints
 * @param epoch epoch in force; 0 when standalone
 * @param leaderId server id of the primary; −1 when unknown
 * @param peers servers connected to this one
 * @param syncedFollowers on a leader: voters among them that have its history
 * @param syncedObservers on a leader: observers among them that have its history
 */
public record ConsensusStatus(
    Mode mode, long epoch, long leaderId, int peers, int syncedFollowers, int syncedObservers) {

  /** The status of a server that brings nobody up. */
  public ConsensusStatus(Mode mode, long epoch, long leaderId, int peers) {
    this(mode, epoch, leaderId, peers, 0, 0);
  }

  /** What a server is to its ensemble. */
  public enum Mode {
    STANDALONE("standalone"),
    LEADER("leader"),
    FOLLOWER("follower"),
    OBSERVER("observer"),
    READ_ONLY("read-only"),
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
