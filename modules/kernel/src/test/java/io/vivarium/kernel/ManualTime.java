package io.vivarium.kernel;

import io.vivarium.spi.TimeSource;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicLong;

/** A clock that the test moves. Read by any thread. */
public final class ManualTime implements TimeSource {
  private final AtomicLong nanos;
  private final AtomicLong wallMillis = new AtomicLong(1_000_000);

  /** A clock that begins at a reading of the monotonic clock, which may be negative. */
  public ManualTime(long nanos) {
    this.nanos = new AtomicLong(nanos);
  }

  /** Moves both clocks on. */
  public void pass(long millis) {
    nanos.addAndGet(TimeUnit.MILLISECONDS.toNanos(millis));
    wallMillis.addAndGet(millis);
  }

  /** Moves both clocks on to a reading of the monotonic clock. */
  public void passUntil(long monotonicNanos) {
    wallMillis.addAndGet(TimeUnit.NANOSECONDS.toMillis(monotonicNanos - nanos.get()));
    nanos.set(monotonicNanos);
  }

  @Override
  public long monotonicNanos() {
    return nanos.get();
  }

  @Override
  public long wallMillis() {
    return wallMillis.get();
  }
}
