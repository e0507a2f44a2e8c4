package io.vivarium.transport.tls;

import io.vivarium.model.Printable;
import io.vivarium.spi.TimeSource;
import io.vivarium.spi.metrics.Counter;
import java.net.SocketAddress;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicLong;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Tells of failed handshakes: all in figures, a few a second in the log, which nobody shall be able to fill from outside. */
final class FailureLog {
  private static final Logger LOG = LoggerFactory.getLogger(FailureLog.class);
  private static final int LINES_A_SECOND = 5;

  private final TimeSource time;
  private final Counter failures;
  private final AtomicLong second = new AtomicLong();
  private final AtomicInteger lines = new AtomicInteger();

  FailureLog(TimeSource time, Counter failures) {
    this.time = time;
    this.failures = failures;
  }

  /** An accepted connection came to nothing. Any thread. */
  void failed(@Nullable SocketAddress from, String why) {
    failures.add(1);
    long now = TimeUnit.NANOSECONDS.toSeconds(time.monotonicNanos());
    if (second.getAndSet(now) != now) {
      int before = lines.getAndSet(0);
      if (before > LINES_A_SECOND) {
        LOG.warn("{} more handshakes failed and are not listed", before - LINES_A_SECOND);
      }
    }
    if (lines.incrementAndGet() <= LINES_A_SECOND) {
      // What the other end sent may be part of it.
      LOG.warn("TLS handshake with {} failed: {}", from, Printable.of(why));
    }
  }
}
