package io.vivarium.bench.load;

import java.util.SortedMap;
import java.util.TreeMap;
import java.util.concurrent.TimeUnit;
import java.util.function.BooleanSupplier;
import org.HdrHistogram.Histogram;
import org.jspecify.annotations.Nullable;

/** What one event loop has measured; touched by that loop alone until the load has stopped. */
final class LoopFigures {
  static final long LONGEST_NANOS = TimeUnit.MINUTES.toNanos(2);

  private final Histogram latencies = new Histogram(LONGEST_NANOS, 3);
  private final SortedMap<Integer, Long> errors = new TreeMap<>();
  private final BooleanSupplier measuring;
  private final @Nullable Timeline timeline;

  /** Progress, read by another thread: approximate there. */
  private volatile long completed;

  LoopFigures(BooleanSupplier measuring) {
    this(measuring, null);
  }

  /** With a timeline that each operation is also put on. */
  LoopFigures(BooleanSupplier measuring, @Nullable Timeline timeline) {
    this.measuring = measuring;
    this.timeline = timeline;
  }

  /** An operation that was due then is complete. */
  @SuppressWarnings("NonAtomicVolatileUpdate") // one writer
  void completed(long dueNanos, long nowNanos) {
    completed++;
    if (measuring.getAsBoolean()) {
      long took = Math.min(Math.max(0, nowNanos - dueNanos), LONGEST_NANOS);
      latencies.recordValue(took);
      if (timeline != null) {
        timeline.add(nowNanos, took);
      }
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
