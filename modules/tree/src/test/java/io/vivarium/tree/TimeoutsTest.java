package io.vivarium.tree;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertSame;

import org.junit.jupiter.api.Test;

class TimeoutsTest {
  private final Timeouts timeouts = new Timeouts();

  @Test
  void sessionsInARowWithOneTimeoutShareIt() {
    Integer first = timeouts.of(30_000);
    assertSame(first, timeouts.of(30_000));
  }

  @Test
  void eachHasTheTimeoutThatWasAskedFor() {
    for (int ms : new int[] {0, 30_000, 6_000, 30_000, 0, Integer.MAX_VALUE}) {
      assertEquals(ms, timeouts.of(ms));
    }
  }
}
