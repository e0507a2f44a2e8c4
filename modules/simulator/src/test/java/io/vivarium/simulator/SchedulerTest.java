package io.vivarium.simulator;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

class SchedulerTest {
  private static final long MILLI = 1_000_000;

  private final Scheduler scheduler = new Scheduler(1);
  private final List<String> happened = new ArrayList<>();
  private final Life life = life("a", 0);

  private Life life(String name, long driftPpm) {
    return new Life(
        name, scheduler, driftPpm, 0, (dead, _, message, _) -> happened.add(dead + " " + message));
  }

  private Runnable note(String what) {
    return () -> happened.add(what);
  }

  private void runMs(long ms) {
    long end = scheduler.nowNanos() + ms * MILLI;
    while (scheduler.step(end)) {
      // One event after the other.
    }
  }

  @Test
  void eventsHappenInTheOrderOfTheirTimesAndThenOfTheirScheduling() {
    scheduler.in(2 * MILLI, note("late"));
    scheduler.in(MILLI, note("one"));
    scheduler.in(MILLI, note("two"));
    scheduler.in(-MILLI, note("now"));
    runMs(3);
    assertEquals(List.of("now", "one", "two", "late"), happened);
    assertEquals(4, scheduler.happened());
  }

  @Test
  void timePassesToTheEndAndNotBeyond() {
    long before = scheduler.nowNanos();
    scheduler.in(5 * MILLI, note("later"));
    runMs(4);
    assertEquals(before + 4 * MILLI, scheduler.nowNanos());
    assertEquals(List.of(), happened);
  }

  @Test
  void whatIsCancelledDoesNotHappen() {
    scheduler.in(MILLI, note("never")).cancel();
    runMs(2);
    assertEquals(List.of(), happened);
  }

  @Test
  void nothingHappensInALifeThatHasEnded() {
    scheduler.in(MILLI, life, note("never"));
    life.end();
    runMs(2);
    assertEquals(List.of(), happened);
  }

  @Test
  void whatAPausedLifeMissesHappensInOrderWhenItGoesOn() {
    scheduler.in(MILLI, life, note("one"));
    scheduler.in(2 * MILLI, life, note("two"));
    scheduler.in(2 * MILLI, note("others go on"));
    life.pause();
    runMs(5);
    assertEquals(List.of("others go on"), happened);
    life.resume();
    runMs(1);
    assertEquals(List.of("others go on", "one", "two"), happened);
  }

  @Test
  void theWorldGoesOnInTheMiddleOfAnAction() {
    scheduler.in(2 * MILLI, note("between"));
    scheduler.in(
        MILLI,
        life,
        () -> {
          happened.add("begins");
          scheduler.meanwhile(life, 3 * MILLI);
          happened.add("ends");
        });
    runMs(10);
    assertEquals(List.of("begins", "between", "ends"), happened);
  }

  @Test
  void anActionWhoseLifeEndsMeanwhileDoesNotGoOn() {
    scheduler.in(2 * MILLI, life::end);
    scheduler.in(
        MILLI,
        life,
        () -> {
          scheduler.meanwhile(life, 3 * MILLI);
          happened.add("never");
        });
    runMs(10);
    assertEquals(List.of(), happened);
  }

  @Test
  void anActionWhoseLifeIsPausedMeanwhileWaits() {
    scheduler.in(2 * MILLI, life::pause);
    scheduler.in(20 * MILLI, life::resume);
    long[] resumed = {0};
    scheduler.in(
        MILLI,
        life,
        () -> {
          scheduler.meanwhile(life, 3 * MILLI);
          resumed[0] = scheduler.nowNanos();
        });
    long began = scheduler.nowNanos();
    runMs(40);
    assertTrue(resumed[0] >= began + 20 * MILLI);
  }

  @Test
  void aCrashThatEndsNothingIsAMistake() {
    scheduler.in(
        MILLI,
        life,
        () -> {
          throw new Life.Crash();
        });
    assertThrows(IllegalStateException.class, () -> runMs(2));
  }

  @Test
  void clocksOfALifeMayBeWrong() {
    Life fast = life("fast", 10_000);
    long before = fast.monotonicNanos();
    long wall = fast.wallMillis();
    runMs(1_000);
    assertEquals(1_010 * MILLI, fast.monotonicNanos() - before);
    fast.jump(-5_000);
    assertEquals(wall + 1_000 - 5_000, fast.wallMillis());
    assertFalse(fast.untilNanos(fast.monotonicNanos() + 101 * MILLI) > 100 * MILLI + 2);
  }

  @Test
  void chanceOfOnePurposeDoesNotDependOnAnother() {
    Scheduler other = new Scheduler(1);
    long drawn = scheduler.chance().nextLong();
    scheduler.chance();
    assertEquals(drawn, other.chance().nextLong());
  }
}
