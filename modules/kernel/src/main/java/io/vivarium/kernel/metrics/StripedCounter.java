package io.vivarium.kernel.metrics;

import io.vivarium.spi.metrics.Counter;
import java.util.concurrent.atomic.LongAdder;

/** A counter for any thread. A reset moves the point that it counts from and loses nothing that is being added. */
final class StripedCounter implements Counter {
  private final LongAdder sum = new LongAdder();
  private volatile long countedFrom;

  @Override
  public void add(long amount) {
    if (amount < 0) {
      throw new IllegalArgumentException(
          "counter: cannot add " + amount + "; counters only grow, use a gauge");
    }
    sum.add(amount);
  }

  @Override
  public long value() {
    // Read first: a reset in between would have counted more than the sum that it is taken from.
    long from = countedFrom;
    return sum.sum() - from;
  }

  void reset() {
    countedFrom = sum.sum();
  }
}
