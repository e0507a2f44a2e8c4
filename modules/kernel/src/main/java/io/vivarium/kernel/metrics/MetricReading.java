package io.vivarium.kernel.metrics;

import org.jspecify.annotations.Nullable;

/** The value of one metric at the moment of reading. Names are ZooKeeper's, without the prefix {@code zk_}. */
public sealed interface MetricReading {
  /** What is measured. */
  String name();

  /** Which of several of this name: a server id, or the first element of a path. Null when there is but one. */
  @Nullable String key();

  /** A number that only grows, until a reset. */
  record Count(String name, @Nullable String key, long value) implements MetricReading {}

  /** A whole number that goes up and down. */
  record Level(String name, @Nullable String key, long value) implements MetricReading {}

  /** A number with a fraction that goes up and down. */
  record Ratio(String name, @Nullable String key, double value) implements MetricReading {}

  /**
   * A distribution.
   *
   * @param detailed whether {@code mntr} shows percentiles of it
   */
  record Distributed(String name, @Nullable String key, Spread spread, boolean detailed)
      implements MetricReading {}
}
