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
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Hand-over of state between servers. The log, the snapshots and whoever writes them are kept quiet while the past is changed, so
 * that no snapshot under way brings back what was forgotten.
 */
final class KernelState implements StateTransfer {
  private static final Logger LOG = LoggerFactory.getLogger(KernelState.class);

  private final RecoveredState state;
  private final Storage storage;
  private final Recovery recovery;
  private final TreeSnapshots snapshots;
  private final PipelineParts.DiskLog log;
  private final Runnable received;

  /** Whether the tree has no effects of txns after its zxid. */
  private volatile boolean exact;

  /**
   * The state of one server.
   *
   * @param received told when a tree was put in place that has effects of txns which are still to follow
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
    this.exact = state.exact();
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
  public @Nullable StagedState rewind(long zxid) throws IOException {
    synchronized (snapshots) {
      log.awaitQuiet();
      // Read first: a history that does not lead there is not to be cut for nothing.
      StagedTree remaining = remaining(zxid);
      if (remaining == null || remaining.zxid() != zxid) {
        return null;
      }
      // What a scheduled snapshot would write now is what is being forgotten.
      snapshots.hold();
      storage.log().truncate(zxid);
      storage.snapshots().truncate(zxid);
      recovery.noteRewound(zxid);
      return remaining;
    }
  }

  /** Null when the disk does not lead there, or cannot be read: the state of another server serves as well then. */
  private @Nullable StagedTree remaining(long zxid) {
    try {
      return leadsTo(zxid) ? recovery.upTo(zxid) : null;
    } catch (StorageException e) {
      LOG.error(
          "The history on disk up to zxid {} cannot be read, the leader's state is needed instead",
          Zxid.text(zxid),
          e);
      return null;
    }
  }

  /** A log of which the beginning is missing leads nowhere: what it adds to was in a snapshot that is gone, or never was here. */
  private boolean leadsTo(long zxid) throws StorageException {
    List<Long> snapshotZxids = storage.snapshots().list();
    if (zxid == 0 || snapshotZxids.contains(zxid)) {
      return true;
    }
    if (!snapshotZxids.isEmpty() && snapshotZxids.getLast() > zxid) {
      return false;
    }
    try (TxnCursor cursor = Recovery.replay(storage, zxid)) {
      return cursor.next() && cursor.zxid() == zxid;
    }
  }

  @Override
  public void install(StagedState staged) {
    if (!(staged instanceof StagedTree other)) {
      throw new IllegalArgumentException("a state that was not staged here: " + staged);
    }
    log.restart();
    exact = other.exact();
    snapshots.replace(() -> state.replace(other.tree()));
    if (!exact) {
      received.run();
    }
  }

  @Override
  public void secure() throws IOException {
    synchronized (snapshots) {
      log.awaitQuiet();
      long zxid = state.tree().lastZxid();
      recovery.noteReceiving(zxid);
      // In this order a crash leaves either history whole: later txns must not be replayed on this
      // snapshot, and a
      // later snapshot may be all that this server has until this one is written.
      storage.log().truncate(zxid);
      if (snapshots.writeSettled() == TreeSnapshots.NONE) {
        throw new IOException(
            "the snapshot " + Zxid.text(zxid) + " was not written: the tree is being replaced");
      }
      storage.snapshots().truncate(zxid);
      // Not before: a later snapshot may have come from elsewhere too, and as long as it is there a
      // start goes on from it.
      recovery.noteReceived(zxid);
    }
  }
}
