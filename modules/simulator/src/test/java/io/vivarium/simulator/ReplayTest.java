package io.vivarium.simulator;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.EnabledIfSystemProperty;

/**
 * For people: replays one seed with its trace, or runs many.
 *
 * <p>{@code -Dvivarium.sim.setup=NAME} names what is simulated, or the scenario by the beginning of its name, {@code -Dvivarium.sim.seed=N} the seed, {@code -Dvivarium.sim.seeds=COUNT} how
 * many from there on (then without a trace), {@code -Dvivarium.sim.log=INFO} shows what the servers log as well.
 */
class ReplayTest {
  @Test
  @EnabledIfSystemProperty(named = "vivarium.sim.seed", matches = "-?[0-9]+")
  void replay() {
    String setup = System.getProperty("vivarium.sim.setup", Rigs.names().getFirst());
    long seed = Long.parseLong(System.getProperty("vivarium.sim.seed", "1"));
    String many = System.getProperty("vivarium.sim.seeds", "");
    if (!many.isEmpty()) {
      System.out.println(Seeds.run(setup, seed, Long.parseLong(many)));
      return;
    }
    Simulation.Outcome outcome =
        Rigs.names().contains(setup)
            ? Simulation.run(seed, Rigs.named(setup).apply(seed), null, System.out::println)
            : Scenarios.named(setup).run(seed, System.out::println);
    System.out.println(outcome.figures());
    assertEquals(List.of(), outcome.violations());
  }
}
