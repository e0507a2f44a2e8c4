package io.vivarium.spi.metrics;

/** A number that only grows. Any thread; no locks. */
public interface Counter {
  /** Adds {@code amount}, at least 0. */
  void add(long amount);

  /** Adds one. */
  default void increment() {
    add(1);
  }

  /** The sum so far. */
  long value();
}
