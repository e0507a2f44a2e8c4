package io.vivarium.kernel.metrics;

import io.vivarium.spi.metrics.SummaryReading;
import org.jspecify.annotations.Nullable;

/**
 * What a distribution looked like when it was read. Whole numbers are in the unit of the metric; they may have been recorded in a
 * finer one, and then the average is finer, too, and the others are rounded down. Immutable.
 */
public final class Spread implements SummaryReading {
  private final long count;
  private final long sum;
  private final long min;
  private final long max;
  private final long[] buckets;

  /** How many of the recorded units make one of the metric. */
  private final int scale;

  private Spread(Sum from, int scale) {
    count = from.count;
    sum = from.sum;
    min = from.count == 0 ? 0 : from.min;
    max = from.max;
    buckets = from.buckets == null ? new long[0] : from.buckets.clone();
    this.scale = scale;
  }

  /** How many values were recorded. */
  @Override
  public long count() {
    return count;
  }

  /** Their sum. */
  @Override
  public long sum() {
    return sum / scale;
  }

  /** The smallest; 0 when there were none. */
  @Override
  public long min() {
    return min / scale;
  }

  /** The largest; 0 when there were none. */
  @Override
  public long max() {
    return max / scale;
  }

  /** The mean; 0 when there were no values. */
  @Override
  public double average() {
    return count == 0 ? 0 : (double) sum / count / scale;
  }

  /**
   * The value that a share of all values does not exceed: exact below 16 recorded units, else up to 1/16 too high, never outside
   * {@link #min} to {@link #max}.
   *
   * @param share above 0 and at most 1, for example 0.99
   * @return 0 when there were no values
   */
  @Override
  public long quantile(double share) {
    if (!(share > 0 && share <= 1)) {
      throw new IllegalArgumentException(
          "quantile " + share + " is not above 0 and at most 1, for example 0.99");
    }
    // Not count: values may have been recorded between the reading of the count and of the buckets.
    long inBuckets = 0;
    for (long bucket : buckets) {
      inBuckets += bucket;
    }
    long rank = (long) Math.ceil(share * inBuckets);
    long seen = 0;
    for (int i = 0; i < buckets.length; i++) {
      seen += buckets[i];
      if (seen >= rank && seen > 0) {
        return Math.max(min, Math.min(max, Buckets.highest(i))) / scale;
      }
    }
    return 0;
  }

  /** Adds up the parts of a distribution that several threads keep, in the unit in which they were recorded. One thread. */
  static final class Sum {
    private long @Nullable [] buckets;
    private long count;
    private long sum;
    private long min = Long.MAX_VALUE;
    private long max;

    void add(long otherCount, long otherSum, long otherMin, long otherMax) {
      count += otherCount;
      sum += otherSum;
      min = Math.min(min, otherMin);
      max = Math.max(max, otherMax);
    }

    /** Adds what another sum holds. */
    void add(Sum other) {
      add(other.count, other.sum, other.min, other.max);
      if (other.buckets != null) {
        for (int i = 0; i < other.buckets.length; i++) {
          addToBucket(i, other.buckets[i]);
        }
      }
    }

    void addToBucket(int index, long values) {
      if (values != 0) {
        if (buckets == null) {
          buckets = new long[Buckets.COUNT];
        }
        buckets[index] += values;
      }
    }

    /**
     * Ends the adding up.
     *
     * @param scale how many of the recorded units make one of the metric
     */
    Spread done(int scale) {
      return new Spread(this, scale);
    }
  }
}
