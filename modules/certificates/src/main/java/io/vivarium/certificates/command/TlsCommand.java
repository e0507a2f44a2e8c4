package io.vivarium.certificates.command;

import java.io.PrintWriter;
import java.time.Clock;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Spec;

/** The command {@code vivarium tls}. */
@Command(name = "vivarium", description = "Runs Vivarium's commands.")
final class TlsCommand {
  private TlsCommand() {}

  /**
   * Runs a command line.
   *
   * @param args begins with {@code tls}
   * @return the exit code: 0 done, 1 not done, 2 not understood
   */
  static int execute(PrintWriter out, PrintWriter err, String... args) {
    return new CommandLine(new TlsCommand())
        .addSubcommand(
            new CommandLine(new Tls())
                .addSubcommand(new InitCommand(Clock.systemUTC(), NewFiles::forced)))
        .setOut(out)
        .setErr(err)
        .execute(args);
  }

  @Command(
      name = "tls",
      description = "Sets up encryption: certificates for the servers and clients of an ensemble.",
      synopsisSubcommandLabel = "COMMAND")
  static final class Tls implements Runnable {
    @Spec private CommandSpec spec;

    @Option(
        names = {"-h", "--help"},
        usageHelp = true,
        description = "Show this help.")
    @SuppressWarnings("unused") // picocli reads it
    private boolean help;

    /** Filled in by picocli, before anything is called. */
    @SuppressWarnings("NullAway")
    Tls() {}

    @Override
    public void run() {
      throw new ParameterException(spec.commandLine(), "say what to do: init");
    }
  }
}
