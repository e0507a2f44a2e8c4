package io.vivarium.kernel.metrics;

import io.vivarium.spi.metrics.Summary;

/**
 * A summary that one thread records, which costs plain stores; any thread reads. A reset is a request that the owner sees with its next
 * value.
 */
public final class OwnedSummary implements Summary {
  private final Distribution distribution = new Distribution();
  private volatile int resetsAsked;

  /** The owner's alone. */
  private int resetsDone;

  OwnedSummary() {}

  /** For the owning thread. */
  @Override
  public void record(long value) {
    int asked = resetsAsked;
    if (asked != resetsDone) {
      resetsDone = asked;
      distribution.clear();
    }
    distribution.record(value, 1);
  }

  /** The figures in a unit that is so many times the recorded one. */
  Spread read(int scale) {
    Spread.Sum sum = new Spread.Sum();
    distribution.addTo(sum);
    return sum.done(scale);
  }

  /** Starts afresh with the next value. */
  @SuppressWarnings({"NonAtomicOperationOnVolatileField", "NonAtomicVolatileUpdate"})
  synchronized void reset() {
    resetsAsked++;
  }
}
