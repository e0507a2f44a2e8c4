package io.vivarium.bench.load;

import java.util.SortedMap;
import java.util.TreeMap;
import java.util.concurrent.TimeUnit;
import java.util.function.BooleanSupplier;
import org.HdrHistogram.Histogram;

/** What one event loop has measured; touched by that loop alone until the load has stopped. */
final class LoopFigures {
  static final long LONGEST_NANOS = TimeUnit.MINUTES.toNanos(2);

  private final Histogram latencies = new Histogram(LONGEST_NANOS, 3);
  private final SortedMap<Integer, Long> errors = new TreeMap<>();
  private final BooleanSupplier measuring;

  /** Progress, read by another thread: approximate there. */
  private volatile long completed;

  LoopFigures(BooleanSupplier measuring) {
    this.measuring = measuring;
  }

  @SuppressWarnings("NonAtomicVolatileUpdate") // one writer
  void completed(long nanos) {
    completed++;
    if (measuring.getAsBoolean()) {
      latencies.recordValue(Math.min(Math.max(0, nanos), LONGEST_NANOS));
    }
  }

  void failed(int error) {
    errors.merge(error, 1L, Long::sum);
  }

  long completed() {
    return completed;
  }

  Histogram latencies() {
    return latencies;
  }

  SortedMap<Integer, Long> errors() {
    return errors;
  }
}
