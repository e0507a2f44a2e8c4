package io.vivarium.bench.load;

import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
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
    long start = System.nanoTime();
    for (int i = 0; i < count; i++) {
      servers.restart(i);
    }
    List<Attempt> attempts = new ArrayList<>();
    servers.addresses().forEach(server -> attempts.add(Attempt.toRead(network, server, path)));
    long first = Long.MAX_VALUE;
    long last = start;
    for (Attempt attempt : attempts) {
      long served = attempt.await();
      first = Math.min(first, served);
      last = Math.max(last, served);
    }
    ProcessUse use = ProcessUse.of(servers.pids());
    return Figures.none()
        .with(Quantity.FIRST_READ, (first - start) / 1e6)
        .with(Quantity.ALL_SERVE, (last - start) / 1e6)
        .with(Quantity.RESIDENT, use.residentBytes() / 1048576.0);
  }
}
