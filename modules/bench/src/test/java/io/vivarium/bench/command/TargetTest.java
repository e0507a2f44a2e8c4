package io.vivarium.bench.command;

import static org.junit.jupiter.api.Assertions.assertEquals;

import io.vivarium.bench.load.Figures;
import io.vivarium.bench.load.Quantity;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

/** What a row of the table is held to. */
class TargetTest {
  private static Comparison comparison(Quantity quantity, double ours, double theirs) {
    return new Comparison(
        "set",
        List.of("ours", "theirs"),
        Map.of(
            "ours", List.of(Figures.none().with(quantity, ours)),
            "theirs", List.of(Figures.none().with(quantity, theirs))),
        List.of());
  }

  private static String verdict(Target target, double ours, double theirs) {
    return target.verdict(comparison(target.quantity(), ours, theirs));
  }

  @Test
  void aFigureOfItsOwnIsJudgedWithoutTheOther() {
    Target growth = Target.below(Quantity.GROWTH, 200, Target.none());
    assertEquals("yes", verdict(growth, 200, 1));
    assertEquals("no", verdict(growth, 201, 1_000));
    assertEquals("not measured", verdict(growth, Double.NaN, 1));
  }

  @Test
  void theStretchIsTold() {
    Target heap = Target.below(Quantity.GROWTH, 200, 150);
    assertEquals("yes", verdict(heap, 180, 1));
    assertEquals("yes, stretch", verdict(heap, 150, 1));
  }

  @Test
  void whatIsOnlyShownIsNotJudged() {
    Target shown = Target.shown(Quantity.P99_FIRST);
    assertEquals("–", verdict(shown, 7.7, 1));
    assertEquals("–", verdict(shown, Double.NaN, 1));
  }
}
