package io.vivarium.kernel;

import io.vivarium.kernel.snapshot.Recovery;
import io.vivarium.kernel.snapshot.TreeSnapshots;
import io.vivarium.spi.consensus.StateTransfer;
import io.vivarium.spi.storage.SnapshotReader;
import io.vivarium.spi.storage.SnapshotWriter;
import io.vivarium.spi.storage.Storage;
import io.vivarium.tree.DataTree;
import java.io.IOException;

/** Hand-over of state between servers. After a change memory is what recovery would make of the disk. */
final class KernelState implements StateTransfer {
  private final RecoveredState state;
  private final Storage storage;
  private final Recovery recovery;
  private final TreeSnapshots snapshots;
  private final Runnable logQuiet;

  /**
   * The state of one server.
   *
   * @param logQuiet returns when everything handed to the log is on disk
   */
  KernelState(
      RecoveredState state,
      Storage storage,
      Recovery recovery,
      TreeSnapshots snapshots,
      Runnable logQuiet) {
    this.state = state;
    this.storage = storage;
    this.recovery = recovery;
    this.snapshots = snapshots;
    this.logQuiet = logQuiet;
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
  public void install(long zxid, SnapshotReader from) throws IOException {
    DataTree received = recovery.receive(zxid, from);
    synchronized (snapshots) {
      forgetAfter(zxid);
      state.replace(received);
      snapshots.write();
    }
  }

  @Override
  public void truncate(long zxid) throws IOException {
    synchronized (snapshots) {
      forgetAfter(zxid);
      state.replace(recovery.run().tree());
    }
  }

  /** What another server's history does not have must not come back with the next start, by no snapshot under way either. */
  private void forgetAfter(long zxid) throws IOException {
    logQuiet.run();
    storage.log().truncate(zxid);
    storage.snapshots().truncate(zxid);
  }
}
