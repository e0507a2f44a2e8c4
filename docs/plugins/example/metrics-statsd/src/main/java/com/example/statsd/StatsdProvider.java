package com.example.statsd;

import io.vivarium.spi.ConfigKey;
import io.vivarium.spi.PluginConfig;
import io.vivarium.spi.PluginContext;
import io.vivarium.spi.PluginException;
import io.vivarium.spi.exporter.MetricsExporter;
import io.vivarium.spi.exporter.MetricsExporterProvider;
import java.net.InetSocketAddress;
import java.util.List;

/** Registers the exporter {@code statsd}. */
public final class StatsdProvider implements MetricsExporterProvider {
  private static final ConfigKey<String> HOST =
      ConfigKey.text("statsd.host", "127.0.0.1", "Host of the daemon.");

  private static final ConfigKey<Integer> PORT =
      ConfigKey.integer("statsd.port", 8125, 1, 65_535, "UDP port of the daemon.");

  private static final ConfigKey<Integer> PERIOD =
      ConfigKey.integer("statsd.everySeconds", 10, 1, 3_600, "Time between reports, in seconds.");

  @Override
  public String id() {
    return "statsd";
  }

  @Override
  public int spiVersion() {
    return SPI_VERSION;
  }

  @Override
  public List<ConfigKey<?>> configKeys() {
    return List.of(HOST, PORT, PERIOD);
  }

  @Override
  public MetricsExporter create(PluginContext context) throws PluginException {
    PluginConfig config = context.config();
    InetSocketAddress daemon =
        InetSocketAddress.createUnresolved(config.get(HOST), config.get(PORT));
    return new StatsdExporter(
        daemon, config.get(PERIOD), context.grants().sockets(), context.threads());
  }
}
