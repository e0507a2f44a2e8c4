package io.vivarium.tools.backup;

import io.vivarium.storage.filelog.DataFiles;
import io.vivarium.tools.output.CommonOptions;
import io.vivarium.tools.output.JsonObject;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Callable;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Spec;

/** The command {@code vivarium purge}. */
@Command(
    name = "purge",
    description = {
      "Removes old snapshots, and the logs that only they needed; the server may run. Servers do it by themselves with",
      "autopurge.purgeInterval. Nothing is removed unless as many snapshots stay as asked for, and one of them is",
      "sound to its last byte."
    },
    footer = {
      "",
      "Exit codes: 0 done, or nothing to do; 1 not done, and it says which snapshots are bad; 2 wrong arguments.",
      "",
      "Example:",
      "  vivarium purge --config conf/zoo.cfg --keep 5"
    })
public final class PurgeCommand implements Callable<Integer> {
  private static final int FEWEST = 3;

  @Spec private CommandSpec spec;
  @Mixin private CommonOptions common;
  @Mixin private DataDirectories directories;

  @Option(
      names = "--keep",
      paramLabel = "N",
      defaultValue = "3",
      description = "Snapshots to keep, at least 3 (default).")
  private int keep;

  /** Filled in by picocli, before anything is called. */
  @SuppressWarnings("NullAway")
  public PurgeCommand() {}

  @Override
  public Integer call() throws Exception {
    if (keep < FEWEST) {
      throw new ParameterException(
          spec.commandLine(), "--keep=" + keep + " must be " + FEWEST + " or more");
    }
    DataDirectories.Pair pair = directories.require(spec.commandLine());
    CommandLine line = spec.commandLine();
    DataFiles.Purged purged =
        DataFiles.purge(DataFiles.directory(pair.data()), DataFiles.directory(pair.log()), keep);
    for (Path file : purged.removed()) {
      line.getOut()
          .println(
              common.json() ? new JsonObject().put("removed", file.toString()) : "Removed " + file);
    }
    line.getOut().flush();
    refusal(purged, keep).forEach(said -> line.getErr().println("vivarium purge: " + said));
    return purged.refused() ? 1 : 0;
  }

  /** What is to be said of snapshots that cannot be used, line by line; of those that nothing was removed for, too. */
  public static List<String> refusal(DataFiles.Purged purged, int keep) {
    List<String> lines = new ArrayList<>();
    purged.unsound().forEach(snapshot -> lines.add("snapshot " + snapshot));
    if (purged.refused()) {
      lines.add(
          "nothing was removed, as recovery may need it: of the "
              + keep
              + " snapshots to stay one must be sound. Move the bad ones away, or wait for newer ones, and try again");
    }
    return lines;
  }
}
