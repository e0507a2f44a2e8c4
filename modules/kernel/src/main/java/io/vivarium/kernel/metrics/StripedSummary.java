package io.vivarium.kernel.metrics;

import io.vivarium.spi.metrics.Summary;
import java.util.concurrent.atomic.AtomicReferenceArray;

/**
 * A summary for any thread. Threads are spread over stripes so that they seldom meet in one, and a value is never lost when they
 * do. Stripes are made when first used: most summaries of a quiet server cost nothing.
 */
final class StripedSummary implements Summary {
  private static final int STRIPES =
      Math.min(64, Integer.highestOneBit(2 * Runtime.getRuntime().availableProcessors()));

  private volatile AtomicReferenceArray<Distribution> stripes = new AtomicReferenceArray<>(STRIPES);

  @Override
  public void record(long value) {
    AtomicReferenceArray<Distribution> current = stripes;
    int index = (int) Thread.currentThread().threadId() & (STRIPES - 1);
    Distribution stripe = current.get(index);
    if (stripe == null) {
      Distribution fresh = new Distribution();
      Distribution other = current.compareAndExchange(index, null, fresh);
      stripe = other == null ? fresh : other;
    }
    stripe.recordShared(value);
  }

  Spread read() {
    Spread.Sum sum = new Spread.Sum();
    AtomicReferenceArray<Distribution> current = stripes;
    for (int i = 0; i < STRIPES; i++) {
      Distribution stripe = current.get(i);
      if (stripe != null) {
        stripe.addTo(sum);
      }
    }
    return sum.done(1);
  }

  /** Starts afresh. A value being recorded at this moment counts as recorded before. */
  void reset() {
    stripes = new AtomicReferenceArray<>(STRIPES);
  }
}
