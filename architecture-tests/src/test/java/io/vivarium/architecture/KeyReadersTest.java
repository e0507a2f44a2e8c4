package io.vivarium.architecture;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.vivarium.spi.ConfigKey;
import io.vivarium.spi.PluginProvider;
import io.vivarium.spi.admin.AdminCommandsProvider;
import io.vivarium.spi.admin.AdminEndpointProvider;
import io.vivarium.spi.audit.AuditProvider;
import io.vivarium.spi.auth.AuthenticationProvider;
import io.vivarium.spi.consensus.ConsensusProvider;
import io.vivarium.spi.exporter.MetricsExporterProvider;
import io.vivarium.spi.storage.StorageProvider;
import io.vivarium.spi.transport.TransportProvider;
import java.util.Arrays;
import java.util.List;
import java.util.ServiceLoader;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/** What the table of keys promises of a plugin, a plugin of ours does. */
final class KeyReadersTest {
  private static final String TABLE =
      "modules/config/src/main/resources/io/vivarium/config/keys.txt";

  private static final List<Class<? extends PluginProvider<?>>> KINDS =
      List.of(
          AdminCommandsProvider.class,
          AdminEndpointProvider.class,
          AuditProvider.class,
          AuthenticationProvider.class,
          ConsensusProvider.class,
          MetricsExporterProvider.class,
          StorageProvider.class,
          TransportProvider.class);

  /** Columns of a row: its verdict and who acts on it. */
  private static final int VERDICT = 5;

  private static final int READER = 6;

  /** A row without a comment. */
  private record Row(List<String> names, String verdict, String reader) {
    static Stream<Row> of(String line) {
      String[] columns = line.split("\\|", -1);
      return columns.length <= READER
          ? Stream.empty()
          : Stream.of(
              new Row(
                  Arrays.stream(columns[0].split(",", -1)).map(String::strip).toList(),
                  columns[VERDICT].strip(),
                  columns[READER].strip()));
    }

    boolean promised() {
      return Set.of("honoured", "mapped", "ours").contains(verdict)
          && Set.of("plugin", "guard").contains(reader);
    }
  }

  @Test
  void everyKeyThatAPluginIsSaidToReadIsDeclaredByOne() {
    Set<String> declared =
        KINDS.stream()
            .flatMap(KeyReadersTest::providers)
            .flatMap(provider -> provider.configKeys().stream())
            .map(ConfigKey::name)
            .collect(Collectors.toSet());
    List<Row> promised =
        SourceTree.read(SourceTree.root().resolve(TABLE))
            .lines()
            .flatMap(Row::of)
            .filter(Row::promised)
            .toList();

    assertTrue(promised.size() > 50, () -> "the table has another form: " + promised);
    assertEquals(
        List.of(),
        promised.stream()
            .map(Row::names)
            .filter(names -> names.stream().noneMatch(declared::contains))
            .map(List::getFirst)
            .toList(),
        "keys that no plugin declares; say `server`, or `no-effect` and why");
  }

  private static <P extends PluginProvider<?>> Stream<P> providers(Class<P> kind) {
    return ServiceLoader.load(kind).stream().map(ServiceLoader.Provider::get);
  }
}
