package io.vivarium.bench.command;

import io.vivarium.bench.load.Experiment;
import io.vivarium.bench.load.Plan;

/**
 * An experiment that servers are put to.
 *
 * @param name in tables
 * @param experiment what is done
 * @param plan how much of it
 * @param ensemble servers started together; 1: standalone
 * @param encrypted whether clients and servers talk TLS
 */
record Trial(String name, Experiment experiment, Plan plan, int ensemble, boolean encrypted) {
  /** What a small machine makes of a server of any kind in a second: for estimates only. */
  private static final double ZNODES_A_SECOND = 15_000;

  private static final double START_AND_STOP = 5;

  /** The trial of that name with as many servers as the experiment needs at least. */
  static Trial of(Experiment experiment, Plan plan, int ensemble, boolean encrypted) {
    int least =
        switch (experiment) {
          case Experiment.OfAny _ -> 1;
          case Experiment.OfOwn own -> own.servers();
        };
    return new Trial(
        experiment.word(),
        experiment,
        plan,
        Math.max(ensemble, least),
        encrypted || experiment.encrypted());
  }

  /** About how many seconds one server needs for it. */
  double estimate() {
    double filling =
        experiment.populates() ? plan.population().znodes() / ZNODES_A_SECOND * ensemble : 0;
    return START_AND_STOP * ensemble + plan.warmUpSeconds() + plan.seconds() + filling;
  }
}
