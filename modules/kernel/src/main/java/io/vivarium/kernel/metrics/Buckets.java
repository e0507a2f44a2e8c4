package io.vivarium.kernel.metrics;

/**
 * Where a value falls in a histogram: values below 16 have a bucket each, above that every power of two is cut into 16. So a
 * quantile is exact for small values and at most 1/16 too high for others, whatever the distribution.
 */
final class Buckets {
  private static final int STEP_BITS = 4;
  private static final int STEPS = 1 << STEP_BITS;

  /** Values from here on share the last bucket; in milliseconds that is 34 years. */
  static final long LIMIT = 1L << 40;

  /** How many buckets there are. */
  static final int COUNT = (40 - STEP_BITS + 1) * STEPS;

  private Buckets() {}

  /** The bucket of a value, 0 to {@link #COUNT} − 1; negative values count as 0. */
  static int indexOf(long value) {
    if (value < STEPS) {
      return (int) Math.max(value, 0);
    }
    long bounded = Math.min(value, LIMIT - 1);
    int magnitude = 63 - Long.numberOfLeadingZeros(bounded);
    int step = (int) (bounded >>> (magnitude - STEP_BITS)) & (STEPS - 1);
    return (magnitude - STEP_BITS + 1) * STEPS + step;
  }

  /** The largest value that falls into a bucket. */
  static long highest(int index) {
    if (index < STEPS) {
      return index;
    }
    int shift = index / STEPS - 1;
    return ((long) (STEPS + index % STEPS + 1) << shift) - 1;
  }
}
