package io.vivarium.kernel.admin;

import io.vivarium.spi.TimeSource;
import java.util.concurrent.TimeUnit;

/** Lets one through in a while. Any thread. */
final class RateLimit {
  private final long pauseNanos;
  private final TimeSource time;
  private long nextNanos;

  RateLimit(long pauseMs, TimeSource time) {
    this.pauseNanos = TimeUnit.MILLISECONDS.toNanos(pauseMs);
    this.time = time;
    this.nextNanos = time.monotonicNanos();
  }

  /** Whether this one may; the next then has to wait. */
  synchronized boolean pass() {
    long now = time.monotonicNanos();
    if (now - nextNanos < 0) {
      return false;
    }
    nextNanos = now + pauseNanos;
    return true;
  }
}
