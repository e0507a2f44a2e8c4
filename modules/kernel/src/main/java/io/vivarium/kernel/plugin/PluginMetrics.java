package io.vivarium.kernel.plugin;

import io.vivarium.kernel.metrics.KernelMetrics;
import io.vivarium.spi.metrics.Counter;
import io.vivarium.spi.metrics.Metrics;
import io.vivarium.spi.metrics.Summary;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentMap;
import java.util.function.LongSupplier;

/**
 * The figures of one plugin. Its gauges are code of the plugin: one that fails is told with the plugin's name, and all go when the plugin
 * goes. Any thread.
 */
final class PluginMetrics implements Metrics {
  private final KernelMetrics metrics;
  private final PluginFaults faults;
  private final ConcurrentMap<String, LongSupplier> gauges = new ConcurrentHashMap<>();

  PluginMetrics(KernelMetrics metrics, PluginFaults faults) {
    this.metrics = metrics;
    this.faults = faults;
  }

  @Override
  public Counter counter(String name) {
    return metrics.counter(name);
  }

  @Override
  public Summary summary(String name) {
    return metrics.summary(name);
  }

  @Override
  public Summary summary(String name, String key) {
    return metrics.summary(name, key);
  }

  @Override
  public void gauge(String name, LongSupplier value) {
    LongSupplier guarded = () -> read(name, value);
    metrics.gauge(name, guarded);
    gauges.put(name, guarded);
  }

  private long read(String name, LongSupplier value) {
    try {
      return value.getAsLong();
    } catch (Throwable e) {
      faults.threw("the metric " + name, e);
      throw new IllegalStateException("the metric " + name + " cannot be read", e);
    }
  }

  /** Registers the plugin's gauges again, after another instance that had put its own in their place went without having run. */
  void reclaim() {
    gauges.forEach(metrics::gauge);
  }

  /** Takes the plugin's gauges away, but none that somebody else has put in the place of one. */
  void withdraw() {
    gauges.forEach(metrics::withdraw);
    gauges.clear();
  }
}
