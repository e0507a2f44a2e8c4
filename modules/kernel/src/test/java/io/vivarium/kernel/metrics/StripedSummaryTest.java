package io.vivarium.kernel.metrics;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.Arrays;
import java.util.Random;
import org.junit.jupiter.api.Test;

class StripedSummaryTest {
  @Test
  void nothingRecordedReadsAsZeroes() {
    Spread spread = new StripedSummary().read();

    assertEquals(0, spread.count());
    assertEquals(0, spread.sum());
    assertEquals(0, spread.min());
    assertEquals(0, spread.max());
    assertEquals(0.0, spread.average());
    assertEquals(0, spread.quantile(0.99));
  }

  @Test
  void countSumExtremesAndAverageAreExact() {
    StripedSummary summary = new StripedSummary();
    for (long value : new long[] {7, 3, 1_000_000, 12}) {
      summary.record(value);
    }

    Spread spread = summary.read();

    assertEquals(4, spread.count());
    assertEquals(1_000_022, spread.sum());
    assertEquals(3, spread.min());
    assertEquals(1_000_000, spread.max());
    assertEquals(250_005.5, spread.average());
  }

  @Test
  void negativeValuesCountAsZero() {
    StripedSummary summary = new StripedSummary();
    summary.record(-5);

    Spread spread = summary.read();

    assertEquals(1, spread.count());
    assertEquals(0, spread.sum());
    assertEquals(0, spread.max());
  }

  @Test
  void quantilesAreAtMostASixteenthAboveThoseOfTheSortedValues() {
    StripedSummary summary = new StripedSummary();
    long[] values = new Random(42).longs(10_000, 0, 200_000).map(v -> v * v / 200_000).toArray();
    for (long value : values) {
      summary.record(value);
    }
    Arrays.sort(values);

    Spread spread = summary.read();

    for (double share : new double[] {0.001, 0.5, 0.9, 0.95, 0.99, 0.999, 1}) {
      long exact = values[(int) Math.ceil(share * values.length) - 1];
      long estimate = spread.quantile(share);
      assertTrue(
          estimate >= exact && estimate <= exact + exact / 16 + 1,
          share + ": " + estimate + " for " + exact);
    }
  }

  @Test
  void aQuantileOutsideZeroToOneIsRefused() {
    Spread spread = new StripedSummary().read();

    for (double share : new double[] {0, -0.1, 1.1, Double.NaN}) {
      assertThrows(IllegalArgumentException.class, () -> spread.quantile(share));
    }
  }

  @Test
  void noValueIsLostWhenManyThreadsRecord() throws InterruptedException {
    StripedSummary summary = new StripedSummary();
    int each = 20_000;

    // More threads than stripes, so that some share one.
    int threads = 3 * 64;
    Threads.run(
        threads,
        number -> {
          for (int i = 0; i < each / 64; i++) {
            summary.record(number);
          }
        });

    Spread spread = summary.read();
    long perThread = each / 64;
    assertEquals(threads * perThread, spread.count());
    assertEquals(perThread * threads * (threads - 1) / 2, spread.sum());
    assertEquals(0, spread.min());
    assertEquals(threads - 1, spread.max());
  }

  @Test
  void aResetForgetsWhatWasRecordedAndNothingLater() {
    StripedSummary summary = new StripedSummary();
    summary.record(50);
    summary.reset();
    summary.record(3);

    Spread spread = summary.read();

    assertEquals(1, spread.count());
    assertEquals(3, spread.max());
    assertEquals(3, spread.min());
  }
}
