package io.vivarium.simulator;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.vivarium.consensus.standalone.StandaloneConsensusProvider;
import io.vivarium.consensus.zab.ZabConsensusProvider;
import io.vivarium.simulator.TamperingProvider.Mistake;
import io.vivarium.spi.consensus.ConsensusProvider;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

/** Ours stand in for engines of other people: nobody looks at what they say to each other. */
class EngineTrialTest {
  @Test
  void aServerOnItsOwnIsTried() {
    EngineTrial.Figures figures = EngineTrial.of(new StandaloneConsensusProvider()).run(1, 20);
    assertEquals(20, figures.seeds());
    assertTrue(figures.acknowledged() > 500, figures::toString);
    assertTrue(figures.reads() > 500, figures::toString);
    assertTrue(figures.faults() > 40, figures::toString);
    assertTrue(figures.unknown() > 0 && figures.txns() > 500, figures::toString);
  }

  @Test
  void anEnsembleIsTried() {
    EngineTrial.Figures figures = EngineTrial.of(new ZabConsensusProvider()).servers(3).run(1, 20);
    assertTrue(figures.acknowledged() > 500, figures::toString);
    assertTrue(figures.faults() > 40, figures::toString);
  }

  @Test
  void anEngineOfAnEnsembleThatDoesWrongIsFound() {
    ConsensusProvider liar = new TamperingProvider(Mistake.CHANGES_PROPOSALS);
    AssertionError found =
        assertThrows(AssertionError.class, () -> EngineTrial.of(liar).servers(3).run(1, 20));
    assertTrue(found.getMessage().contains("seed 1: I5: "), found::getMessage);
    assertTrue(found.getMessage().contains("needs 0 of "), found::getMessage);
  }

  @Test
  void anEngineThatShowsWhatIsNotOnDiskIsFound() {
    ConsensusProvider hasty =
        new TamperingProvider(new StandaloneConsensusProvider(), Mistake.DELIVERS_EARLY);
    AssertionError found =
        assertThrows(AssertionError.class, () -> EngineTrial.of(hasty).run(1, 20));
    assertTrue(found.getMessage().contains("I13: "), found::getMessage);
  }

  @Test
  void aRunIsToldAsItHappened() {
    EngineTrial trial = EngineTrial.of(new StandaloneConsensusProvider()).set("snapCount", "20");
    List<String> once = new ArrayList<>();
    List<String> again = new ArrayList<>();
    trial.tell(3, once::add);
    trial.tell(3, again::add);
    assertEquals(once, again);
    assertTrue(once.stream().anyMatch(line -> line.contains("leads epoch")), once::toString);
  }

  @Test
  void thereAreNotMoreServersThanEnsemblesHave() {
    EngineTrial trial = EngineTrial.of(new StandaloneConsensusProvider());
    assertThrows(IllegalArgumentException.class, () -> trial.servers(0));
    assertThrows(IllegalArgumentException.class, () -> trial.servers(10));
  }
}
