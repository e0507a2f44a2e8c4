package io.vivarium.storage.filelog;

import io.vivarium.spi.metrics.Counter;
import io.vivarium.spi.metrics.Metrics;
import io.vivarium.spi.metrics.Summary;

/** What operators see of the log's disk, under ZooKeeper's names. */
final class ForceFigures {
  private final Summary forceMillis;
  private final Counter slowForces;

  ForceFigures(Metrics metrics) {
    forceMillis = metrics.summary("fsynctime");
    slowForces = metrics.counter("fsync_threshold_exceed_count");
  }

  void forced(long millis) {
    forceMillis.record(millis);
  }

  void slow() {
    slowForces.increment();
  }
}
