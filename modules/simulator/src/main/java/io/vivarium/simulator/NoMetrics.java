package io.vivarium.simulator;

import io.vivarium.spi.metrics.Counter;
import io.vivarium.spi.metrics.Metrics;
import io.vivarium.spi.metrics.Summary;
import java.util.function.LongSupplier;

/** Figures that nobody reads. */
final class NoMetrics implements Metrics {
  @Override
  public Counter counter(String name) {
    return new Sum();
  }

  @Override
  public void gauge(String name, LongSupplier value) {}

  @Override
  public Summary summary(String name) {
    return _ -> {};
  }

  private static final class Sum implements Counter {
    private long sum;

    @Override
    public void add(long amount) {
      sum += amount;
    }

    @Override
    public long value() {
      return sum;
    }
  }
}
