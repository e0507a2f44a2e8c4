package io.vivarium.config;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;

import com.code_intelligence.jazzer.junit.FuzzTest;
import java.nio.charset.StandardCharsets;
import java.util.List;

/** Any bytes are a configuration or a list of problems, never a failure. */
class ConfigFuzzTest {
  @FuzzTest(maxDuration = "1h")
  void anyTextIsReadOrRefused(byte[] bytes) {
    check(new String(bytes, StandardCharsets.ISO_8859_1));
  }

  static void check(String text) {
    ConfigResult result = ConfigLoader.load(ConfigSource.ofText("zoo.cfg", text), List.of());
    assertEquals(result.errors().isEmpty(), result.config() != null);
    for (Problem problem : result.errors()) {
      assertFalse(problem.text().isBlank());
    }
    for (Problem problem : result.warnings()) {
      assertFalse(problem.text().isBlank());
    }
  }
}
