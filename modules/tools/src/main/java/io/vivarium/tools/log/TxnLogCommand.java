package io.vivarium.tools.log;

import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Spec;

/** The command {@code vivarium txnlog}. */
@Command(
    name = "txnlog",
    description = {
      "Looks into transaction logs, ours and ZooKeeper's, and writes corrected copies of them.",
      "A file is read from its beginning to its end and needs no more memory than its largest record."
    },
    synopsisSubcommandLabel = "COMMAND",
    footer = {
      "",
      "Logs are the files log.<zxid> in version-2 of dataLogDir. A directory stands for all logs in it.",
      "They hold the data of znodes and digests of passwords: what is printed is as secret as they are.",
      "No command changes a file that is there.",
      "",
      "Exit codes: 0 done; 1 a file is damaged or cannot be read; 2 wrong arguments."
    })
public final class TxnLogCommand implements Runnable {
  @Spec private CommandSpec spec;

  @Option(
      names = {"-h", "--help"},
      usageHelp = true,
      description = "Show this help.")
  @SuppressWarnings("unused") // picocli reads it
  private boolean help;

  /** Filled in by picocli, before anything is called. */
  @SuppressWarnings("NullAway")
  private TxnLogCommand() {}

  /** The command with all that is below it. */
  public static CommandLine commandLine() {
    return new CommandLine(new TxnLogCommand())
        .addSubcommand(new ShowCommand())
        .addSubcommand(new VerifyCommand())
        .addSubcommand(new SummariseCommand())
        .addSubcommand(new ChopCommand())
        .addSubcommand(new RepairCommand())
        .addSubcommand(new ConvertCommand());
  }

  @Override
  public void run() {
    throw new ParameterException(
        spec.commandLine(), "say what to do: show, verify, summarise, chop, repair or convert");
  }
}
