package io.vivarium.bench.command;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.vivarium.bench.load.Figures;
import io.vivarium.bench.load.Quantity;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.util.Locale;
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
    assertTrue(line.contains("throughput 12,346/s  p99 1.250 ms"), line);
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
}
