package io.vivarium.bench.command;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.vivarium.bench.load.Figures;
import io.vivarium.bench.load.Quantity;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

/** Ratios, turn by turn. */
class ComparisonTest {
  private static List<Figures> turns(double... throughputs) {
    return Arrays.stream(throughputs)
        .mapToObj(
            value ->
                Figures.none()
                    .with(Quantity.THROUGHPUT, value)
                    .with(Quantity.CPU, 1e6 / value)
                    .with(Quantity.P99, Double.NaN))
        .toList();
  }

  private static Comparison comparison(List<Figures> ours, List<Figures> theirs) {
    return new Comparison(
        "set", List.of("ours", "theirs"), Map.of("ours", ours, "theirs", theirs), List.of());
  }

  private static String text(Comparison comparison) {
    StringWriter out = new StringWriter();
    comparison.print(new PrintWriter(out));
    return out.toString().replaceAll(" +", " ");
  }

  @Test
  void eachTurnIsComparedWithItsNeighbourAndTheMedianAndSpreadAreShown() {
    String text = text(comparison(turns(400, 200, 900), turns(100, 100, 100)));
    assertTrue(text.contains("set (median, least and most of 3)"), text);
    assertTrue(text.contains("throughput 400/s (200-900) 100/s (100-100) 4.00 (2.00-9.00)"), text);
    assertTrue(text.contains("0.25 (0.11-0.50)"), text);
  }

  @Test
  void aRatioIsThatOfTheSameTurn() {
    Comparison comparison = comparison(turns(100, 1000), turns(50, 500));
    assertEquals(new Spread(2, 2, 2), comparison.ratio("ours", "theirs", Quantity.THROUGHPUT));
  }

  @Test
  void anEvenNumberOfTurnsHasTheMeanOfTheMiddleTwoAsItsMedian() {
    Comparison comparison = comparison(turns(200, 400), turns(100, 100));
    assertEquals(new Spread(3, 2, 4), comparison.ratio("ours", "theirs", Quantity.THROUGHPUT));
  }

  @Test
  void allAreComparedWithTheLastAndNobodyWithAnother() {
    Comparison three =
        new Comparison(
            "mix",
            List.of("new", "old", "apache"),
            Map.of("new", turns(400), "old", turns(300), "apache", turns(100)),
            List.of());
    String text = text(three);
    assertTrue(text.contains("new old apache new to apache old to apache"), text);
    assertTrue(text.contains("4.00 (4.00-4.00) 3.00 (3.00-3.00)"), text);
  }

  @Test
  void whatWasNotMeasuredIsNotShown() {
    Comparison comparison = comparison(turns(200), turns(100));
    assertEquals(List.of(Quantity.THROUGHPUT, Quantity.CPU), comparison.quantities());
    assertFalse(comparison.spread("ours", Quantity.P99).known());
    assertEquals("-", comparison.ratio("ours", "theirs", Quantity.P99).ratio());
  }

  @Test
  void failuresAreShownWithWhatWasMeasured() {
    Comparison failed =
        new Comparison("set", List.of("ours", "theirs"), Map.of(), List.of("turn 1: no disk"));
    assertFalse(failed.measured());
    assertTrue(text(failed).contains("failed: turn 1: no disk"), text(failed));
    assertTrue(failed.json().contains("\"failures\": [\"turn 1: no disk\"]"), failed.json());
  }

  @Test
  void programsGetSpreadsAndRatios() {
    String json = comparison(turns(400, 200, 900), turns(100, 100, 100)).json();
    assertTrue(json.startsWith("{\"name\": \"set\", \"turns\": 3, \"figures\": {"), json);
    assertTrue(
        json.contains("\"ours\": {\"median\": 400.0000, \"least\": 200.0000, \"most\": 900.0000}"),
        json);
    assertTrue(
        json.contains("\"ratiosTo\": \"theirs\", \"ratios\": {\"ours\": {\"median\": 4.0000"),
        json);
  }

  @Test
  void aTurnThatOnlyOneHasHadIsNotCompared() {
    Comparison comparison = comparison(turns(200, 900), turns(100));

    assertEquals(new Spread(2, 2, 2), comparison.ratio("ours", "theirs", Quantity.THROUGHPUT));
    assertTrue(text(comparison).contains("(median, least and most of 1)"), text(comparison));
  }

  @Test
  void aFigureThatOneTurnDidNotYieldIsLeftOutOfTheRatioOfThatTurn() {
    List<Figures> ours = List.of(Figures.none(), Figures.none().with(Quantity.P50, 6));
    List<Figures> theirs =
        List.of(Figures.none().with(Quantity.P50, 1), Figures.none().with(Quantity.P50, 3));
    Comparison comparison = comparison(ours, theirs);

    assertEquals(new Spread(2, 2, 2), comparison.ratio("ours", "theirs", Quantity.P50));
    assertEquals(new Spread(2, 1, 3), comparison.spread("theirs", Quantity.P50));
    assertEquals(new Spread(6, 6, 6), comparison.spread("ours", Quantity.P50));
  }

  @Test
  void medianFiguresStandInTheTableWithTheirUnits() {
    String text = text(comparison(turns(1000, 5000, 2000), turns(1000, 1000, 1000)));

    assertTrue(text.contains("throughput 2,000/s (1,000-5,000) 1,000/s (1,000-1,000)"), text);
    assertTrue(text.contains("cpu/op 500.00 µs (200.00-1,000.00)"), text);
    assertFalse(text.contains("p99"), text);
  }

  @Test
  void aFigureThatOnlyOneHasIsShownWithoutARatio() {
    Comparison comparison =
        comparison(
            List.of(Figures.none().with(Quantity.HEAP, 64)),
            List.of(Figures.none().with(Quantity.TIME, 1)));
    String text = text(comparison);

    assertTrue(text.contains("live heap 64 MB (64-64) - -"), text);
    assertTrue(text.contains("time - 1.00 s (1.00-1.00) -"), text);
  }

  @Test
  void columnsStandBelowEachOther() {
    StringWriter out = new StringWriter();
    comparison(turns(123_456), turns(1_000)).print(new PrintWriter(out));
    List<String> lines = out.toString().lines().skip(2).toList();

    assertEquals(3, lines.size(), out.toString());
    assertEquals(
        1, lines.stream().mapToInt(String::length).distinct().count(), "all end in one column");
    assertTrue(lines.getFirst().endsWith("ours to theirs"), lines.getFirst());
  }

  @Test
  void aServerAloneIsComparedWithNobody() {
    Comparison alone =
        new Comparison("set", List.of("ours"), Map.of("ours", turns(300)), List.of());

    assertTrue(alone.measured());
    assertEquals("ours", alone.reference());
    assertFalse(text(alone).contains(" to "), text(alone));
    assertTrue(alone.json().contains("\"ratiosTo\": \"ours\", \"ratios\": {}"), alone.json());
  }

  @Test
  void everythingThatFailedIsShown() {
    Comparison failed =
        new Comparison(
            "set",
            List.of("ours", "theirs"),
            Map.of("ours", turns(2), "theirs", turns(1)),
            List.of("turn 2: a \"quoted\" reason", "turn 3: another"));

    List<String> lines = text(failed).lines().map(String::strip).toList();
    assertEquals("failed: turn 2: a \"quoted\" reason", lines.get(lines.size() - 2));
    assertEquals("failed: turn 3: another", lines.getLast());
    assertTrue(
        failed
            .json()
            .endsWith("\"failures\": [\"turn 2: a \\\"quoted\\\" reason\", \"turn 3: another\"]}"),
        failed.json());
  }

  @Test
  void whatWasNotMeasuredIsNotInTheJson() {
    String json = comparison(turns(200), turns(100)).json();

    assertTrue(json.contains("\"cpu/op\": {\"unit\": \"µs\", \"servers\": {\"ours\""), json);
    assertFalse(json.contains("p99"), json);
    assertFalse(json.contains("\n"), "a line for each");
  }
}
