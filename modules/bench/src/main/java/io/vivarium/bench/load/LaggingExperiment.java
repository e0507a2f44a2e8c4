package io.vivarium.bench.load;

import java.io.IOException;
import java.net.InetSocketAddress;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.LongConsumer;

/**
 * A follower that stands still while the others write, and then goes on: what the others do meanwhile, what it costs the leader, and
 * how long until the follower serves what was written.
 */
record LaggingExperiment() implements Experiment.OfOwn {
  private static final int ENSEMBLE = 3;

  @Override
  public String word() {
    return "lagging";
  }

  @Override
  public String description() {
    return "a follower suspended under setData: throughput and memory meanwhile, time until it has caught up";
  }

  @Override
  public int servers() {
    return ENSEMBLE;
  }

  @Override
  public Figures measure(OwnServers servers, Plan plan, Network network, LongConsumer progress)
      throws IOException, InterruptedException {
    int leader = servers.leader();
    int follower = leader == 0 ? 1 : 0;
    List<InetSocketAddress> others = new ArrayList<>(servers.addresses());
    InetSocketAddress behind = others.remove(follower);
    long before = ProcessUse.residentBytes(servers.pid(leader));
    AtomicLong most = new AtomicLong(before);
    Measurement measurement = new Measurement(network.loops().size(), servers.pids());
    LoadRun run = new LoadRun(plan, Workload.SET, network, others, measurement);
    servers.suspend(follower);
    long caughtUp;
    Figures figures;
    try {
      figures =
          run.run(
                  completed -> {
                    most.accumulateAndGet(resident(servers.pid(leader)), Math::max);
                    progress.accept(completed);
                  })
              .figures();
      String mark = "/mark-" + Long.toHexString(System.nanoTime());
      Preparation.make(network, others.get(0), mark, List.of());
      long resumed = System.nanoTime();
      servers.resume(follower);
      caughtUp = Attempt.toRead(network, behind, Requests.path(mark)).await() - resumed;
    } finally {
      servers.resume(follower);
    }
    return figures
        .with(Quantity.CAUGHT_UP, caughtUp / 1e6)
        .with(Quantity.LEADER_GROWTH, (most.get() - before) / 1048576.0);
  }

  /** The leader's memory; 0 when it cannot be read just now. */
  private static long resident(long pid) {
    try {
      return ProcessUse.residentBytes(pid);
    } catch (IOException e) {
      return 0;
    }
  }
}
