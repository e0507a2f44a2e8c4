package io.vivarium.kernel;

import io.vivarium.spi.TimeSource;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicLong;

/** A clock on which some time has passed at every look, so that nothing seems to take none. Any thread. */
final class SlidingTime implements TimeSource {
  private final AtomicLong millis = new AtomicLong(1_000_000);
  private final long step;

  SlidingTime(long stepMillis) {
    step = stepMillis;
  }

  @Override
  public long monotonicNanos() {
    return TimeUnit.MILLISECONDS.toNanos(millis.addAndGet(step));
  }

  @Override
  public long wallMillis() {
    return millis.get();
  }
}
