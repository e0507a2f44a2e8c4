package io.vivarium.zab;

import io.vivarium.spi.consensus.ConsensusStatus;

/** Where the server stands, as any thread may read it. Said anew in each turn, and made anew only when something has changed. */
final class ShownStatus {
  private volatile ConsensusStatus current =
      new ConsensusStatus(ConsensusStatus.Mode.LOOKING, 0, -1, 0);

  /** Any thread. */
  ConsensusStatus current() {
    return current;
  }

  /** The server brings nobody up. */
  void show(ConsensusStatus.Mode mode, long epoch, long leaderId, int peers) {
    show(mode, epoch, leaderId, peers, 0, 0);
  }

  /** The components of {@link ConsensusStatus}. */
  void show(
      ConsensusStatus.Mode mode,
      long epoch,
      long leaderId,
      int peers,
      int syncedFollowers,
      int syncedObservers) {
    ConsensusStatus shown = current;
    boolean same =
        shown.mode() == mode
            && shown.epoch() == epoch
            && shown.leaderId() == leaderId
            && shown.peers() == peers
            && shown.syncedFollowers() == syncedFollowers
            && shown.syncedObservers() == syncedObservers;
    if (!same) {
      current = new ConsensusStatus(mode, epoch, leaderId, peers, syncedFollowers, syncedObservers);
    }
  }
}
