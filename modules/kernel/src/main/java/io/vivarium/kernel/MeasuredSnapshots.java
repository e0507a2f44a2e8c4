package io.vivarium.kernel;

import io.vivarium.kernel.snapshot.SnapshotScheduler;
import io.vivarium.spi.TimeSource;
import io.vivarium.spi.metrics.Summary;
import java.io.IOException;
import java.util.concurrent.TimeUnit;

/** Measures how long each scheduled snapshot takes, in ms. */
final class MeasuredSnapshots implements SnapshotScheduler.Snapshotter {
  private final SnapshotScheduler.Snapshotter snapshots;
  private final Summary taken;
  private final TimeSource time;

  MeasuredSnapshots(SnapshotScheduler.Snapshotter snapshots, Summary taken, TimeSource time) {
    this.snapshots = snapshots;
    this.taken = taken;
    this.time = time;
  }

  @Override
  public long write() throws IOException {
    long begun = time.monotonicNanos();
    long zxid = snapshots.write();
    taken.record(TimeUnit.NANOSECONDS.toMillis(time.monotonicNanos() - begun));
    return zxid;
  }

  @Override
  public void pause() {
    snapshots.pause();
  }

  @Override
  public void resume() {
    snapshots.resume();
  }
}
