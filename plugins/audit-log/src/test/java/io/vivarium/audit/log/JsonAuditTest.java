package io.vivarium.audit.log;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.vivarium.spi.audit.AuditProvider;
import io.vivarium.spi.tck.audit.AuditTck;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.io.TempDir;

/** The suite of the SPI over files of JSON, read by somebody else's parser. */
class JsonAuditTest extends AuditTck {
  @TempDir Path directory;

  @Override
  protected AuditProvider provider() {
    return new AuditLogProvider();
  }

  @Override
  protected Map<String, String> config() {
    return Map.of("audit.file", file().toString(), "audit.format", "json");
  }

  private Path file() {
    return directory.resolve("sub").resolve("audit.json");
  }

  @Override
  protected List<Kept> kept() {
    try {
      List<Kept> kept = new ArrayList<>();
      for (String line : Files.exists(file()) ? Files.readAllLines(file()) : List.<String>of()) {
        kept.add(read(new ObjectMapper().readTree(line)));
      }
      return kept;
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private static Kept read(JsonNode json) {
    List<String> users = new ArrayList<>();
    json.path("users").forEach(user -> users.add(user.textValue()));
    String session = json.path("session").asText("0x0");
    return new Kept(
        json.path("operation").asText(),
        json.path("result").asText(),
        Long.parseUnsignedLong(session.substring(2), 16),
        users,
        json.path("ip").textValue(),
        json.path("znode").textValue(),
        json.path("acl").textValue());
  }
}
