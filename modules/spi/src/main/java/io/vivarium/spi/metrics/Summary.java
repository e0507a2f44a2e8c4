package io.vivarium.spi.metrics;

/** A distribution of values. Any thread; no locks on {@link #record}. */
public interface Summary {
  /** Adds a value. */
  void record(long value);
}
