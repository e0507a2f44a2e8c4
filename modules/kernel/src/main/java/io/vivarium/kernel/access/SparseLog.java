package io.vivarium.kernel.access;

import io.vivarium.spi.TimeSource;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicLong;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Decides what is logged of what clients do wrong: so many lines a second and no more, however many of them there are. Nobody can fill
 * the disk from outside, nor have the I/O threads wait for it. Any thread.
 */
public final class SparseLog {
  /** More than anybody reads. */
  public static final int LINES_A_SECOND = 20;

  private static final Logger LOG = LoggerFactory.getLogger(SparseLog.class);

  private final TimeSource time;
  private final AtomicLong second = new AtomicLong();
  private final AtomicInteger lines = new AtomicInteger();

  /** Nothing written yet. */
  public SparseLog(TimeSource time) {
    this.time = time;
  }

  /** Whether one more line may be written now; when not, it is counted, and the number told a second later. */
  public boolean permits() {
    long now = TimeUnit.NANOSECONDS.toSeconds(time.monotonicNanos());
    if (second.getAndSet(now) != now) {
      int before = lines.getAndSet(0);
      if (before > LINES_A_SECOND) {
        LOG.info("{} more lines about clients were left out", before - LINES_A_SECOND);
      }
    }
    return lines.incrementAndGet() <= LINES_A_SECOND;
  }
}
