package io.vivarium.zab;

import io.vivarium.spi.consensus.ConsensusStatus;

/** Where the server stands, as any thread may read it. Said anew in each turn, and made anew only when something has changed. */
final class ShownStatus {
  private volatile ConsensusStatus current =
      new ConsensusStatus(ConsensusStatus.Mode.LOOKING, 0, -1, 0);

  /** What {@link LearnerLinks#fingerprint} was when they were shown. */
  private long shownLearners;

  /** Any thread. */
  ConsensusStatus current() {
    return current;
  }

  /** The server brings nobody up. */
  void show(ConsensusStatus.Mode mode, long epoch, long leaderId, int peers) {
    boolean same =
        current.mode() == mode
            && current.epoch() == epoch
            && current.leaderId() == leaderId
            && current.peers() == peers
            && current.learners().isEmpty();
    if (!same) {
      current = new ConsensusStatus(mode, epoch, leaderId, peers);
    }
  }

  /** The server leads, with these learners in the live stream or on their way into it. */
  void lead(long epoch, long leaderId, LearnerLinks learners) {
    long fingerprint = learners.fingerprint();
    boolean same =
        current.mode() == ConsensusStatus.Mode.LEADER
            && current.epoch() == epoch
            && shownLearners == fingerprint;
    if (!same) {
      shownLearners = fingerprint;
      current =
          new ConsensusStatus(
              ConsensusStatus.Mode.LEADER,
              epoch,
              leaderId,
              learners.inStream(),
              learners.serving(false),
              learners.serving(true),
              learners.shown());
    }
  }
}
