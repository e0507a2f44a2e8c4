package io.vivarium.kernel.admin;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.time.Instant;
import org.junit.jupiter.api.Test;

class ServerVersionTest {
  private static final Instant BUILT = Instant.parse("2026-01-01T23:59:59.9Z");

  @Test
  void theTextIsReleaseCommitAndMinuteOfTheBuild() {
    assertEquals(
        "3.9.5-0a1b2c, built on 2026-01-01 23:59 UTC",
        new ServerVersion("3.9.5", "0a1b2c", BUILT, "0.1.0").text());
  }

  @Test
  void whatAgentsCouldNotParseIsRefused() {
    for (String release : new String[] {"3.9", "v3.9.5", "3.9.5-rc1", ""}) {
      IllegalArgumentException refused =
          assertThrows(
              IllegalArgumentException.class,
              () -> new ServerVersion(release, "0a", BUILT, "0.1.0"));
      assertTrue(refused.getMessage().contains("'" + release + "'"), refused.getMessage());
    }
    for (String commit : new String[] {"", "dirty!", "ABC", "a, built"}) {
      assertThrows(
          IllegalArgumentException.class, () -> new ServerVersion("3.9.5", commit, BUILT, "0.1.0"));
    }
  }
}
