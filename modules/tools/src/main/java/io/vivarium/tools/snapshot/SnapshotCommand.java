package io.vivarium.tools.snapshot;

import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Spec;

/** The command {@code vivarium snapshot}. */
@Command(
    name = "snapshot",
    description = {
      "Looks into snapshots, ours and ZooKeeper's, plain, gzip or snappy by the suffix of their names.",
      "A file is read from its beginning to its end; the tree is never held in memory."
    },
    synopsisSubcommandLabel = "COMMAND",
    footer = {
      "",
      "Snapshots are the files snapshot.<zxid> in version-2 of dataDir.",
      "They hold the data of znodes and digests of passwords: what is printed is as secret as they are.",
      "",
      "Exit codes: 0 done; 1 a file is damaged, differs or cannot be read; 2 wrong arguments."
    })
public final class SnapshotCommand implements Runnable {
  @Spec private CommandSpec spec;

  @Option(
      names = {"-h", "--help"},
      usageHelp = true,
      description = "Show this help.")
  @SuppressWarnings("unused") // picocli reads it
  private boolean help;

  /** Filled in by picocli, before anything is called. */
  @SuppressWarnings("NullAway")
  private SnapshotCommand() {}

  /** The command with all that is below it. */
  public static CommandLine commandLine() {
    return new CommandLine(new SnapshotCommand())
        .addSubcommand(new ShowCommand())
        .addSubcommand(new VerifyCommand())
        .addSubcommand(new CompareCommand())
        .addSubcommand(new SummariseCommand())
        .addSubcommand(new ConvertCommand());
  }

  @Override
  public void run() {
    throw new ParameterException(
        spec.commandLine(), "say what to do: show, verify, compare, summarise or convert");
  }
}
