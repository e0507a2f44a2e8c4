package io.vivarium.metrics.prometheus;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.lang.management.ManagementFactory;
import java.lang.management.MemoryUsage;
import java.util.Map;
import java.util.concurrent.atomic.AtomicLong;
import org.junit.jupiter.api.Test;

class AllocatedMemoryTest {
  private static Map<String, MemoryUsage> pools(long eden, long old) {
    return Map.of("eden", usage(eden), "old", usage(old));
  }

  private static MemoryUsage usage(long used) {
    return new MemoryUsage(0, used, 10_000, 10_000);
  }

  @Test
  void whatWasAddedSinceTheLastCollectionIsCountedAndWhatWasMoved() {
    try (AllocatedMemory memory = new AllocatedMemory()) {
      memory.collected(pools(100, 10), pools(0, 30));
      memory.collected(pools(70, 30), pools(20, 5));
      assertEquals(170, memory.read("eden", 20));
      assertEquals(30, memory.read("old", 5));
      assertEquals(175, memory.read("eden", 25));
      assertEquals(175, memory.read("eden", 21), "it never goes back");
    }
  }

  @Test
  void everyPoolOfThisProcessIsTold() {
    try (AllocatedMemory memory = new AllocatedMemory()) {
      AtomicLong sum = new AtomicLong();
      memory.each(ManagementFactory.getMemoryPoolMXBeans(), (name, bytes) -> sum.addAndGet(bytes));
      assertTrue(sum.get() > 0);
    }
  }
}
