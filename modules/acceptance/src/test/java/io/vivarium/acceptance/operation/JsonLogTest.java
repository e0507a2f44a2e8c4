package io.vivarium.acceptance.operation;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.vivarium.acceptance.server.Await;
import io.vivarium.acceptance.server.FreePorts;
import io.vivarium.acceptance.server.ServerKind;
import io.vivarium.acceptance.server.ServerProcess;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class JsonLogTest {
  private static final ObjectMapper JSON = new ObjectMapper();

  @TempDir Path directory;

  /** What a server has logged from its start until something was to be read. */
  private List<JsonNode> logged(String awaited, String... settings) throws Exception {
    List<String> command =
        new ArrayList<>(
            List.of(
                ServerKind.distribution().resolve("bin").resolve("vivarium").toString(), "server"));
    for (String setting : settings) {
      command.addAll(List.of("--set", setting));
    }
    command.addAll(List.of("--set", "dataDir=" + directory.resolve("data")));
    command.addAll(List.of("--set", "admin.serverPort=0"));
    ServerProcess server =
        ServerProcess.start(
            command, Map.of("ZOO_LOG_FORMAT", "json"), directory.resolve("server.log"));
    try {
      Await.until(
          awaited,
          () -> {
            assertTrue(server.alive(), server::log);
            return server.log().contains(awaited);
          });
    } finally {
      server.terminate();
    }
    List<JsonNode> events = new ArrayList<>();
    for (String line : server.log().lines().toList()) {
      events.add(JSON.readTree(line));
    }
    return events;
  }

  @Test
  void everyLineIsAnObject() throws Exception {
    List<JsonNode> events = logged("Serving clients", "clientPort=auto");

    assertFalse(events.isEmpty());
    for (JsonNode event : events) {
      String line = event.toString();
      assertTrue(event.path("timestamp").isNumber(), line);
      assertEquals("INFO", event.path("level").asText(), line);
      assertTrue(event.path("formattedMessage").isTextual(), line);
      // Not what libraries have to say of themselves.
      assertTrue(event.path("loggerName").asText().startsWith("io.vivarium."), line);
      assertTrue(event.path("myid").isNull(), line);
    }
  }

  /** As in the text form, so that the logs of an ensemble can be laid together. */
  @Test
  void theLinesOfAnEnsembleTellWhoseTheyAre() throws Exception {
    List<String> settings =
        new ArrayList<>(List.of("myid=7", "initLimit=10", "syncLimit=5", "clientPort=auto"));
    for (int number = 5; number <= 7; number++) {
      settings.add(
          "server.%d=127.0.0.1:%d:%d".formatted(number, FreePorts.take(), FreePorts.take()));
    }

    List<JsonNode> events = logged("\"myid\":7", settings.toArray(String[]::new));

    for (JsonNode event : events) {
      assertTrue(event.path("loggerName").asText().startsWith("io.vivarium."), event::toString);
    }
    assertEquals(7, events.getLast().path("myid").asInt());
  }
}
