package io.vivarium.bench.command;

import io.vivarium.bench.load.Plan;
import io.vivarium.bench.load.Population;
import io.vivarium.bench.server.ServerKind;
import java.io.IOException;
import java.io.PrintWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Spec;

/** The command {@code vivarium bench table}: everything that has a target, in one go. */
@Command(
    name = "table",
    description = {
      "Measures everything that the project has a target for, on Vivarium and on Apache ZooKeeper in turns, and prints a Markdown table. Takes some"
          + " hours; with --quick some minutes, which shows that all of it works and little else. A row that fails is reported in its place.",
      "The first server is judged, the last is what the targets are about, those between are compared with too."
    },
    footer = {
      "",
      "Examples:",
      "  vivarium bench table --output results.md",
      "  vivarium bench table --servers vivarium,apache-netty,apache --directory /data/bench",
      "  vivarium bench table --only set,set-3,restart --alternations 3",
      "  vivarium bench table --quick --json",
      "  vivarium bench table --list"
    })
final class TableCommand implements Callable<Integer> {
  private static final int DATA_BYTES = 100;
  private static final int ZNODES = 100;
  private static final int PER_PARENT = 1000;

  private final Path home;

  @Spec private CommandSpec spec;

  @Mixin private ServerOptions servers;

  @Option(
      names = "--quick",
      description =
          "One alternation, two seconds each, 20,000 znodes, 500 sessions, unless the other options say something else.")
  private boolean quick;

  @Option(
      names = "--only",
      split = ",",
      paramLabel = "NAME",
      description = "Only these rows; --list shows the names.")
  private List<String> only = List.of();

  @Option(
      names = "--list",
      description = "Print the names of the rows and what they are, and measure nothing.")
  private boolean list;

  @Option(
      names = "--alternations",
      paramLabel = "N",
      description = "How often each server has its turn. Default: 5.")
  private @Nullable Integer alternations;

  @Option(
      names = "--warm-up",
      paramLabel = "S",
      description =
          "Seconds that are not measured; twice as many with three servers, three times with a rate. Default: 5.")
  private @Nullable Integer warmUp;

  @Option(
      names = "--seconds",
      paramLabel = "S",
      description = "Seconds that are measured. Default: 10.")
  private @Nullable Integer seconds;

  @Option(
      names = "--population",
      paramLabel = "N",
      description = "Znodes of the rows with many. Default: 1000000.")
  private @Nullable Integer population;

  @Option(
      names = "--idle-sessions",
      paramLabel = "N",
      description =
          "Sessions of the row 'idle'; also the most that any other row has. Each takes a file descriptor here and one of the server. Default: 10000.")
  private @Nullable Integer sessions;

  @Option(
      names = "--output",
      paramLabel = "FILE",
      description = "Write the table there too, after each row.")
  private @Nullable Path output;

  @Option(names = "--json", description = "One JSON object a row instead of a Markdown table.")
  private boolean json;

  /** Filled in by picocli, before anything is called. */
  @SuppressWarnings("NullAway")
  TableCommand(Path home) {
    this.home = home;
  }

  @Override
  public Integer call() throws IOException, InterruptedException {
    List<Row> rows = rows();
    PrintWriter out = spec.commandLine().getOut();
    if (list) {
      rows.forEach(row -> out.printf("%-12s %s%n", row.trial().name(), row.title()));
      return 0;
    }
    Path work = servers.work();
    try {
      return measure(rows, servers.kinds(home, work), work) ? 0 : 1;
    } finally {
      if (servers.temporary()) {
        Directories.delete(work);
      }
    }
  }

  private List<Row> rows() {
    Population filled =
        new Population(value(population, 20_000, 1_000_000), PER_PARENT, 0, DATA_BYTES);
    Plan plan =
        new Plan(
            1,
            1,
            0,
            value(warmUp, 1, 5),
            Math.max(1, value(seconds, 2, 10)),
            ZNODES,
            DATA_BYTES,
            filled);
    List<Row> all = Rows.of(plan, Math.max(1, value(sessions, 500, 10_000)));
    List<String> names = all.stream().map(row -> row.trial().name()).toList();
    for (String name : only) {
      if (!names.contains(name)) {
        throw new ParameterException(
            spec.commandLine(),
            "no row is called '"
                + name
                + "'; there are "
                + names.stream().collect(Collectors.joining(", ")));
      }
    }
    return all.stream().filter(row -> only.isEmpty() || only.contains(row.trial().name())).toList();
  }

  private int value(@Nullable Integer given, int quickly, int otherwise) {
    return given != null ? given : quick ? quickly : otherwise;
  }

  /** Returns whether nothing has failed. */
  private boolean measure(List<Row> rows, List<ServerKind> kinds, Path work)
      throws IOException, InterruptedException {
    PrintWriter out = spec.commandLine().getOut();
    PrintWriter err = spec.commandLine().getErr();
    Contest contest = new Contest(kinds, servers, work, 1, value(alternations, 1, 5), err);
    Schedule schedule = contest.schedule(rows.stream().map(Row::trial).toList());
    Markdown markdown = new Markdown(kinds.stream().map(ServerKind::name).toList());
    StringBuilder whole = new StringBuilder();
    show(json ? "" : markdown.head(), whole, out);
    boolean well = true;
    for (Row row : rows) {
      Comparison comparison = contest.hold(row.trial(), schedule);
      well &= comparison.failures().isEmpty();
      show(json ? comparison.json() + "\n" : markdown.lines(row, comparison), whole, out);
    }
    return well;
  }

  private void show(String text, StringBuilder whole, PrintWriter out) throws IOException {
    out.print(text);
    out.flush();
    whole.append(text);
    if (output != null) {
      Files.writeString(output, whole);
    }
  }
}
