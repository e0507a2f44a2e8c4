package io.vivarium.kernel.metrics;

import static org.junit.jupiter.api.Assertions.assertEquals;

import org.junit.jupiter.api.Test;

class DistributionTest {
  private final Distribution distribution = new Distribution();

  @Test
  void aBatchOfEqualValuesIsRecordedAtOnce() {
    distribution.record(4, 10);
    distribution.record(20, 1);

    Spread spread = read(1);

    assertEquals(11, spread.count());
    assertEquals(60, spread.sum());
    assertEquals(4, spread.min());
    assertEquals(20, spread.max());
    assertEquals(4, spread.quantile(0.9));
    assertEquals(20, spread.quantile(0.99));
  }

  @Test
  void theOwnersWayAndTheSharedWayGiveTheSame() {
    Distribution shared = new Distribution();
    for (long value = 0; value < 100_000; value += 37) {
      distribution.record(value, 1);
      shared.recordShared(value);
    }
    Spread.Sum sum = new Spread.Sum();
    shared.addTo(sum);
    Spread other = sum.done(1);

    Spread own = read(1);
    assertEquals(other.count(), own.count());
    assertEquals(other.sum(), own.sum());
    assertEquals(other.min(), own.min());
    assertEquals(other.max(), own.max());
    for (double share : new double[] {0.1, 0.5, 0.95, 1}) {
      assertEquals(other.quantile(share), own.quantile(share));
    }
  }

  @Test
  void clearingLeavesNothing() {
    distribution.record(1 << 20, 3);
    distribution.clear();
    assertEquals(0, read(1).count());
    assertEquals(0, read(1).quantile(1));

    distribution.record(9, 1);
    assertEquals(9, read(1).min());
    assertEquals(9, read(1).max());
  }

  @Test
  void aCoarserUnitRoundsWholeNumbersDownAndKeepsTheAverage() {
    distribution.record(1_500, 1);
    distribution.record(2_999, 1);

    Spread spread = read(1_000);

    assertEquals(2, spread.count());
    assertEquals(4, spread.sum());
    assertEquals(1, spread.min());
    assertEquals(2, spread.max());
    assertEquals(2.2495, spread.average(), 1e-9);
    assertEquals(2, spread.quantile(1));
  }

  @Test
  void partsOfSeveralThreadsAddUp() {
    Distribution second = new Distribution();
    distribution.record(1, 1);
    second.record(100, 3);
    Spread.Sum sum = new Spread.Sum();
    distribution.addTo(sum);
    second.addTo(sum);

    Spread spread = sum.done(1);

    assertEquals(4, spread.count());
    assertEquals(301, spread.sum());
    assertEquals(1, spread.min());
    assertEquals(100, spread.max());
    assertEquals(1, spread.quantile(0.25));
    assertEquals(100, spread.quantile(0.26));
  }

  @Test
  void valuesBeyondTheHistogramKeepTheirExactMaximum() {
    distribution.record(Long.MAX_VALUE / 4, 1);

    assertEquals(Long.MAX_VALUE / 4, read(1).max());
    assertEquals(Long.MAX_VALUE / 4, read(1).min());
  }

  private Spread read(int scale) {
    Spread.Sum sum = new Spread.Sum();
    distribution.addTo(sum);
    return sum.done(scale);
  }
}
