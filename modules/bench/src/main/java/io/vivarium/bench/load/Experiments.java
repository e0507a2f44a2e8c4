package io.vivarium.bench.load;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.stream.Collectors;

/** All experiments by name. */
public final class Experiments {
  private static final List<Experiment> ALL = all();

  private Experiments() {}

  /** All of them, the simple ones first. */
  public static List<Experiment> all() {
    List<Experiment> all = new ArrayList<>();
    for (Workload workload : Workload.values()) {
      all.add(new OperationExperiment(workload));
    }
    all.add(new SessionExperiment());
    all.add(new FanOutExperiment());
    all.add(new IdleExperiment());
    all.add(new BulkExperiment());
    all.add(new SnapshotExperiment());
    all.add(new RestartExperiment());
    all.add(new StartExperiment());
    all.add(new BackupExperiment(Tools.ofThisPackage()));
    all.add(new RestoreExperiment(Tools.ofThisPackage()));
    all.add(new AdminExperiment(AdminExperiment.Kind.SNAPSHOT));
    all.add(new AdminExperiment(AdminExperiment.Kind.RESTORE));
    all.add(new FailoverExperiment());
    all.add(new LaggingExperiment());
    all.add(AttackExperiment.frames());
    all.add(AttackExperiment.handshakes());
    return List.copyOf(all);
  }

  /**
   * The one of that name, in any case.
   *
   * @throws IllegalArgumentException with all the names when there is none
   */
  public static Experiment named(String word) {
    String wanted = word.toLowerCase(Locale.ROOT);
    return ALL.stream()
        .filter(experiment -> experiment.word().equals(wanted))
        .findFirst()
        .orElseThrow(
            () ->
                new IllegalArgumentException(
                    "no workload is called '" + word + "'; there are " + words()));
  }

  /** The names, for people. */
  public static String words() {
    return ALL.stream().map(Experiment::word).collect(Collectors.joining(", "));
  }
}
