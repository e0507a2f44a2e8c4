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

  /**
   * One of several distributions of a name, told apart by a key such as the number of a server; a host that keeps no such families gives
   * the one that has only the name. The name must not stand for a single distribution elsewhere. There is a bound on the number of keys.
   */
  default Summary summary(String name, String key) {
    return summary(name);
  }
}
