package io.vivarium.simulator;

import java.util.ArrayList;
import java.util.List;

/** All scenarios. */
final class Scenarios {
  private static final List<Scenario> ALL = new ArrayList<>();

  static {
    ALL.addAll(SynchronizationScenarios.all());
    ALL.addAll(ElectionScenarios.all());
    ALL.addAll(BroadcastScenarios.all());
    ALL.addAll(MembershipScenarios.all());
    ALL.addAll(StorageScenarios.all());
  }

  private Scenarios() {}

  static List<Scenario> all() {
    return List.copyOf(ALL);
  }

  /** The scenario whose name begins like this. */
  static Scenario named(String beginning) {
    return ALL.stream()
        .filter(scenario -> scenario.name().startsWith(beginning))
        .findFirst()
        .orElseThrow(() -> new IllegalArgumentException("no scenario " + beginning));
  }
}
