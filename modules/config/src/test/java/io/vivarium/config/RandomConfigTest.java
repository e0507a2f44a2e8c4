package io.vivarium.config;

import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;

/** The fuzz target with random assignments of known keys, in every build. */
class RandomConfigTest {
  private static final String[] VALUES = {
    "",
    "0",
    "-1",
    "1",
    "true",
    "false",
    "yes",
    "no",
    "99999999999999999999",
    "a:1:2",
    "a:1:2|b:1:2;3",
    "[::1]:1:2:observer",
    "1:2",
    "*",
    "\\u0000",
    "NaN",
    "0x7fffffff",
    "/tmp/x",
    "\u00e4",
    ";;;",
    "auto",
    "lenient",
    "strict"
  };

  @Test
  void randomAssignmentsAreReadOrRefused() {
    List<String> keys = KnownKeys.all().stream().map(Key::name).toList();
    Random random = new Random(11);
    for (int i = 0; i < 2000; i++) {
      StringBuilder text = new StringBuilder();
      for (int line = random.nextInt(12); line >= 0; line--) {
        String key =
            switch (random.nextInt(4)) {
              case 0 -> "server." + random.nextInt(5);
              case 1 -> (random.nextBoolean() ? "group." : "weight.") + random.nextInt(4);
              default -> keys.get(random.nextInt(keys.size()));
            };
        text.append(key).append('=').append(VALUES[random.nextInt(VALUES.length)]).append('\n');
      }
      ConfigFuzzTest.check(text.toString());
    }
  }
}
