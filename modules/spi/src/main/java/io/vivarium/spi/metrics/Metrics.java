package io.vivarium.spi.metrics;

import java.util.function.LongSupplier;

/** Where figures are registered. Names are ZooKeeper's where it has them, without the prefix {@code zk_}. Any thread. */
public interface Metrics {
  /** A number that only grows; the same name gives the same counter. */
  Counter counter(String name);

  /** A number read when somebody asks; a second registration replaces the first. The supplier must be quick and must not lock. */
  void gauge(String name, LongSupplier value);

  /** A distribution of values, for example latencies in ms; the same name gives the same summary. */
  Summary summary(String name);
}
