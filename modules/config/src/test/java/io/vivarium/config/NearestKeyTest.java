package io.vivarium.config;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNull;

import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;

class NearestKeyTest {
  @Test
  void distancesCountSingleChanges() {
    assertEquals(0, NearestKey.distance("", ""));
    assertEquals(4, NearestKey.distance("", "tick"));
    assertEquals(1, NearestKey.distance("tick", "tack"));
    assertEquals(1, NearestKey.distance("tick", "ticks"));
    assertEquals(1, NearestKey.distance("tick", "itck"), "neighbours exchanged");
    assertEquals(3, NearestKey.distance("kitten", "sitting"));
  }

  @Test
  void distanceIsSymmetricAndNeverMoreThanTheLongerText() {
    Random random = new Random(7);
    for (int i = 0; i < 2000; i++) {
      String a = word(random);
      String b = word(random);
      int distance = NearestKey.distance(a, b);
      assertEquals(distance, NearestKey.distance(b, a), a + " " + b);
      assertEquals(true, distance <= Math.max(a.length(), b.length()));
      assertEquals(a.equals(b), distance == 0);
    }
  }

  private static String word(Random random) {
    return random
        .ints(random.nextInt(8), 'a', 'd')
        .collect(StringBuilder::new, StringBuilder::appendCodePoint, StringBuilder::append)
        .toString();
  }

  @Test
  void nothingIsSuggestedWhenNothingIsNear() {
    assertNull(NearestKey.to("zzz", List.of("tickTime", "dataDir")));
    assertNull(NearestKey.to("x".repeat(5000), List.of("tickTime")));
    assertEquals("tickTime", NearestKey.to("TICKTIME", List.of("dataDir", "tickTime")));
  }
}
