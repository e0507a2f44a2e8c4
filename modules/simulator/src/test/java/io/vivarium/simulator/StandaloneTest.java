package io.vivarium.simulator;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.Test;

/** One server with the engine {@code standalone}. */
class StandaloneTest {
  @Test
  void whateverGoesWrongNothingAcknowledgedIsLost() {
    Seeds.Totals totals = Seeds.run("one", 1, 600);
    System.out.println(totals);
    assertTrue(totals.acknowledged() > 10_000, totals::toString);
    assertTrue(totals.unknown() > 100, totals::toString);
    assertTrue(totals.watchEvents() > 1_000, totals::toString);
  }

  @Test
  void withoutFaultsNoRequestIsLeftUnanswered() {
    Seeds.Totals totals = Seeds.run("one-quiet", 1, 10);
    assertEquals(0, totals.unknown());
    assertTrue(totals.reads() > 1_000, totals::toString);
  }

  @Test
  void theSameSeedGivesTheSameRunToTheLastEvent() {
    Simulation.Setup setup = Rigs.named("one").apply(1);
    for (long seed = 1; seed <= 10; seed++) {
      List<String> once = new ArrayList<>();
      List<String> again = new ArrayList<>();
      Simulation.Outcome first = Simulation.run(seed, setup, null, once::add);
      Simulation.Outcome second = Simulation.run(seed, setup, null, again::add);
      assertEquals(once, again);
      assertEquals(first, second);
    }
  }

  @Test
  void anotherSeedGivesAnotherRun() {
    Simulation.Setup setup = Rigs.named("one").apply(1);
    assertNotEquals(
        Simulation.run(1, setup, null, null).figures(),
        Simulation.run(2, setup, null, null).figures());
  }

  /** A simulator that finds nothing may be blind: a disk that loses what it said it had must be noticed. */
  @Test
  void aDiskThatLiesIsFoundOut() {
    Simulation.Setup setup = Rigs.standalone(Set.of());
    FaultPlan plan =
        new FaultPlan(
            List.of(
                new Fault.BadDisk(500, 1, Disk.Trouble.LIES, 10_000),
                new Fault.Kill(2_000, 1, false, 100)));
    int found = 0;
    for (long seed = 1; seed <= 5; seed++) {
      found += Simulation.run(seed, setup, plan, null).violations().isEmpty() ? 0 : 1;
    }
    assertEquals(5, found);
  }

  @Test
  void aFailureIsReducedToTheFaultsItNeeds() {
    Simulation.Setup setup = Rigs.standalone(Set.of());
    FaultPlan plan =
        new FaultPlan(
            List.of(
                new Fault.Reset(100, 1, SimulatedClient.FIRST_MACHINE),
                new Fault.Pause(300, 1, 50),
                new Fault.BadDisk(500, 1, Disk.Trouble.LIES, 10_000),
                new Fault.ClockJump(700, 1, 5_000),
                new Fault.Reset(900, 1, SimulatedClient.FIRST_MACHINE + 1),
                new Fault.Kill(2_000, 1, false, 100)));
    Simulation.Outcome failed = Simulation.run(1, setup, plan, null);
    Simulation.Outcome shrunk =
        Shrinker.shrink(failed, smaller -> Simulation.run(1, setup, smaller, null));
    assertFalse(shrunk.violations().isEmpty());
    assertEquals(
        List.of(plan.faults().get(2)),
        shrunk.plan().faults().stream().filter(fault -> fault instanceof Fault.BadDisk).toList());
    assertTrue(shrunk.plan().faults().size() <= 2, () -> shrunk.plan().toString());
  }
}
