package ${package};

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.vivarium.client.Client;
import io.vivarium.kernel.Server;
import io.vivarium.model.Acl;
import io.vivarium.model.CreateMode;
import io.vivarium.spi.PluginException;
import io.vivarium.spi.exporter.MetricsExporter;
import io.vivarium.spi.exporter.MetricsExporterProvider;
import io.vivarium.spi.tck.metrics.MetricsExporterTck;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.OptionalDouble;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The suite of the SPI, and a server whose figures are written. */
class CsvExporterTest extends MetricsExporterTck {
  private static final Pattern LINE =
      Pattern.compile("([a-z][a-z0-9_]*),(?:\"((?:[^\"]|\"\")*)\")?,([^,]+)");

  private static final Pattern ESCAPE = Pattern.compile("\\\\u([0-9a-f]{4})");

  @TempDir Path directory;

  @Override
  protected MetricsExporterProvider provider() {
    return new CsvProvider();
  }

  @Override
  protected Map<String, String> config() {
    return Map.of("csv.file", file().toString());
  }

  /** Has it write now: the suite does not wait for the next time. */
  @Override
  protected OptionalDouble shown(MetricsExporter of, String name, @Nullable String key)
      throws IOException {
    synchronized (this) {
      ((CsvExporter) of).write();
      return read(name, key);
    }
  }

  @Test
  void aServersFiguresAreThereWhenItHasStopped() throws PluginException, IOException {
    Map<String, String> settings = Map.of("metrics", "${artifactId}", "csv.file", file().toString());
    try (Server server = EmbeddedServer.start(settings);
        Client client = EmbeddedServer.connect(server)) {
      client.create("/a", new byte[] {1}, Acl.OPEN, CreateMode.PERSISTENT).join();
      assertEquals(1, client.getData("/a", null).join().data()[0]);
    }
    assertTrue(read("packets_received", null).orElseThrow() >= 2, Files.readString(file()));
  }

  @Test
  void aPlaceThatCannotBeWrittenIsNamed() {
    Path nowhere = directory.resolve("missing").resolve("metrics.csv");
    PluginException refused =
        assertThrows(
            PluginException.class,
            () ->
                EmbeddedServer.start(
                        Map.of("metrics", "${artifactId}", "csv.file", nowhere.toString()))
                    .close());
    assertTrue(refused.getMessage().contains(nowhere.toString()), refused.getMessage());
  }

  private Path file() {
    return directory.resolve("metrics.csv");
  }

  private OptionalDouble read(String name, @Nullable String key) throws IOException {
    List<String> lines = Files.readAllLines(file());
    for (String line : lines.subList(1, lines.size())) {
      Matcher fields = LINE.matcher(line);
      assertTrue(fields.matches(), line);
      if (fields.group(1).equals(name) && Objects.equals(unescaped(fields.group(2)), key)) {
        return OptionalDouble.of(Double.parseDouble(fields.group(3)));
      }
    }
    return OptionalDouble.empty();
  }

  private static @Nullable String unescaped(@Nullable String key) {
    return key == null
        ? null
        : ESCAPE
            .matcher(key.replace("\"\"", "\""))
            .replaceAll(
                escape ->
                    Matcher.quoteReplacement(
                        String.valueOf((char) Integer.parseInt(escape.group(1), 16))));
  }
}
