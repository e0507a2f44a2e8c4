package io.vivarium.bench.load;

import java.io.IOException;
import java.util.function.LongConsumer;

/** One of the workloads, as often as it goes or at a rate. */
record OperationExperiment(Workload workload) implements Experiment.OfAny {
  @Override
  public String word() {
    return workload.word();
  }

  @Override
  public String description() {
    return workload.description();
  }

  @Override
  public Figures measure(Servers servers, Plan plan, Network network, LongConsumer progress)
      throws IOException, InterruptedException {
    Measurement measurement = new Measurement(network.loops().size(), servers.pids());
    return new LoadRun(plan, workload, network, servers.addresses(), measurement)
        .run(progress)
        .figures();
  }
}
