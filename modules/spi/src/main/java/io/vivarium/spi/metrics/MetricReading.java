package io.vivarium.spi.metrics;

import org.jspecify.annotations.Nullable;

/** The value of one metric at the moment of reading. Names are ZooKeeper's, without the prefix {@code zk_}. */
public sealed interface MetricReading {
  /** What is measured: a lower-case letter, then lower-case letters, digits and underscores. */
  String name();

  /**
   * Which of several of this name: a server id, or the first element of a path, and so any text that a client may choose. Null when
   * there is but one.
   */
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
   * @param detailed whether its upper percentiles are of interest, as those of latencies are
   */
  record Distributed(String name, @Nullable String key, SummaryReading spread, boolean detailed)
      implements MetricReading {}
}
