package io.vivarium.kernel.admin;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.time.Instant;
import java.util.SequencedMap;
import org.junit.jupiter.api.Test;

class ProcessEnvironmentTest {
  private final ProcessEnvironment environment =
      new ProcessEnvironment(new ServerVersion("3.9.5", "0a1b", Instant.EPOCH, "0.1.0"));

  @Test
  void itTellsOfThisProcess() {
    SequencedMap<String, String> lines = environment.lines();

    assertEquals("3.9.5-0a1b, built on 1970-01-01 00:00 UTC", lines.get("zookeeper.version"));
    assertEquals("0.1.0", lines.get("vivarium.version"));
    assertEquals(System.getProperty("java.version"), lines.get("java.version"));
    assertEquals("<NA>", lines.get("java.compiler"));
    assertFalse(lines.get("host.name").isBlank());
    assertTrue(lines.get("os.memory.max").matches("\\d+MB"), lines.get("os.memory.max"));
    assertEquals("os.memory.total", lines.lastEntry().getKey());
  }

  @Test
  void whoChangesTheLinesChangesACopy() {
    environment.lines().clear();

    assertEquals("0.1.0", environment.lines().get("vivarium.version"));
  }
}
