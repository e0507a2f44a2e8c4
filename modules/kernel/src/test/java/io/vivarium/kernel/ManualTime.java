package io.vivarium.kernel;

import io.vivarium.spi.TimeSource;
import java.util.concurrent.TimeUnit;

/** A clock that the test moves. One thread. */
public final class ManualTime implements TimeSource {
  private long nanos;
  private long wallMillis = 1_000_000;

  /** A clock that begins at a reading of the monotonic clock, which may be negative. */
  public ManualTime(long nanos) {
    this.nanos = nanos;
  }

  /** Moves both clocks on. */
  public void pass(long millis) {
    nanos += TimeUnit.MILLISECONDS.toNanos(millis);
    wallMillis += millis;
  }

  /** Moves both clocks on to a reading of the monotonic clock. */
  public void passUntil(long monotonicNanos) {
    wallMillis += TimeUnit.NANOSECONDS.toMillis(monotonicNanos - nanos);
    nanos = monotonicNanos;
  }

  @Override
  public long monotonicNanos() {
    return nanos;
  }

  @Override
  public long wallMillis() {
    return wallMillis;
  }
}
