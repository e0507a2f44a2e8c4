package io.vivarium.simulator;

import java.util.HashSet;
import java.util.Set;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/** Reduces the plan of a failure to the faults that it needs. */
final class Shrinker {
  private Shrinker() {}

  /**
   * The smallest plan found that still fails: first halves are left out, then quarters, then single faults, as long as that helps.
   *
   * @param run runs the same seed with another plan
   */
  static Simulation.Outcome shrink(
      Simulation.Outcome failed, Function<FaultPlan, Simulation.Outcome> run) {
    Simulation.Outcome best = failed;
    int part = Math.max(1, best.plan().faults().size() / 2);
    while (true) {
      Simulation.Outcome smaller = withoutAPart(best, part, run);
      if (smaller != null) {
        best = smaller;
      } else if (part == 1) {
        return best;
      } else {
        part = (part + 1) / 2;
      }
    }
  }

  /** What was violated, and the faults that it needs. */
  static String story(Simulation.Outcome failed, Simulation.Setup setup) {
    Simulation.Outcome shrunk =
        shrink(failed, plan -> Simulation.run(failed.seed(), setup, plan, null));
    return String.join("\n", failed.violations())
        + "\nneeds "
        + shrunk.plan().faults().size()
        + " of "
        + failed.plan().faults().size()
        + " faults:\n"
        + shrunk.plan();
  }

  private static Simulation.@Nullable Outcome withoutAPart(
      Simulation.Outcome failed, int part, Function<FaultPlan, Simulation.Outcome> run) {
    int size = failed.plan().faults().size();
    for (int from = 0; from < size; from += part) {
      Set<Integer> left = new HashSet<>();
      for (int i = from; i < Math.min(size, from + part); i++) {
        left.add(i);
      }
      Simulation.Outcome outcome = run.apply(failed.plan().without(left));
      if (!outcome.violations().isEmpty()) {
        return outcome;
      }
    }
    return null;
  }
}
