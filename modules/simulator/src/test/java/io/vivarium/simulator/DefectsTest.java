package io.vivarium.simulator;

import static org.junit.jupiter.api.Assertions.assertTrue;

import io.vivarium.zab.Defect;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** Historic defects are brought back and must be found: a simulator that finds nothing may be blind. */
class DefectsTest {
  private static final int SEEDS = 600;

  @ParameterizedTest
  @EnumSource(
      value = Defect.class,
      names = {
        "ZOOKEEPER_3911",
        "ZOOKEEPER_4785",
        "ZOOKEEPER_4643",
        "ZOOKEEPER_3104",
        "ZOOKEEPER_4394",
        "ZOOKEEPER_4925",
        "ZOOKEEPER_4837",
        "ZOOKEEPER_2845"
      })
  void aHistoricDefectIsFound(Defect defect) {
    int seeds = Seeds.firstFailure(defect.name(), 1, SEEDS);
    System.out.println(defect + " is found by seed " + seeds);
    assertTrue(seeds > 0, () -> defect + " is not found by " + SEEDS + " seeds");
  }
}
