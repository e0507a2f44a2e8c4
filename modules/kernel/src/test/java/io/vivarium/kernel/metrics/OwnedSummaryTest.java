package io.vivarium.kernel.metrics;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.vivarium.spi.metrics.MetricReading;
import io.vivarium.spi.metrics.Summary;
import java.util.List;
import java.util.concurrent.atomic.AtomicReference;
import org.junit.jupiter.api.Test;

/** Figures with one writer, and those that are there now and then. */
class OwnedSummaryTest {
  private final KernelMetrics metrics = new KernelMetrics();

  private MetricReading reading(String name) {
    return metrics.readings().stream()
        .filter(one -> one.name().equals(name))
        .findFirst()
        .orElseThrow();
  }

  private boolean isShown(String name) {
    return metrics.readings().stream().anyMatch(one -> one.name().equals(name));
  }

  @Test
  void itIsShownInTwoUnits() {
    Summary summary = metrics.owned("turn_us", 1_000, List.of("turn_ms"));
    summary.record(1_500);
    summary.record(2_500);
    MetricReading.Distributed fine = (MetricReading.Distributed) reading("turn_us");
    MetricReading.Distributed coarse = (MetricReading.Distributed) reading("turn_ms");
    assertEquals(4_000, fine.spread().sum());
    assertEquals(4, coarse.spread().sum());
    assertEquals(2.0, coarse.spread().average());
    assertEquals(2, coarse.spread().count());
  }

  @Test
  void aResetIsSeenWithTheNextValue() {
    Summary summary = metrics.owned("turn_us");
    summary.record(1);
    metrics.reset();
    summary.record(5);
    assertEquals(5, ((MetricReading.Distributed) reading("turn_us")).spread().max());
    assertEquals(1, ((MetricReading.Distributed) reading("turn_us")).spread().count());
  }

  @Test
  void aLevelIsThereOnlyWhileThereIsOne() {
    AtomicReference<Long> value = new AtomicReference<>();
    metrics.level("learners", value::get);
    assertFalse(isShown("learners"));
    value.set(3L);
    assertEquals(new MetricReading.Level("learners", null, 3), reading("learners"));
    value.set(null);
    assertFalse(isShown("learners"));
  }

  @Test
  void aGaugeTakesItsPlaceButNoCounter() {
    metrics.level("learners", () -> null);
    metrics.gauge("learners", () -> 7);
    assertTrue(isShown("learners"));
    assertThrows(IllegalArgumentException.class, () -> metrics.counter("learners"));
  }

  @Test
  void sizesOfProposalsAreForgottenByAReset() {
    metrics.leader().proposed(48);
    metrics.leader().proposed(36);
    assertEquals(36, metrics.leader().last());
    assertEquals(36, metrics.leader().smallest());
    assertEquals(48, metrics.leader().largest());
    metrics.reset();
    assertEquals(-1, metrics.leader().last());
    assertEquals(-1, metrics.leader().smallest());
    assertEquals(-1, metrics.leader().largest());
  }
}
