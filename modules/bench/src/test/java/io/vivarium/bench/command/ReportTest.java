package io.vivarium.bench.command;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.vivarium.bench.load.LoadResult;
import io.vivarium.bench.load.ProcessUse;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.util.LinkedHashMap;
import java.util.Locale;
import java.util.Map;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.HdrHistogram.Histogram;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** Measurements in words and in JSON, the same in every country. */
class ReportTest {
  private static final Pattern FIELD = Pattern.compile("\"(\\w+)\": (\"[^\"]*\"|[^,}]+)");

  private final Locale before = Locale.getDefault();

  @AfterEach
  void restore() {
    Locale.setDefault(before);
  }

  /** A hundred operations of 1 to 100 ms in two seconds. */
  private static LoadResult result(double cpuSeconds, SortedMap<Integer, Long> errors) {
    Histogram latencies = new Histogram(120_000_000_000L, 3);
    for (int ms = 1; ms <= 100; ms++) {
      latencies.recordValue(ms * 1_000_000L);
    }
    return new LoadResult(2, latencies, errors, new ProcessUse(cpuSeconds, 300L << 20));
  }

  private static Map<String, String> fields(String json) {
    Map<String, String> fields = new LinkedHashMap<>();
    Matcher matcher = FIELD.matcher(json);
    while (matcher.find()) {
      fields.put(matcher.group(1), matcher.group(2));
    }
    return fields;
  }

  @Test
  void aLineTellsThroughputLatenciesCpuAndMemory() {
    String line = new Report("set", result(0.5, new TreeMap<>())).line();
    assertTrue(line.startsWith("set "), line);
    assertTrue(line.matches(".*\\b50/s .*"), line);
    assertTrue(line.contains("cpu 5000.00 µs/op"), line);
    assertTrue(line.contains("300 MB"), line);
    assertFalse(line.contains("errors"), line);
  }

  @Test
  void linesOfDifferentNamesStandBelowEachOther() {
    LoadResult result = result(0.5, new TreeMap<>());
    String one = new Report("get", result).line();
    String other = new Report("apache-netty children", result).line();
    assertEquals(one.indexOf("p50"), other.indexOf("p50"));
  }

  @Test
  void aNameThatIsTooLongForItsColumnIsNotCut() {
    String name = "vivarium-with-a-long-label children";
    assertTrue(new Report(name, result(0.5, new TreeMap<>())).line().startsWith(name + " "));
  }

  @Test
  void errorsAreShownByTheirCode() {
    String line = new Report("set", result(1, new TreeMap<>(Map.of(-101, 3L, -4, 1L)))).line();
    assertTrue(line.endsWith("errors {-101=3, -4=1}"), line);
  }

  @Test
  void jsonHasEveryFigureOnce() {
    Map<String, String> fields =
        fields(new Report("get", result(0.25, new TreeMap<>(Map.of(-101, 3L, -4, 1L)))).json());
    assertEquals("\"get\"", fields.get("name"));
    assertEquals("2.000", fields.get("seconds"));
    assertEquals("100", fields.get("operations"));
    assertEquals("50.0", fields.get("perSecond"));
    assertEquals(50, Double.parseDouble(fields.get("p50Ms")), 0.1);
    assertEquals(99, Double.parseDouble(fields.get("p99Ms")), 0.1);
    assertEquals(100, Double.parseDouble(fields.get("maxMs")), 0.1);
    assertEquals("2500.000", fields.get("cpuMicrosPerOperation"));
    assertEquals(String.valueOf(300L << 20), fields.get("residentBytes"));
    assertEquals("4", fields.get("errors"));
  }

  @Test
  void whatWasNotMeasuredIsNull() {
    Map<String, String> fields =
        fields(new Report("get", result(Double.NaN, new TreeMap<>())).json());
    assertEquals("null", fields.get("cpuMicrosPerOperation"));
  }

  @Test
  void numbersAreWrittenTheSameEverywhere() {
    String here = new Report("get", result(0.25, new TreeMap<>())).json();
    String line = new Report("get", result(0.25, new TreeMap<>())).line();
    Locale.setDefault(Locale.GERMANY);
    assertEquals(here, new Report("get", result(0.25, new TreeMap<>())).json());
    assertEquals(line, new Report("get", result(0.25, new TreeMap<>())).line());
  }

  @Test
  void progressTellsHowMuchWasDoneSinceTheLastLineAndDisappears() {
    StringWriter out = new StringWriter();
    Progress progress = new Progress(new PrintWriter(out), "1/5 ours set");
    progress.accept(1_000);
    progress.accept(3_500);
    String text = out.toString();
    assertTrue(text.contains("1/5 ours set"), text);
    assertTrue(text.contains("1 s        1,000 done      1,000/s"), text);
    assertTrue(text.contains("2 s        3,500 done      2,500/s"), text);
    assertFalse(text.contains("\n"), "one line, written over itself");
    progress.end();
    assertTrue(out.toString().endsWith(" ".repeat(80) + "\r"));
  }
}
