package io.vivarium.spi.metrics;

import java.util.List;

/** All figures of a server, its plugins' included. */
@FunctionalInterface
public interface MetricSource {
  /**
   * Every metric as it is now: gauges, then counters, summaries, detailed summaries, by name in each. Any thread; costs up to a few
   * milliseconds, takes no lock that a request may hold. A gauge that fails is left out. Readings of one name follow each other, but
   * are a moment apart.
   */
  List<MetricReading> readings();
}
