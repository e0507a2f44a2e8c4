package io.vivarium.bench.command;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.vivarium.bench.load.Figures;
import io.vivarium.bench.load.Quantity;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.util.Locale;
import java.util.Map;
import java.util.SortedMap;
import java.util.TreeMap;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** Measurements in words and in JSON, the same in every country. */
class ReportTest {
  private final Locale before = Locale.getDefault();

  @AfterEach
  void restore() {
    Locale.setDefault(before);
  }

  private static Report report() {
    Figures figures =
        Figures.none()
            .with(Quantity.THROUGHPUT, 12_345.6)
            .with(Quantity.P99, 1.25)
            .with(Quantity.RESIDENT, Double.NaN);
    return new Report("get", figures);
  }

  @Test
  void aNameThatIsTooLongForItsColumnIsNotCut() {
    String name = "vivarium-with-a-long-label children";
    assertTrue(new Report(name, report().figures()).line().startsWith(name + "  throughput"));
  }

  @Test
  void whatWasNotMeasuredIsNotThere() {
    assertFalse(report().line().contains("resident"), report().line());
    assertFalse(report().json().contains("resident"), report().json());
  }

  @Test
  void numbersAreWrittenTheSameEverywhere() {
    String json = report().json();
    String line = report().line();
    assertTrue(line.contains("throughput     12,346/s  p99     1.250 ms"), line);
    assertTrue(json.contains("\"p99\": {\"value\": 1.2500, \"unit\": \"ms\"}"), json);
    Locale.setDefault(Locale.GERMANY);
    assertEquals(json, report().json());
    assertEquals(line, report().line());
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

  private static Report failing() {
    SortedMap<Integer, Long> errors = new TreeMap<>(Map.of(-4, 1L, -101, 3L));
    return new Report("set", new Figures(Map.of(Quantity.ERRORS, 4.0), errors));
  }

  @Test
  void errorsAreShownByTheirCode() {
    String line = failing().line();

    assertTrue(line.endsWith("errors            4 {-101=3, -4=1}"), line);
    assertFalse(report().line().contains("{"), report().line());
  }

  @Test
  void errorsForProgramsAreMembersByTheirCode() {
    String json = failing().json();

    assertTrue(json.endsWith(", \"errors\": {\"-101\": 3, \"-4\": 1}}"), json);
    assertTrue(report().json().endsWith(", \"errors\": {}}"), report().json());
  }

  @Test
  void linesOfDifferentNamesAndValuesStandBelowEachOther() {
    Figures small = Figures.none().with(Quantity.THROUGHPUT, 1).with(Quantity.P99, 0.1);
    Figures large = Figures.none().with(Quantity.THROUGHPUT, 7_654_321).with(Quantity.P99, 9_999);
    String one = new Report("get", small).line();
    String other = new Report("children apache-netty", large).line();

    assertEquals(one.indexOf("throughput"), other.indexOf("throughput"));
    assertEquals(one.indexOf("p99"), other.indexOf("p99"));
    assertEquals(one.length(), other.length());
  }

  @Test
  void figuresStandInTheirOwnOrderHoweverTheyCame() {
    Figures figures =
        Figures.none()
            .with(Quantity.MAX, 3)
            .with(Quantity.CPU, 4)
            .with(Quantity.P50, 2)
            .with(Quantity.THROUGHPUT, 1);
    String line = new Report("get", figures).line();

    assertTrue(line.matches("get +throughput .* p50 .* max .* cpu/op .*"), line);
  }

  @Test
  void aReportWithoutFiguresIsItsName() {
    Report empty = new Report("get", Figures.none());

    assertEquals("get", empty.line().strip());
    assertEquals("{\"name\": \"get\", \"figures\": {}, \"errors\": {}}", empty.json());
  }

  @Test
  void everyFigureOfALoadIsInTheJsonOnce() {
    Figures all = Figures.none();
    for (Quantity quantity : Quantity.values()) {
      all = all.with(quantity, quantity.word().length());
    }
    String json = new Report("get", all).json();

    for (Quantity quantity : Quantity.values()) {
      String member = "\"" + quantity.word() + "\": {\"value\": ";
      int first = json.indexOf(member);
      assertTrue(first > 0, quantity + " in " + json);
      assertEquals(first, json.lastIndexOf(member), quantity + " in " + json);
      String value = quantity.word().length() + ".0000, \"unit\": \"" + quantity.unit() + "\"}";
      assertTrue(json.startsWith(value, first + member.length()), quantity + " in " + json);
    }
  }

  @Test
  void progressAtRestSaysSo() {
    StringWriter out = new StringWriter();
    Progress progress = new Progress(new PrintWriter(out), "set");
    progress.accept(500);
    progress.accept(500);

    assertTrue(out.toString().endsWith("2 s          500 done          0/s "), out.toString());
  }
}
