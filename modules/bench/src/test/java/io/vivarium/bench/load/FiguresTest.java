package io.vivarium.bench.load;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.EnumMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.SplittableRandom;
import java.util.TreeMap;
import org.HdrHistogram.Histogram;
import org.junit.jupiter.api.Test;

/** What is measured, and of what znodes. */
class FiguresTest {
  private boolean measuring = true;
  private final LoopFigures figures = new LoopFigures(() -> measuring);

  private static LoadResult result(double seconds, ProcessUse use, long... nanos) {
    Histogram latencies = new Histogram(LoopFigures.LONGEST_NANOS, 3);
    for (long one : nanos) {
      latencies.recordValue(one);
    }
    return new LoadResult(seconds, latencies, new TreeMap<>(), use);
  }

  @Test
  void operationsBesideTheMeasurementCountAsProgressOnly() {
    measuring = false;
    figures.completed(0, 5_000);
    measuring = true;
    figures.completed(0, 7_000);
    assertEquals(2, figures.completed());
    assertEquals(1, figures.latencies().getTotalCount());
    assertEquals(7_000, figures.latencies().getMean(), 8);
  }

  @Test
  void aLatencyThatCannotBeIsBroughtIntoTheRange() {
    figures.completed(0, -1);
    figures.completed(0, 10 * LoopFigures.LONGEST_NANOS);
    assertEquals(2, figures.latencies().getTotalCount());
    assertEquals(0, figures.latencies().getMinValue());
    assertTrue(figures.latencies().getMaxValue() >= LoopFigures.LONGEST_NANOS);
  }

  @Test
  void errorsAreCountedByCode() {
    figures.failed(-101);
    figures.failed(-4);
    figures.failed(-101);
    assertEquals(Map.of(-101, 2L, -4, 1L), figures.errors());
    assertEquals(0, figures.completed());
  }

  @Test
  void throughputIsWhatWasCompletedInTheTimeMeasured() {
    LoadResult result = result(0.5, new ProcessUse(1, 0, 1), 1_000, 2_000, 3_000);
    assertEquals(6, result.throughput());
  }

  @Test
  void percentilesAreInMilliseconds() {
    LoadResult result =
        result(1, new ProcessUse(1, 0, 1), 1_000_000, 2_000_000, 3_000_000, 40_000_000);
    assertEquals(2, result.millis(50), 0.01);
    assertEquals(40, result.millis(100), 0.05);
  }

  @Test
  void cpuTimeIsThatOfAllServersForOneOperation() {
    assertEquals(
        500_000,
        result(10, new ProcessUse(1, 0, 1), 1_000, 1_000).figures().value(Quantity.CPU),
        0.001);
    assertTrue(
        Double.isNaN(
            result(1, new ProcessUse(Double.NaN, 0, 0), 1_000).figures().value(Quantity.CPU)));
  }

  @Test
  void cpuTimeIsADifferenceAndMemoryIsNot() {
    ProcessUse use = new ProcessUse(5, 0, 900).since(new ProcessUse(3.5, 0, 100));
    assertEquals(1.5, use.cpuSeconds());
    assertEquals(900, use.residentBytes());
  }

  @Test
  void severalProcessesAreAddedUp() throws IOException {
    long own = ProcessHandle.current().pid();
    ProcessUse one = ProcessUse.of(List.of(own));
    ProcessUse twice = ProcessUse.of(List.of(own, own));
    assertTrue(twice.cpuSeconds() >= 2 * one.cpuSeconds());
    assertTrue(twice.residentBytes() > one.residentBytes());
  }

  @Test
  void aProcessThatIsNotThereIsAnError() {
    assertThrows(IOException.class, () -> ProcessUse.of(List.of(Long.MAX_VALUE)));
  }

  // ---- znodes

  @Test
  void aSessionHasAParentOfItsOwnWithSoManyChildren() {
    Znodes znodes = Znodes.of("/bench", 7, 3, 30);
    assertEquals("/bench/s7", znodes.home());
    assertEquals(3, znodes.paths().length);
    assertEquals("/bench/s7/n2", new String(znodes.paths()[2], StandardCharsets.UTF_8));
    assertNotEquals(znodes.home(), Znodes.of("/bench", 8, 3, 30).home());
  }

  @Test
  void dataHasTheSizeAskedForAndIsText() {
    assertEquals(0, Znodes.of("/bench", 1, 1, 0).data().length);
    assertArrayEquals(
        "abcdefghijklmnopqrstuvwxyzabcd".getBytes(StandardCharsets.US_ASCII),
        Znodes.of("/bench", 1, 1, 30).data());
  }

  @Test
  void everyChildHasItsTurnSooner() {
    Znodes znodes = Znodes.of("/bench", 1, 5, 1);
    SplittableRandom random = new SplittableRandom(1);
    Set<String> seen = new HashSet<>();
    for (int i = 0; i < 200; i++) {
      seen.add(new String(znodes.random(random), StandardCharsets.UTF_8));
    }
    assertEquals(5, seen.size());
  }

  // ---- figures

  @Test
  void figuresKeepTheirOwnCopies() {
    Map<Quantity, Double> values = new EnumMap<>(Map.of(Quantity.P50, 1.0));
    TreeMap<Integer, Long> errors = new TreeMap<>(Map.of(-4, 1L));
    Figures kept = new Figures(values, errors);
    values.clear();
    errors.clear();

    assertEquals(1, kept.value(Quantity.P50));
    assertEquals(Map.of(-4, 1L), kept.errors());
    assertThrows(UnsupportedOperationException.class, () -> kept.values().clear());
    assertThrows(UnsupportedOperationException.class, () -> kept.errors().clear());
  }

  @Test
  void errorsOfBothAreAddedUpAndValuesAreReplaced() {
    Figures one = new Figures(Map.of(Quantity.MAX, 1.0), new TreeMap<>(Map.of(-4, 1L, -101, 2L)));
    Figures other = new Figures(Map.of(Quantity.MAX, 5.0), new TreeMap<>(Map.of(-101, 40L)));
    Figures both = one.with(other);

    assertEquals(Map.of(-4, 1L, -101, 42L), both.errors());
    assertEquals(5, both.value(Quantity.MAX));
    assertEquals(Map.of(-4, 1L, -101, 2L), one.errors(), "neither is changed");
  }

  @Test
  void errorsStayWhenAFigureIsAdded() {
    Figures failed = new Figures(Map.of(), new TreeMap<>(Map.of(-4, 1L)));

    assertEquals(Map.of(-4, 1L), failed.with(Quantity.CPU, 3).errors());
    assertEquals(Map.of(), Figures.none().with(Quantity.CPU, 3).errors());
  }

  @Test
  void aFigureThatIsNoNumberTakesTheEarlierOneAway() {
    Figures figures = Figures.none().with(Quantity.HEAP, 7).with(Quantity.HEAP, Double.NaN);

    assertTrue(Double.isNaN(figures.value(Quantity.HEAP)));
    assertEquals(Map.of(), figures.values());
  }
}
