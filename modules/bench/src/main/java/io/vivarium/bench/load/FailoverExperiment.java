package io.vivarium.bench.load;

import java.io.IOException;
import java.util.function.LongConsumer;

/** How long an ensemble is away when its leader dies. */
record FailoverExperiment() implements Experiment.OfOwn {
  private static final int ENSEMBLE = 3;

  @Override
  public String word() {
    return "failover";
  }

  @Override
  public String description() {
    return "the leader killed under setData: time to the first write, and until every session writes again";
  }

  @Override
  public int servers() {
    return ENSEMBLE;
  }

  @Override
  public Figures measure(OwnServers servers, Plan plan, Network network, LongConsumer progress)
      throws IOException, InterruptedException {
    int leader = servers.leader();
    FailoverRun run = new FailoverRun(servers.addresses(), plan.sessions(), network);
    return run.run(() -> servers.kill(leader));
  }
}
