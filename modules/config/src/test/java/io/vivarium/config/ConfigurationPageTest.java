package io.vivarium.config;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;

/**
 * Keeps docs/configuration.md equal to the tables of keys. To write it anew:
 * {@code ./mvnw -pl modules/config -am test -Dtest=ConfigurationPageTest -Dsurefire.failIfNoSpecifiedTests=false -Dvivarium.test.jvm=-Dvivarium.docs=write}
 */
class ConfigurationPageTest {
  private static final Path PAGE = Path.of("..", "..", "docs", "configuration.md");

  @Test
  void thePageSaysWhatTheTablesSay() throws IOException {
    if (System.getProperty("vivarium.docs", "").equals("write")) {
      Files.createDirectories(PAGE.getParent());
      Files.writeString(PAGE, ConfigurationPage.text());
    }
    assertEquals(
        ConfigurationPage.text(),
        Files.readString(PAGE),
        "docs/configuration.md is out of date; see this test for how to write it");
  }

  @Test
  void everyKeyIsOnThePage() {
    String page = ConfigurationPage.text();
    for (Key<?> key : KnownKeys.all()) {
      assertTrue(page.contains("`" + key.name() + "`"), key.name());
    }
  }
}
