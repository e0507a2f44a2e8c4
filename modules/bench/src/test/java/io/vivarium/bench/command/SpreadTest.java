package io.vivarium.bench.command;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;

import io.vivarium.bench.load.Experiments;
import io.vivarium.bench.load.Figures;
import io.vivarium.bench.load.Plan;
import io.vivarium.bench.load.Population;
import io.vivarium.bench.load.Quantity;
import java.util.List;
import org.junit.jupiter.api.Test;

/** Small values that are shown: spreads, reports, pieces of JSON, the time that is left. */
class SpreadTest {
  @Test
  void aSpreadNeedsNoOrderAndNoNumbersButNumbers() {
    assertEquals(new Spread(2, 1, 9), Spread.of(9, 1, Double.NaN, 2));
    assertEquals(new Spread(1.5, 1, 2), Spread.of(2, 1));
    assertFalse(Spread.of().known());
    assertEquals("-", Spread.of(Double.NaN).ratio());
    assertEquals("-", Spread.of().values(Quantity.P50));
  }

  @Test
  void aSpreadIsShownAsRatioOrAsValues() {
    Spread spread = Spread.of(1, 2, 3.456);
    assertEquals("2.00 (1.00-3.46)", spread.ratio());
    assertEquals("2.000 ms (1.000-3.456)", spread.values(Quantity.P50));
    assertEquals("{\"median\": 2.0000, \"least\": 1.0000, \"most\": 3.4560}", spread.json());
  }

  @Test
  void aReportNamesEveryFigure() {
    Report report =
        new Report("get", Figures.none().with(Quantity.THROUGHPUT, 1e6).with(Quantity.CPU, 2));
    assertEquals(
        "get                       throughput  1,000,000/s  cpu/op      2.00 µs", report.line());
    assertEquals(
        "{\"name\": \"get\", \"figures\": {\"throughput\": {\"value\": 1000000.0000, \"unit\": \"/s\"},"
            + " \"cpu/op\": {\"value\": 2.0000, \"unit\": \"µs\"}}, \"errors\": {}}",
        report.json());
  }

  @Test
  void stringsAreEscaped() {
    assertEquals("\"a\\\"b\\\\c\\u000ad\"", Json.string("a\"b\\c\nd"));
    assertEquals("null", Json.number(Double.POSITIVE_INFINITY));
    assertEquals("[1, 2]", Json.array(List.of("1", "2")));
  }

  private static Trial trial(String experiment, int ensemble) {
    Plan plan = new Plan(1, 1, 0, 5, 10, 1, 1, new Population(150_000, 1, 0, 1));
    return Trial.of(Experiments.named(experiment), plan, ensemble, false);
  }

  @Test
  void anExperimentGetsTheServersThatItNeeds() {
    assertEquals(1, trial("set", 1).ensemble());
    assertEquals(3, trial("failover", 1).ensemble());
    assertEquals(5, trial("lagging", 5).ensemble());
    assertEquals(1, trial("restart", 1).ensemble());
  }

  @Test
  void fillingTakesTime() {
    assertEquals(20, trial("set", 1).estimate());
    assertEquals(30, trial("bulk", 1).estimate());
    assertEquals(60, trial("bulk", 3).estimate());
  }

  @Test
  void theTimeLeftIsCorrectedByWhatTheEstimatesWereWorth() {
    Trial set = trial("set", 1);
    Schedule schedule = new Schedule(List.of(set, set), 2, 5, 0);
    assertEquals("7 min left", schedule.left(0));
    for (int i = 0; i < 10; i++) {
      schedule.done(set);
    }
    assertEquals("50 s left", schedule.left(50_000_000_000L));
    assertEquals("10 min left", schedule.left(600_000_000_000L));
  }
}
