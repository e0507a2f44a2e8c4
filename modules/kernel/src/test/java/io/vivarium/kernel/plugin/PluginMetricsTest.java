package io.vivarium.kernel.plugin;

import static org.junit.jupiter.api.Assertions.assertEquals;

import io.vivarium.kernel.metrics.KernelMetrics;
import io.vivarium.spi.TimeSource;
import io.vivarium.spi.metrics.MetricReading;
import java.util.List;
import org.junit.jupiter.api.Test;

/** The figures of a plugin among those of the server. */
class PluginMetricsTest {
  private final KernelMetrics all = new KernelMetrics();
  private final PluginMetrics metrics =
      new PluginMetrics(
          all, new PluginFaults("sample", TimeSource.system(), all.counter("plugin_faults")));

  private long levels(String wanted) {
    return all.readings().stream()
        .filter(reading -> reading instanceof MetricReading.Level && reading.name().equals(wanted))
        .count();
  }

  /** One for each server that learns from a leader: together they would be nobody's. */
  @Test
  void summariesAreToldApartByTheirKeys() {
    metrics.summary("ack_latency", "2").record(5);
    metrics.summary("ack_latency", "3").record(7);
    assertEquals(
        List.of("2", "3"),
        all.readings().stream()
            .filter(reading -> reading.name().equals("ack_latency"))
            .map(MetricReading::key)
            .sorted()
            .toList());
  }

  @Test
  void aGaugeIsTheRunningPluginsAgainWhenTheNextOneGoes() {
    PluginMetrics next =
        new PluginMetrics(
            all, new PluginFaults("next", TimeSource.system(), all.counter("plugin_faults")));
    metrics.gauge("sample_version", () -> 1);
    next.gauge("sample_version", () -> 2);
    next.withdraw();
    assertEquals(0, levels("sample_version"));
    metrics.reclaim();
    assertEquals(1, levels("sample_version"));
  }
}
