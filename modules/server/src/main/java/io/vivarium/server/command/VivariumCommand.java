package io.vivarium.server.command;

import io.vivarium.spi.PluginException;
import java.io.PrintWriter;
import java.nio.file.Path;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Spec;

/** The command {@code vivarium}, which has all others as its sub-commands. */
@Command(
    name = "vivarium",
    description = "A coordination service for ZooKeeper clients.",
    synopsisSubcommandLabel = "COMMAND",
    footer = {
      "",
      "Examples:",
      "  vivarium server                     serve on 2181 with data under data/",
      "  vivarium server conf/zoo.cfg        serve with a configuration file",
      "  vivarium config check conf/zoo.cfg  tell what is wrong with it",
      "  vivarium health conf/zoo.cfg        tell whether its server is alive, for health checks",
      "  vivarium status --server HOST:PORT  show an ensemble on one screen",
      "  vivarium backup --help              back up a data directory; vivarium restore brings it"
          + " back",
      "  vivarium txnlog --help              look into logs; vivarium snapshot: into snapshots",
      "  vivarium purge --help               remove old snapshots and logs",
      "  vivarium shell --help               look at znodes and change them, as zkCli.sh does",
      "  vivarium plugin --help              show, install, check and remove plugins, or begin one",
      "  vivarium image --help               make a container's image of this package",
      "  vivarium bench --help               load and compare servers",
      "  vivarium tls init --help            make certificates, so that an ensemble is encrypted",
      "  vivarium scram --help               make of a password what a server may keep of it",
      "  vivarium digest --help              make of a password what an ACL may keep of it",
      "",
      "'vivarium COMMAND --help' tells more."
    })
public final class VivariumCommand implements Runnable {
  @Spec private CommandSpec spec;

  @Option(
      names = {"-h", "--help"},
      usageHelp = true,
      description = "Show this help.")
  @SuppressWarnings("unused") // picocli reads it
  private boolean help;

  /** Filled in by picocli, before anything is called. */
  @SuppressWarnings("NullAway")
  private VivariumCommand() {}

  /**
   * Runs one command line.
   *
   * @param home directory of the installation, with its {@code plugins/}, and {@code data/} of a server without configuration
   * @param out what was asked for
   * @param err what went wrong
   * @param args the words of the command line
   * @return the exit code; 2 for a wrong command line or configuration
   */
  public static int execute(Path home, PrintWriter out, PrintWriter err, String... args) {
    return plainServer(args)
        ? runServer(new Installation(home), args.length == 1 ? null : Path.of(args[1]), err)
        : commandLine(home).setOut(out).setErr(err).execute(args);
  }

  /** Whether it is {@code server} with nothing but a file: there is nothing to parse, and to get ready for parsing takes a part of a start. */
  private static boolean plainServer(String... args) {
    boolean server = args.length > 0 && args[0].equals("server");
    return server
        && (args.length == 1
            || (args.length == 2 && !args[1].startsWith("-") && !args[1].startsWith("@")));
  }

  private static int runServer(Installation installation, @Nullable Path file, PrintWriter err) {
    try {
      return new ServerStart(installation, err).run(installation.source(file));
    } catch (PluginException | RuntimeException e) {
      return FailureReport.tell(err, e);
    }
  }

  static CommandLine commandLine(Path home) {
    Installation installation = new Installation(home);
    CommandLine config =
        new CommandLine(new ConfigCommand())
            .addSubcommand(new ConfigCheckCommand(installation))
            .addSubcommand(new ConfigShowCommand(installation));
    return new CommandLine(new VivariumCommand())
        .addSubcommand(new ServerCommand(installation))
        .addSubcommand(config)
        .addSubcommand(new HealthCommand(installation))
        .addSubcommand(new VersionCommand())
        .setCaseInsensitiveEnumValuesAllowed(true)
        .setExecutionExceptionHandler(
            (failure, command, _) -> FailureReport.tell(command.getErr(), failure))
        .setUsageHelpWidth(100);
  }

  @Override
  public void run() {
    throw new ParameterException(spec.commandLine(), "a command is missing");
  }
}
