package io.vivarium.storage.filelog;

import io.vivarium.spi.metrics.Counter;
import io.vivarium.spi.metrics.Metrics;
import io.vivarium.spi.metrics.Summary;

/** What operators see of the log's disk, under ZooKeeper's names. */
final class ForceFigures {
  private final Summary forceMillis;
  private final Counter slowForces;

  /** Read by whoever asks. */
  private volatile long lastMillis;

  ForceFigures(Metrics metrics) {
    metrics.gauge("last_fsync_time", () -> lastMillis);
    forceMillis = metrics.summary("fsynctime");
    slowForces = metrics.counter("fsync_threshold_exceed_count");
  }

  void forced(long millis) {
    lastMillis = millis;
    forceMillis.record(millis);
  }

  void slow() {
    slowForces.increment();
  }
}
