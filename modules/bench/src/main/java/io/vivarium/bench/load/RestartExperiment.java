package io.vivarium.bench.load;

import java.io.IOException;
import java.util.function.LongConsumer;

/** All servers killed with their data, and started again: how long until a client is served. */
record RestartExperiment() implements Experiment.OfOwn {
  @Override
  public String word() {
    return "restart";
  }

  @Override
  public String description() {
    return "kill -9 of all servers with many znodes, start: time to the first read that is served";
  }

  @Override
  public boolean populates() {
    return true;
  }

  @Override
  public Figures measure(OwnServers servers, Plan plan, Network network, LongConsumer progress)
      throws IOException, InterruptedException {
    byte[] path = Filling.fill(plan, network, servers, progress);
    int count = servers.addresses().size();
    for (int i = 0; i < count; i++) {
      servers.kill(i);
    }
    Return back = Return.of(servers, network, path);
    ProcessUse use = ProcessUse.of(servers.pids());
    return Figures.none()
        .with(Quantity.FIRST_READ, back.firstMs())
        .with(Quantity.ALL_SERVE, back.lastMs())
        .with(Quantity.RESIDENT, use.residentBytes() / 1048576.0);
  }
}
