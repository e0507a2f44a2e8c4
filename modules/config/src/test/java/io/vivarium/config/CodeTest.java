package io.vivarium.config;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

/** What a program says, key by key. */
class CodeTest {
  private static ConfigResult load(ConfigSource source) {
    return ConfigLoader.load(source, List.of());
  }

  @Test
  void oneMoreValueLeavesTheOthersAndReplacesItsOwn() {
    ConfigSource source =
        ConfigSource.empty()
            .withCode("the test", Map.of("dataDir", "/data", "tickTime", "1000"))
            .with("tickTime", "500");
    ServerConfig config = load(source).require();
    assertEquals(500, config.sessions().tickTimeMs());
    assertEquals("/data", config.directories().data().toString());
  }

  @Test
  void messagesStillNameThePlace() {
    ConfigSource source =
        ConfigSource.empty().withCode("the test", Map.of()).with("tickTime", "soon");
    assertTrue(
        load(source).errors().stream().anyMatch(error -> error.text().contains("the test")),
        () -> load(source).errors().toString());
  }

  @Test
  void aStorageInMemoryNeedsNoDirectory() {
    ConfigSource inMemory = ConfigSource.empty().with("storage", "memory");
    ServerConfig config = load(inMemory).require();
    assertFalse(config.directories().autocreate(), "there is nothing to create");
    assertTrue(config.directories().emptyCounts());
    ServerConfig wary = load(inMemory.with("db.autocreate", "false")).require();
    assertFalse(wary.directories().emptyCounts(), "it says so of itself");
    assertEquals(
        "/data", load(inMemory.with("dataDir", "/data")).require().directories().data().toString());
  }

  @Test
  void everyOtherStorageDoes() {
    assertFalse(load(ConfigSource.empty().with("storage", "filelog")).ok());
  }
}
