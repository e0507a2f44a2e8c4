package io.vivarium.bench.load;

import java.io.IOException;
import java.util.function.LongConsumer;

/** The population made as fast as it goes: how long it takes, and what it takes of the server. */
record BulkExperiment() implements Experiment.OfAny {
  @Override
  public String word() {
    return "bulk";
  }

  @Override
  public String description() {
    return "many znodes made as fast as it goes: seconds, CPU and memory of each";
  }

  @Override
  public boolean populates() {
    return true;
  }

  @Override
  public Figures measure(Servers servers, Plan plan, Network network, LongConsumer progress)
      throws IOException, InterruptedException {
    int znodes = plan.population().znodes();
    double heapBefore = LiveHeap.bytes(servers.pids());
    ProcessUse before = ProcessUse.of(servers.pids());
    long start = System.nanoTime();
    Filling.fill(plan, network, servers, progress);
    double seconds = (System.nanoTime() - start) / 1e9;
    ProcessUse use = ProcessUse.of(servers.pids()).since(before);
    double heap = LiveHeap.bytes(servers.pids());
    // Each server has all of them.
    double copies = (double) znodes * Math.max(1, servers.pids().size());
    return use.over(znodes)
        .with(Quantity.TIME, seconds)
        .with(Quantity.THROUGHPUT, znodes / seconds)
        .with(Quantity.HEAP, heap / 1048576.0)
        .with(Quantity.HEAP_EACH, (heap - heapBefore) / copies);
  }
}
