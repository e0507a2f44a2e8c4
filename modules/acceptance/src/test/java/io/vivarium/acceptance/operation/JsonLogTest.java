package io.vivarium.acceptance.operation;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.vivarium.acceptance.server.Await;
import io.vivarium.acceptance.server.ServerKind;
import io.vivarium.acceptance.server.ServerProcess;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class JsonLogTest {
  @TempDir Path directory;

  @Test
  void everyLineIsAnObject() throws Exception {
    Path launcher = ServerKind.distribution().resolve("bin").resolve("vivarium");
    ServerProcess server =
        ServerProcess.start(
            List.of(
                launcher.toString(),
                "server",
                "--set",
                "dataDir=" + directory.resolve("data"),
                "--set",
                "clientPort=auto"),
            Map.of("ZOO_LOG_FORMAT", "json"),
            directory.resolve("server.log"));
    try {
      Await.until(
          "it serves",
          () -> {
            assertTrue(server.alive(), server::log);
            return server.log().contains("Serving clients");
          });
    } finally {
      server.terminate();
    }

    List<String> lines = server.log().lines().toList();
    assertFalse(lines.isEmpty());
    ObjectMapper json = new ObjectMapper();
    for (String line : lines) {
      JsonNode event = json.readTree(line);
      assertTrue(event.path("timestamp").isNumber(), line);
      assertEquals("INFO", event.path("level").asText(), line);
      assertTrue(event.path("formattedMessage").isTextual(), line);
    }
  }
}
