package io.vivarium.spi.metrics;

/** What a distribution looked like when it was read, in the unit of the metric. Immutable. */
public interface SummaryReading {
  /** How many values were recorded. */
  long count();

  /** Their sum. */
  long sum();

  /** The smallest; 0 when there were none. */
  long min();

  /** The largest; 0 when there were none. */
  long max();

  /** The mean; 0 when there were no values. */
  double average();

  /**
   * The value that a share of all values does not exceed, or a little more than that.
   *
   * @param share above 0 and at most 1, for example 0.99
   * @return 0 when there were no values
   */
  long quantile(double share);
}
