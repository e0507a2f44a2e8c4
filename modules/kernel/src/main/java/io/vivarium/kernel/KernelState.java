package io.vivarium.kernel;

import io.vivarium.kernel.pipeline.PipelineParts;
import io.vivarium.kernel.snapshot.Recovery;
import io.vivarium.kernel.snapshot.StagedTree;
import io.vivarium.kernel.snapshot.TreeSnapshots;
import io.vivarium.model.Zxid;
import io.vivarium.spi.consensus.IncomingState;
import io.vivarium.spi.consensus.StagedState;
import io.vivarium.spi.consensus.StateTransfer;
import io.vivarium.spi.storage.SnapshotWriter;
import io.vivarium.spi.storage.Storage;
import io.vivarium.spi.storage.StorageException;
import io.vivarium.spi.storage.TxnCursor;
import java.io.IOException;

/**
 * Hand-over of state between servers. The log, the snapshots and whoever writes them are kept quiet while the past is changed, so
 * that no snapshot under way brings back what was forgotten.
 */
final class KernelState implements StateTransfer {
  private final RecoveredState state;
  private final Storage storage;
  private final Recovery recovery;
  private final TreeSnapshots snapshots;
  private final PipelineParts.DiskLog log;
  private final Runnable received;

  /**
   * The state of one server.
   *
   * @param received told when a tree of another server was put in place
   */
  KernelState(
      RecoveredState state,
      Storage storage,
      Recovery recovery,
      TreeSnapshots snapshots,
      PipelineParts.DiskLog log,
      Runnable received) {
    this.state = state;
    this.storage = storage;
    this.recovery = recovery;
    this.snapshots = snapshots;
    this.log = log;
    this.received = received;
  }

  @Override
  public long appliedZxid() {
    return state.tree().lastZxid();
  }

  @Override
  public Storage storage() {
    return storage;
  }

  @Override
  public long export(SnapshotWriter to) throws IOException {
    return snapshots.export(to);
  }

  @Override
  public IncomingState receive(long zxid) {
    return recovery.receive(zxid);
  }

  @Override
  public StagedState rewind(long zxid) throws IOException {
    synchronized (snapshots) {
      log.awaitQuiet();
      // Asked first: a history that never had the txn is not to be cut for nothing.
      if (!has(zxid)) {
        throw neverHad(zxid, "");
      }
      // What a scheduled snapshot would write now is what is being forgotten.
      snapshots.hold();
      forgetAfter(zxid);
      StagedTree remaining = new StagedTree(recovery.run().tree());
      if (remaining.zxid() != zxid) {
        throw neverHad(zxid, ": what remains ends at " + Zxid.text(remaining.zxid()));
      }
      return remaining;
    }
  }

  private boolean has(long zxid) throws StorageException {
    if (zxid == 0 || storage.snapshots().list().contains(zxid)) {
      return true;
    }
    try (TxnCursor cursor = storage.log().read(zxid)) {
      return cursor.next() && cursor.zxid() == zxid;
    }
  }

  private static IOException neverHad(long zxid, String instead) {
    return new IOException(
        "The history of this server cannot be rewound to zxid "
            + Zxid.text(zxid)
            + ", which is not in it"
            + instead
            + ". It has to be brought up by a snapshot.");
  }

  @Override
  public void install(StagedState staged) {
    if (!(staged instanceof StagedTree other)) {
      throw new IllegalArgumentException("a state that was not staged here: " + staged);
    }
    log.restart();
    snapshots.replace(() -> state.replace(other.tree()));
    received.run();
  }

  @Override
  public void secure() throws IOException {
    synchronized (snapshots) {
      log.awaitQuiet();
      forgetAfter(state.tree().lastZxid());
      snapshots.writeSettled();
    }
  }

  /** What another server's history does not have must not come back with the next start. */
  private void forgetAfter(long zxid) throws IOException {
    storage.log().truncate(zxid);
    storage.snapshots().truncate(zxid);
  }
}
