package io.vivarium.audit.log;

import io.vivarium.spi.audit.AuditProvider;
import io.vivarium.spi.tck.audit.AuditTck;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.io.TempDir;

/** The suite of the SPI over files of text. */
class TextAuditTest extends AuditTck {
  @TempDir Path directory;

  @Override
  protected AuditProvider provider() {
    return new AuditLogProvider();
  }

  @Override
  protected Map<String, String> config() {
    return Map.of("log.dir", directory.toString());
  }

  @Override
  protected List<Kept> kept() {
    Path file = directory.resolve("zookeeper_audit.log");
    try {
      return Files.exists(file)
          ? Files.readString(file).lines().map(TextRecords::read).toList()
          : List.of();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
