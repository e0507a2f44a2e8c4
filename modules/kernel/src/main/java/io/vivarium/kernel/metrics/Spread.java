package io.vivarium.kernel.metrics;

/** What a distribution looked like when it was read. Immutable. */
public final class Spread {
  private final long count;
  private final long sum;
  private final long min;
  private final long max;
  private final long[] buckets;

  private Spread(Sum from) {
    count = from.count;
    sum = from.sum;
    min = from.count == 0 ? 0 : from.min;
    max = from.max;
    buckets = from.buckets.clone();
  }

  /** How many values were recorded. */
  public long count() {
    return count;
  }

  /** Their sum. */
  public long sum() {
    return sum;
  }

  /** The smallest; 0 when there were none. */
  public long min() {
    return min;
  }

  /** The largest; 0 when there were none. */
  public long max() {
    return max;
  }

  /** The mean; 0 when there were no values. */
  public double average() {
    return count == 0 ? 0 : (double) sum / count;
  }

  /**
   * The value that a share of all values does not exceed: exact below 16, else up to 1/16 too high, never outside {@link #min} to
   * {@link #max}.
   *
   * @param share above 0 and at most 1, for example 0.99
   * @return 0 when there were no values
   */
  public long quantile(double share) {
    if (!(share > 0 && share <= 1)) {
      throw new IllegalArgumentException(
          "quantile " + share + " is not above 0 and at most 1, for example 0.99");
    }
    long inBuckets = 0;
    for (long bucket : buckets) {
      inBuckets += bucket;
    }
    // Not count: values may have been recorded between the reading of the count and of the buckets.
    long rank = (long) Math.ceil(share * inBuckets);
    long seen = 0;
    for (int i = 0; i < buckets.length; i++) {
      seen += buckets[i];
      if (seen >= rank && seen > 0) {
        return Math.max(min, Math.min(max, Buckets.highest(i)));
      }
    }
    return 0;
  }

  /** Adds up the parts of a distribution that several threads keep. One thread. */
  static final class Sum {
    private final long[] buckets = new long[Buckets.COUNT];
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

    void add(Spread other) {
      if (other.count > 0) {
        add(other.count, other.sum, other.min, other.max);
        for (int i = 0; i < buckets.length; i++) {
          buckets[i] += other.buckets[i];
        }
      }
    }

    void addToBucket(int index, long values) {
      buckets[index] += values;
    }

    Spread done() {
      return new Spread(this);
    }
  }
}
