package ${package};

import io.vivarium.spi.ConfigKey;
import io.vivarium.spi.FatalReason;
import io.vivarium.spi.PluginContext;
import io.vivarium.spi.PluginException;
import io.vivarium.spi.exporter.MetricsExporter;
import io.vivarium.spi.exporter.MetricsExporterProvider;
import java.nio.file.Path;
import java.util.List;

/** Registers the exporter {@code ${artifactId}}. */
public final class CsvProvider implements MetricsExporterProvider {
  static final ConfigKey<Path> FILE =
      ConfigKey.path("csv.file", "File that holds the metrics, replaced each time.");

  static final ConfigKey<Integer> PERIOD =
      ConfigKey.integer("csv.everySeconds", 60, 1, 86_400, "Time between two writes, in seconds.");

  @Override
  public String id() {
    return "${artifactId}";
  }

  @Override
  public int spiVersion() {
    return SPI_VERSION;
  }

  @Override
  public List<ConfigKey<?>> configKeys() {
    return List.of(FILE, PERIOD);
  }

  @Override
  public MetricsExporter create(PluginContext context) throws PluginException {
    Path file = context.config().find(FILE);
    if (file == null) {
      throw new PluginException(
          FatalReason.INVALID_INVOCATION, FILE.name() + " must name the file to write", null);
    }
    Path granted = context.grants().file(file).toAbsolutePath();
    return new CsvExporter(granted, context.config().get(PERIOD), context.threads());
  }
}
