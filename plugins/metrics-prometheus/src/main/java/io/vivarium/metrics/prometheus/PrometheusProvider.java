package io.vivarium.metrics.prometheus;

import io.vivarium.spi.ConfigKey;
import io.vivarium.spi.PluginContext;
import io.vivarium.spi.PluginException;
import io.vivarium.spi.exporter.MetricsExporter;
import io.vivarium.spi.exporter.MetricsExporterProvider;
import java.nio.channels.spi.SelectorProvider;
import java.util.List;

/** Registers the exporter {@code prometheus}. */
public final class PrometheusProvider implements MetricsExporterProvider {
  static final ConfigKey<String> HOST =
      ConfigKey.text("metricsProvider.httpHost", "0.0.0.0", "Address of the Prometheus endpoint.");
  static final ConfigKey<Integer> PORT =
      ConfigKey.integer(
          "metricsProvider.httpPort", 7000, 0, 65_535, "Port of the Prometheus endpoint.");
  static final ConfigKey<Boolean> JVM =
      ConfigKey.flag("metricsProvider.exportJvmInfo", true, "Publish figures of the JVM.");

  @Override
  public String id() {
    return "prometheus";
  }

  @Override
  public List<ConfigKey<?>> configKeys() {
    return List.of(HOST, PORT, JVM);
  }

  @Override
  public MetricsExporter create(PluginContext context) throws PluginException {
    SelectorProvider _ = context.grants().sockets(); // the JDK's HTTP server opens its own
    boolean jvm = context.config().get(JVM);
    if (jvm) {
      context.grants().file(ProcessMemory.STATUS);
    }
    return new PrometheusExporter(
        context.config().get(HOST),
        context.config().get(PORT),
        jvm ? new JvmFigures() : null,
        context.threads());
  }
}
