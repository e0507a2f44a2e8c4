package io.vivarium.bench.command;

import io.vivarium.bench.load.Experiments;
import java.io.PrintWriter;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.ScopeType;
import picocli.CommandLine.Spec;

/** The command {@code vivarium bench}. */
@Command(
    name = "vivarium bench",
    description = "Loads any server that speaks ZooKeeper's client protocol, and compares servers.",
    synopsisSubcommandLabel = "COMMAND",
    footer = {
      "",
      "Examples:",
      "  vivarium bench run localhost:2181 --workload set,get",
      "  vivarium bench compare --servers vivarium,apache --ensemble 3",
      "  vivarium bench compare --workload failover,lagging --ensemble 3",
      "  vivarium bench table --quick",
      "",
      "'vivarium bench COMMAND --help' tells more."
    })
public final class BenchCommand implements Runnable {
  /** Columns of the help. */
  private static final int WIDTH = 100;

  @Spec private CommandSpec spec;

  @Option(
      names = {"-h", "--help"},
      usageHelp = true,
      scope = ScopeType.INHERIT,
      description = "Show this help.")
  @SuppressWarnings("unused") // picocli reads it
  private boolean help;

  /** Filled in by picocli, before anything is called. */
  @SuppressWarnings("NullAway")
  private BenchCommand() {}

  /**
   * Runs one command line; the word {@code bench} may stand first.
   *
   * @param home directory of the distribution
   * @param out results
   * @param err progress, and what went wrong
   * @return the exit code: 0, 1 when a measurement failed, 2 for a wrong command line
   */
  public static int execute(Path home, PrintWriter out, PrintWriter err, String... args) {
    CommandLine line =
        new CommandLine(new BenchCommand())
            .addSubcommand(new RunCommand())
            .addSubcommand(new CompareCommand(home))
            .addSubcommand(new TableCommand(home))
            .setCaseInsensitiveEnumValuesAllowed(true)
            .setUsageHelpWidth(WIDTH)
            .setOut(out)
            .setErr(err)
            .setExecutionExceptionHandler(
                (failure, commandLine, _) -> {
                  commandLine.getErr().println("vivarium bench: " + failure.getMessage());
                  return 1;
                });
    line.getCommandSpec().usageMessage().footer(footer(line));
    int first = args.length > 0 && args[0].equals("bench") ? 1 : 0;
    return line.execute(Arrays.copyOfRange(args, first, args.length));
  }

  /** The examples, behind what the workloads are. */
  private static String[] footer(CommandLine line) {
    List<String> lines = new ArrayList<>(List.of("", "Workloads:"));
    Experiments.all()
        .forEach(experiment -> lines.addAll(entry(experiment.word(), experiment.description())));
    lines.addAll(List.of(line.getCommandSpec().usageMessage().footer()));
    return lines.toArray(String[]::new);
  }

  /** A word and what it means, in lines that the help need not break. */
  static List<String> entry(String word, String meaning) {
    List<String> lines = new ArrayList<>();
    StringBuilder current = new StringBuilder("  %-18s".formatted(word));
    for (String next : meaning.split(" ", -1)) {
      if (current.length() + next.length() >= WIDTH) {
        lines.add(current.toString().stripTrailing());
        current = new StringBuilder(" ".repeat(20));
      }
      current.append(next).append(' ');
    }
    lines.add(current.toString().stripTrailing());
    return lines;
  }

  @Override
  public void run() {
    throw new ParameterException(spec.commandLine(), "a command is missing");
  }
}
