package io.vivarium.simulator;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.vivarium.consensus.zab.DefectiveZabProvider;
import io.vivarium.zab.Defect;
import java.util.Arrays;
import java.util.List;
import java.util.Set;
import java.util.stream.LongStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;

/** Historic defects are brought back and must be found: a simulator that finds nothing may be blind. */
class DefectsTest {
  private static final int SEEDS = 600;
  private static final int PLAYS = 8;

  /** Those that runs by chance find within seconds; for the others see the scenarios. */
  @ParameterizedTest
  @EnumSource(
      value = Defect.class,
      mode = EnumSource.Mode.EXCLUDE,
      names = {"ZOOKEEPER_2959", "ZOOKEEPER_2846", "ZOOKEEPER_5094"})
  void aHistoricDefectIsFoundByChance(Defect defect) {
    int seeds = Seeds.firstFailure(defect.name(), 1, SEEDS);
    System.out.println(defect + " is found by seed " + seeds);
    assertTrue(seeds > 0, () -> defect + " is not found by " + SEEDS + " seeds");
  }

  /** The scenario that was made of a defect finds it. */
  @ParameterizedTest
  @CsvSource({
    "ZOOKEEPER_3911, Z1",
    "ZOOKEEPER_4785, Z1",
    "ZOOKEEPER_4643, Z2",
    "ZOOKEEPER_4685, Z3",
    "ZOOKEEPER_4394, Z3",
    "ZOOKEEPER_3642, Z4",
    "ZOOKEEPER_5094, Z5",
    "ZOOKEEPER_4837, Z6",
    "ZOOKEEPER_2845, Z7",
    "ZOOKEEPER_4925, Z9",
    "ZOOKEEPER_3104, Z1",
    "ZOOKEEPER_2846, Z17",
    "ZOOKEEPER_2959, Z26"
  })
  void itsScenarioFindsADefect(Defect defect, String name) {
    Scenario scenario = Scenarios.named(name + " ");
    List<String> found =
        LongStream.rangeClosed(1, PLAYS)
            .mapToObj(
                seed ->
                    scenario.run(seed, new DefectiveZabProvider(Set.of(defect)), null).violations())
            .map(violations -> violations.isEmpty() ? "" : violations.getFirst())
            .toList();
    long times = found.stream().filter(violation -> !violation.isEmpty()).count();
    System.out.println(defect + " by " + name + ": " + times + " of " + PLAYS + ", " + found);
    assertTrue(times > 0, () -> scenario.name() + " does not find " + defect);
  }

  @Test
  void everyDefectHasAScenario() throws NoSuchMethodException {
    String[] pairs =
        DefectsTest.class
            .getDeclaredMethod("itsScenarioFindsADefect", Defect.class, String.class)
            .getAnnotation(CsvSource.class)
            .value();
    assertEquals(
        Stream.of(Defect.values()).map(Defect::name).sorted().toList(),
        Arrays.stream(pairs).map(pair -> pair.substring(0, pair.indexOf(','))).sorted().toList());
  }
}
