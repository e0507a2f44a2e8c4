package io.vivarium.simulator;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.vivarium.simulator.TamperingProvider.Mistake;
import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.Test;

/** Each check can fail: an engine that does something wrong is found out. See also {@link ConversationTest} and {@link DiskTest}. */
class ChecksTest {
  private static List<String> violations(Mistake mistake, long seed) {
    Simulation.Setup setup =
        new Rigs.Rig(3, 0)
            .engine(new TamperingProvider(mistake))
            .with(Set.of(FaultPlan.Kind.PARTITION, FaultPlan.Kind.PAUSE), 12);
    return Simulation.run(seed, setup, null, null).violations();
  }

  @Test
  void aSyncThatIsAnsweredAtOnceIsFoundByAReadThatIsTooOld() {
    for (String name : List.of("Z16 ", "E3 ")) {
      List<String> found =
          Scenarios.named(name)
              .run(1, new TamperingProvider(Mistake.ANSWERS_SYNCS_AT_ONCE), null)
              .violations();
      assertTrue(!found.isEmpty() && found.getFirst().startsWith("O9"), found::toString);
    }
  }

  @Test
  void aTxnThatIsNotWhatWasProposedIsFound() {
    List<String> found = violations(Mistake.CHANGES_PROPOSALS, 1);
    assertTrue(found.getFirst().startsWith("I5"), found::toString);
  }

  @Test
  void withoutAMistakeNothingIsFound() {
    assertEquals(List.of(), Scenarios.named("Z16 ").run(1, null).violations());
  }
}
