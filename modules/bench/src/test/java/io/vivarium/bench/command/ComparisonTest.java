package io.vivarium.bench.command;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.vivarium.bench.load.LoadResult;
import io.vivarium.bench.load.ProcessUse;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.HdrHistogram.Histogram;
import org.junit.jupiter.api.Test;

/** Ratios, turn by turn. */
class ComparisonTest {
  private static LoadResult result(int operations, double cpuSeconds) {
    Histogram latencies = new Histogram(1_000_000_000L, 3);
    for (int i = 0; i < operations; i++) {
      latencies.recordValue(1_000_000);
    }
    return new LoadResult(1, latencies, new TreeMap<>(), new ProcessUse(cpuSeconds, 100 << 20));
  }

  @Test
  void eachTurnIsComparedWithItsNeighbourAndTheMedianAndSpreadAreShown() {
    Map<String, List<LoadResult>> results = new LinkedHashMap<>();
    results.put("ours", List.of(result(400, 1), result(200, 1), result(900, 1)));
    results.put("theirs", List.of(result(100, 1), result(100, 1), result(100, 1)));
    StringWriter out = new StringWriter();
    new Comparison("set", results).print(new PrintWriter(out));
    String text = out.toString();
    assertTrue(text.contains("ours to theirs: throughput 4.00 (2.00-9.00)"), text);
    assertTrue(text.contains("cpu/op 0.25 (0.11-0.50)"), text);
    assertTrue(text.contains("p50 1.00 (1.00-1.00)"), text);
    assertTrue(text.contains("(medians of 3)"), text);
  }

  @Test
  void allAreComparedWithTheLastAndNobodyWithAnother() {
    Map<String, List<LoadResult>> results = new LinkedHashMap<>();
    results.put("new", List.of(result(400, 1)));
    results.put("old", List.of(result(300, 1)));
    results.put("apache", List.of(result(100, 2)));
    StringWriter out = new StringWriter();
    new Comparison("mix", results).print(new PrintWriter(out));
    String text = out.toString();
    List<String> lines = text.lines().filter(line -> !line.isBlank()).toList();
    assertEquals("mix", lines.getFirst());
    assertEquals(1 + 3 + 2, lines.size(), text);
    assertTrue(lines.get(1).strip().startsWith("new "), text);
    assertTrue(lines.get(4).contains("new to apache: throughput 4.00 (4.00-4.00)"), text);
    assertTrue(lines.get(5).contains("old to apache: throughput 3.00 (3.00-3.00)"), text);
    assertTrue(lines.get(4).contains("resident 1.00"), text);
  }

  @Test
  void aTurnThatOnlyOneHasHadIsNotCompared() {
    Map<String, List<LoadResult>> results = new LinkedHashMap<>();
    results.put("ours", List.of(result(200, 1), result(900, 1)));
    results.put("theirs", List.of(result(100, 1)));
    StringWriter out = new StringWriter();
    new Comparison("set", results).print(new PrintWriter(out));
    assertTrue(out.toString().contains("throughput 2.00 (2.00-2.00)"), out.toString());
    assertTrue(out.toString().contains("(medians of 1)"), out.toString());
  }

  @Test
  void medianFiguresStandInTheTable() {
    Map<String, List<LoadResult>> results = new LinkedHashMap<>();
    results.put("ours", List.of(result(1000, 1), result(5000, 1), result(2000, 1)));
    StringWriter out = new StringWriter();
    new Comparison("set", results).print(new PrintWriter(out));
    String text = out.toString();
    assertTrue(text.contains("2,000/s"), text);
    assertTrue(text.contains("p50    1.000 ms"), text);
    assertTrue(text.contains("cpu  500.00 µs/op"), text);
    assertTrue(text.contains("resident    100 MB"), text);
  }

  @Test
  void anEvenNumberOfTurnsHasTheMeanOfTheMiddleTwoAsItsMedian() {
    Map<String, List<LoadResult>> results = new LinkedHashMap<>();
    results.put("ours", List.of(result(200, 1), result(400, 1)));
    results.put("theirs", List.of(result(100, 1), result(100, 1)));
    StringWriter out = new StringWriter();
    new Comparison("set", results).print(new PrintWriter(out));
    assertTrue(out.toString().contains("throughput 3.00 (2.00-4.00)"), out.toString());
  }
}
