package io.vivarium.bench.load;

import java.io.IOException;
import java.nio.file.Path;
import java.util.Map;
import java.util.function.LongConsumer;

/**
 * A full server backed up from its files while it runs, by the tools of this distribution, whatever the server is.
 *
 * @param tools of which one does it
 */
record BackupExperiment(Tools tools) implements Experiment.OfOwn {
  @Override
  public String word() {
    return "backup";
  }

  @Override
  public String description() {
    return "vivarium backup of a running server with many znodes: seconds, znodes and MB a second";
  }

  @Override
  public boolean populates() {
    return true;
  }

  @Override
  public Map<String, String> settings(Plan plan) {
    return snapshots(plan);
  }

  /** What there is to back up must not depend on when the last snapshot happened to be taken: a few, and logs behind them. */
  static Map<String, String> snapshots(Plan plan) {
    return Map.of("snapCount", Integer.toString(Math.max(2, plan.population().znodes() / 4)));
  }

  @Override
  public Figures measure(OwnServers servers, Plan plan, Network network, LongConsumer progress)
      throws IOException, InterruptedException {
    Filling.fill(plan, network, servers, progress);
    Path data = servers.dataDirectories().get(0);
    Path backups = data.resolveSibling("backups");
    Tools.Outcome backup = back(tools, data, backups);
    return figures(plan, backup.seconds(), backup.number("bytes"));
  }

  static Tools.Outcome back(Tools tools, Path data, Path backups)
      throws IOException, InterruptedException {
    return tools.run(data, "backup", "--data-dir", data.toString(), "--to", backups.toString());
  }

  /** Of all znodes, which were so many bytes in files. */
  static Figures figures(Plan plan, double seconds, long bytes) {
    return Figures.none()
        .with(Quantity.TIME, seconds)
        .with(Quantity.THROUGHPUT, plan.population().znodes() / seconds)
        .with(Quantity.SPEED, bytes / 1e6 / seconds);
  }
}
