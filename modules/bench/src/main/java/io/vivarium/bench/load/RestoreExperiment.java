package io.vivarium.bench.load;

import java.io.IOException;
import java.nio.file.Path;
import java.util.Map;
import java.util.function.LongConsumer;

/**
 * A full server stopped, and put back to what a backup has: from the start of the tool to its end, and until what was restored is
 * served.
 *
 * @param tools of which two do it
 */
record RestoreExperiment(Tools tools) implements Experiment.OfOwn {
  @Override
  public String word() {
    return "restore";
  }

  @Override
  public String description() {
    return "vivarium restore of a backup with many znodes, verified: seconds, znodes and MB a second";
  }

  @Override
  public boolean populates() {
    return true;
  }

  @Override
  public Map<String, String> settings(Plan plan) {
    return BackupExperiment.snapshots(plan);
  }

  @Override
  public Figures measure(OwnServers servers, Plan plan, Network network, LongConsumer progress)
      throws IOException, InterruptedException {
    byte[] path = Filling.fill(plan, network, servers, progress);
    Path data = servers.dataDirectories().get(0);
    Path backups = data.resolveSibling("backups");
    Tools.Outcome backup = BackupExperiment.back(tools, data, backups);
    for (int i = 0; i < servers.addresses().size(); i++) {
      servers.kill(i);
    }
    Tools.Outcome restored =
        tools.run(
            data,
            "restore",
            "--from",
            backups.toString(),
            "--data-dir",
            data.toString(),
            "--force");
    if (restored.number("znodes") < plan.population().znodes()) {
      throw new IOException("znodes are missing: " + restored.printed());
    }
    Return back = Return.of(servers, network, path);
    return BackupExperiment.figures(plan, restored.seconds(), backup.number("bytes"))
        .with(Quantity.FIRST_READ, back.firstMs());
  }
}
