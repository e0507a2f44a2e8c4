package io.vivarium.bench.load;

import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.function.LongConsumer;
import org.HdrHistogram.Histogram;

/**
 * Writes at a rate while snapshots of a large tree are written: how much longer they take meanwhile. That a snapshot is being
 * written is seen by its file; {@code snapCount} is set so that it happens once or twice while is measured.
 */
record SnapshotExperiment() implements Experiment.OfOwn {
  @Override
  public String word() {
    return "snapshot";
  }

  @Override
  public String description() {
    return "setData at a rate with many znodes: p99 while a snapshot is written, and outside of it";
  }

  @Override
  public boolean populates() {
    return true;
  }

  /** A server takes a snapshot after between half of it and all of it. */
  @Override
  public Map<String, String> settings(Plan plan) {
    long writes = (long) plan.perSecond() * plan.seconds();
    return Map.of("snapCount", Long.toString(Math.max(2, writes / 2)));
  }

  @Override
  public Figures measure(OwnServers servers, Plan plan, Network network, LongConsumer progress)
      throws IOException, InterruptedException {
    if (plan.perSecond() == 0) {
      throw new IOException("snapshots are measured under operations at a rate; set one");
    }
    Filling.fill(plan.closed(8, 64), network, servers, progress);
    List<Timeline> timelines = new ArrayList<>();
    network.loops().forEach(_ -> timelines.add(new Timeline()));
    Measurement measurement = new Measurement(timelines, servers.pids());
    LoadRun run = new LoadRun(plan, Workload.SET, network, servers.addresses(), measurement);
    List<Path> directories = servers.dataDirectories();
    try (SnapshotWatch watch = SnapshotWatch.over(directories)) {
      Figures figures = run.run(progress).figures();
      watch.check();
      return figures.with(split(timelines, watch));
    }
  }

  /** The operations inside and outside of the writing of snapshots. */
  static Figures split(List<Timeline> timelines, SnapshotWatch watch) {
    Histogram inside = new Histogram(LoopFigures.LONGEST_NANOS, 3);
    Histogram outside = new Histogram(LoopFigures.LONGEST_NANOS, 3);
    for (Timeline timeline : timelines) {
      timeline.forEach(
          (from, to) -> (watch.during(from, to) ? inside : outside).recordValue(to - from));
    }
    double within = p99(inside);
    double without = p99(outside);
    return Figures.none()
        .with(Quantity.SNAPSHOTS, watch.snapshots())
        .with(Quantity.P99_INSIDE, within)
        .with(Quantity.P99_OUTSIDE, without)
        .with(Quantity.INSIDE_TO_OUTSIDE, within / without);
  }

  private static double p99(Histogram latencies) {
    return latencies.getTotalCount() == 0 ? Double.NaN : latencies.getValueAtPercentile(99) / 1e6;
  }
}
