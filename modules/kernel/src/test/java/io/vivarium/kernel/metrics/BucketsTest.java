package io.vivarium.kernel.metrics;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import org.junit.jupiter.api.Test;

class BucketsTest {
  @Test
  void smallValuesHaveABucketEach() {
    for (int value = 0; value < 16; value++) {
      assertEquals(value, Buckets.indexOf(value));
      assertEquals(value, Buckets.highest(value));
    }
  }

  @Test
  void bucketsFollowEachOtherWithoutGapOrOverlap() {
    for (int index = 1; index < Buckets.COUNT; index++) {
      long first = Buckets.highest(index - 1) + 1;
      assertEquals(index, Buckets.indexOf(first), "first value " + first);
      assertEquals(index, Buckets.indexOf(Buckets.highest(index)), "last value");
    }
    assertEquals(Buckets.LIMIT - 1, Buckets.highest(Buckets.COUNT - 1));
  }

  @Test
  void noBucketIsWiderThanASixteenthOfItsValues() {
    for (int index = 16; index < Buckets.COUNT; index++) {
      long first = Buckets.highest(index - 1) + 1;
      long width = Buckets.highest(index) - first + 1;
      assertTrue(width * 16 <= first, "bucket of " + first + " is " + width + " wide");
    }
  }

  @Test
  void valuesOutOfRangeFallIntoTheOutermostBuckets() {
    assertEquals(0, Buckets.indexOf(-1));
    assertEquals(0, Buckets.indexOf(Long.MIN_VALUE));
    assertEquals(Buckets.COUNT - 1, Buckets.indexOf(Buckets.LIMIT));
    assertEquals(Buckets.COUNT - 1, Buckets.indexOf(Long.MAX_VALUE));
  }
}
