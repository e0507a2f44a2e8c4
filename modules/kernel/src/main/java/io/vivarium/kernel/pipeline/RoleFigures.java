package io.vivarium.kernel.pipeline;

import io.vivarium.kernel.metrics.KernelMetrics;
import io.vivarium.spi.TimeSource;
import io.vivarium.spi.metrics.Counter;
import io.vivarium.spi.metrics.Summary;
import java.util.concurrent.TimeUnit;

/** Counts how often the server was without a role, and how long. Pipeline's thread. */
final class RoleFigures {
  private final KernelMetrics metrics;
  private final TimeSource time;
  private final Counter looking;
  private final Summary elections;
  private final Summary unavailable;
  private final Summary leaderless;
  private long endedNanos;

  /** In ms; read by whoever asks. */
  private volatile long lastWithout;

  /** The server has no role yet. */
  RoleFigures(KernelMetrics metrics, TimeSource time) {
    this.metrics = metrics;
    this.time = time;
    this.looking = metrics.counter("looking_count");
    this.elections = metrics.summary("election_time");
    this.unavailable = metrics.summary("unavailable_time");
    this.leaderless = metrics.summary("leader_unavailable_time");
    this.endedNanos = time.monotonicNanos();
    metrics.gauge("last_election_time", () -> lastWithout);
  }

  void begins() {
    long now = time.monotonicNanos();
    long without = TimeUnit.NANOSECONDS.toMillis(now - endedNanos);
    lastWithout = without;
    elections.record(without);
    unavailable.record(without);
    leaderless.record(without);
    metrics.leader().roleBegins(now);
  }

  void ends() {
    looking.increment();
    endedNanos = time.monotonicNanos();
  }
}
