package io.vivarium.bench.load;

import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicReference;
import java.util.function.LongConsumer;
import org.HdrHistogram.Histogram;
import org.jspecify.annotations.Nullable;

/**
 * The stretch of time in which a load is measured, and what its event loops have measured. One thread waits in it while the loops
 * work; the first failure that they report ends the wait.
 */
final class Measurement {
  private static final long OPEN_SECONDS = 120;

  private final List<LoopFigures> loops = new ArrayList<>();
  private final List<Long> pids;
  private final AtomicReference<@Nullable Throwable> failure = new AtomicReference<>();
  private volatile boolean measuring;
  private double seconds;
  private @Nullable ProcessUse use;

  /**
   * Nothing measured yet.
   *
   * @param count event loops
   * @param pids server processes on this machine whose use is measured
   */
  Measurement(int count, List<Long> pids) {
    for (int i = 0; i < count; i++) {
      loops.add(new LoopFigures(() -> measuring));
    }
    this.pids = List.copyOf(pids);
  }

  /** With a timeline for each event loop. */
  Measurement(List<Timeline> timelines, List<Long> pids) {
    timelines.forEach(timeline -> loops.add(new LoopFigures(() -> measuring, timeline)));
    this.pids = List.copyOf(pids);
  }

  /** Where an event loop puts what it measures. */
  LoopFigures loop(int loop) {
    return loops.get(loop);
  }

  /** A session or a connection was lost. Any thread. */
  void lost(Throwable cause) {
    failure.compareAndSet(null, cause);
  }

  /** Waits until all sessions are open. */
  void awaitOpen(CountDownLatch closed) throws IOException, InterruptedException {
    long deadline = System.nanoTime() + TimeUnit.SECONDS.toNanos(OPEN_SECONDS);
    while (!closed.await(100, TimeUnit.MILLISECONDS)) {
      check();
      if (System.nanoTime() > deadline) {
        throw new IOException(
            closed.getCount() + " sessions did not open within " + OPEN_SECONDS + " s");
      }
    }
  }

  /** Lets the warm-up pass, then measures. */
  void pass(Plan plan, LongConsumer progress) throws IOException, InterruptedException {
    pass(plan.warmUpSeconds(), progress);
    ProcessUse before = ProcessUse.of(pids);
    long start = System.nanoTime();
    measuring = true;
    pass(plan.seconds(), progress);
    measuring = false;
    seconds = (System.nanoTime() - start) / 1e9;
    use = ProcessUse.of(pids).since(before);
  }

  private void pass(int length, LongConsumer progress) throws IOException, InterruptedException {
    long end = System.nanoTime() + TimeUnit.SECONDS.toNanos(length);
    for (long left; (left = end - System.nanoTime()) > 0; ) {
      TimeUnit.NANOSECONDS.sleep(Math.min(left, TimeUnit.SECONDS.toNanos(1)));
      check();
      progress.accept(completed());
    }
  }

  /** Operations so far, measured or not. */
  long completed() {
    return loops.stream().mapToLong(LoopFigures::completed).sum();
  }

  /** The result, once the loops have stopped. */
  LoadResult result() throws IOException {
    Histogram all = new Histogram(LoopFigures.LONGEST_NANOS, 3);
    SortedMap<Integer, Long> errors = new TreeMap<>();
    for (LoopFigures loop : loops) {
      all.add(loop.latencies());
      loop.errors().forEach((error, count) -> errors.merge(error, count, Long::sum));
    }
    check();
    if (all.getTotalCount() == 0 || use == null) {
      throw new IOException("no operation was completed in the time measured; errors: " + errors);
    }
    return new LoadResult(seconds, all, errors, use);
  }

  /** Throws the first failure that was reported. */
  void check() throws IOException {
    Throwable cause = failure.get();
    if (cause != null) {
      throw new IOException("a session was lost: " + cause.getMessage(), cause);
    }
  }
}
