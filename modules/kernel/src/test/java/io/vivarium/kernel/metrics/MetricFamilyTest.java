package io.vivarium.kernel.metrics;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotSame;
import static org.junit.jupiter.api.Assertions.assertSame;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.Set;
import java.util.TreeSet;
import org.junit.jupiter.api.Test;

class MetricFamilyTest {
  private final MetricFamily<StripedCounter> family = new MetricFamily<>(StripedCounter::new);

  @Test
  void aKeyHasOneMember() {
    assertSame(family.of("a"), family.of("a"));
    assertNotSame(family.of("a"), family.of("b"));
  }

  @Test
  void keysThatCameInTimeKeepTheirMembersWhenTheFamilyIsFull() {
    StripedCounter early = family.of("early");
    for (int i = 0; i < MetricFamily.MAX_KEYS; i++) {
      family.of("key" + i).increment();
    }

    assertSame(early, family.of("early"));
    assertSame(family.of("late"), family.of("later"));
    assertSame(family.of(MetricFamily.OTHER), family.of("late"));
  }

  @Test
  void manyThreadsNeverMakeTwoMembersOfAKeyNorManyMoreThanTheLimit() throws InterruptedException {
    int threads = 8;
    int keys = 2 * MetricFamily.MAX_KEYS;
    Threads.run(
        threads,
        number -> {
          for (int i = 0; i < keys; i++) {
            family.of("key" + i).increment();
          }
        });

    Set<String> seen = new TreeSet<>();
    long[] sum = new long[1];
    family.each(
        (key, member) -> {
          seen.add(key);
          sum[0] += member.value();
        });
    assertEquals((long) threads * keys, sum[0], "no increment went to a member that was dropped");
    assertTrue(seen.size() <= MetricFamily.MAX_KEYS + threads, seen.size() + " members");
    assertTrue(seen.contains(MetricFamily.OTHER));
  }
}
