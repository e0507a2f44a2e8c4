package io.vivarium.plugin.installer;

import io.vivarium.plugin.installer.content.Refusal;
import java.io.IOException;
import java.nio.file.AccessDeniedException;
import java.nio.file.FileSystemException;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.time.Clock;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.ParseResult;
import picocli.CommandLine.Spec;

/** The command {@code vivarium plugin}, which has the others as its sub-commands. */
@Command(
    name = "plugin",
    description = "Shows, checks, installs and removes plugins, and begins new ones.",
    synopsisSubcommandLabel = "COMMAND",
    footer = {
      "",
      "Exit codes of all of them: 0 done; 1 not done, and nothing was changed, or something is"
          + " wrong; 2 wrong command line.",
      "",
      "Examples:",
      "  vivarium plugin list                                    what is installed, and whether it"
          + " is whole",
      "  vivarium plugin info org.example-1.0-plugin.zip         what a package is, before it is"
          + " installed",
      "  vivarium plugin trust example-keys.asc                  whose signatures count",
      "  vivarium plugin install maven:org.example:their-plugin:1.0",
      "  vivarium plugin remove storage=theirs",
      "  vivarium plugin verify                                  whether anybody changed a file",
      "  vivarium plugin new --spi storage --group org.example --artifact my-storage",
      "",
      "'vivarium plugin COMMAND --help' tells more."
    })
final class PluginCommand implements Runnable {
  private static final int NOT_DONE = 1;

  @Spec private CommandSpec spec;

  @Option(
      names = {"-h", "--help"},
      usageHelp = true,
      description = "Show this help.")
  @SuppressWarnings("unused") // picocli reads it
  private boolean help;

  /** Filled in by picocli, before anything is called. */
  @SuppressWarnings("NullAway")
  private PluginCommand() {}

  /**
   * Runs a command line.
   *
   * @param home directory of the installation, with {@code plugins/} and {@code conf/}
   * @param args begins with {@code plugin}
   * @return the exit code: 0 done, 1 not done, 2 not understood
   */
  static int execute(Path home, Terminal terminal, Clock clock, String... args) {
    CommandLine plugin =
        new CommandLine(new PluginCommand())
            .addSubcommand(new ListCommand(terminal, new CommonOptions(home, clock)))
            .addSubcommand(new InfoCommand(terminal, new CommonOptions(home, clock)))
            .addSubcommand(new InstallCommand(terminal, new CommonOptions(home, clock)))
            .addSubcommand(new RemoveCommand(terminal, new CommonOptions(home, clock)))
            .addSubcommand(new VerifyCommand(terminal, new CommonOptions(home, clock)))
            .addSubcommand(new TrustCommand(terminal, new CommonOptions(home, clock)))
            .addSubcommand(new NewCommand(terminal, MavenProgram.ofMachine()));
    return new CommandLine(new Vivarium())
        .addSubcommand(plugin)
        .setCaseInsensitiveEnumValuesAllowed(true)
        .setExecutionExceptionHandler(PluginCommand::report)
        .setUsageHelpWidth(100)
        .setOut(terminal.out())
        .setErr(terminal.err())
        .execute(args);
  }

  static int report(Exception failure, CommandLine command, ParseResult parsed) throws Exception {
    String why =
        switch (failure) {
          case Refusal refusal -> String.valueOf(refusal.getMessage());
          case NoSuchFileException missing -> missing.getFile() + " is not there";
          case AccessDeniedException denied ->
              denied.getFile() + " may not be changed by this user; run this as the owner of it";
          case FileSystemException other -> String.valueOf(other.getMessage());
          case IOException other -> other.toString();
          default -> throw failure;
        };
    command.getErr().println("vivarium plugin: " + why);
    return NOT_DONE;
  }

  @Override
  public void run() {
    throw new ParameterException(spec.commandLine(), "a command is missing");
  }

  @Command(name = "vivarium", description = "Runs Vivarium's commands.")
  private static final class Vivarium {}
}
