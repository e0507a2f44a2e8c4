package io.vivarium.simulator;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Ensembles with the engine {@code zab}. */
class EnsembleTest {
  @ParameterizedTest
  @CsvSource({
    "three, 760",
    "storm, 200",
    "members, 200",
    "large, 100",
    "five, 100",
    "observers, 100",
    "seven, 40"
  })
  void whateverGoesWrongEverybodyAgreesAndNothingAcknowledgedIsLost(String setup, int seeds) {
    Seeds.Totals totals = Seeds.run(setup, 1, seeds);
    System.out.println(setup + ": " + totals);
    assertTrue(totals.acknowledged() > 100L * seeds, totals::toString);
    assertTrue(totals.unknown() > seeds / 4, totals::toString);
  }

  @Test
  void withoutFaultsNoRequestIsLeftUnanswered() {
    assertEquals(0, Seeds.run("three-quiet", 1, 10).unknown());
  }

  @Test
  void theSameSeedGivesTheSameRunToTheLastEvent() {
    for (long seed = 1; seed <= 5; seed++) {
      List<String> once = new ArrayList<>();
      List<String> again = new ArrayList<>();
      Simulation.Setup setup = Rigs.named("storm").apply(seed);
      Simulation.Outcome first = Simulation.run(seed, setup, null, once::add);
      assertEquals(first, Simulation.run(seed, setup, null, again::add));
      assertEquals(once, again);
    }
  }
}
