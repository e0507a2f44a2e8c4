package io.vivarium.bench.command;

import io.vivarium.bench.load.LoadResult;
import io.vivarium.bench.load.LoadRun;
import io.vivarium.bench.load.Network;
import io.vivarium.bench.load.Plan;
import io.vivarium.bench.load.Workload;
import io.vivarium.bench.server.LocalEnsemble;
import io.vivarium.bench.server.ServerKind;
import java.io.IOException;
import java.io.PrintWriter;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

/** The command {@code vivarium bench compare}: the same load on two or more servers in turn. */
@Command(
    name = "compare",
    description = {
      "Starts servers in turn (A B A B …) with the same configuration, loads each the same way, and prints ratios with their spread.",
    },
    footer = {
      "",
      "Examples:",
      "  vivarium bench compare --workload set,create,get,exists,children,mix,lock,multi",
      "  vivarium bench compare --ensemble 3 --workload set,get --sessions 300 --in-flight 1",
      "  vivarium bench compare --servers vivarium:new,vivarium:old=/opt/vivarium-0.1,apache"
    })
final class CompareCommand implements Callable<Integer> {
  private final Path home;

  @Spec private CommandSpec spec;

  @Option(
      names = {"-h", "--help"},
      usageHelp = true,
      description = "Show this help.")
  @SuppressWarnings("unused") // picocli reads it
  private boolean help;

  @Mixin private ServerOptions servers;

  @Mixin private LoadOptions load;

  @Option(
      names = "--alternations",
      paramLabel = "N",
      defaultValue = "5",
      description = "How often each server has its turn. Default: ${DEFAULT-VALUE}.")
  private int alternations;

  /** Filled in by picocli, before anything is called. */
  @SuppressWarnings("NullAway")
  CompareCommand(Path home) {
    this.home = home;
  }

  @Override
  public Integer call() throws IOException, InterruptedException {
    Path work = servers.work();
    PrintWriter out = spec.commandLine().getOut();
    try {
      List<ServerKind> kinds = servers.kinds(home, work);
      Map<Workload, Map<String, List<LoadResult>>> results = new LinkedHashMap<>();
      for (int turn = 1; turn <= alternations; turn++) {
        for (ServerKind kind : kinds) {
          Path directory = work.resolve("run-" + kind.name());
          measure(kind, turn, directory, results);
          Directories.delete(directory);
        }
      }
      results.forEach((workload, byKind) -> new Comparison(workload.word(), byKind).print(out));
      return 0;
    } finally {
      if (servers.temporary()) {
        Directories.delete(work);
      }
    }
  }

  private void measure(
      ServerKind kind,
      int turn,
      Path directory,
      Map<Workload, Map<String, List<LoadResult>>> results)
      throws IOException, InterruptedException {
    try (LocalEnsemble ensemble =
        LocalEnsemble.start(
            kind, servers.ensemble, directory, servers.settings(), servers.heapMb)) {
      Plan plan = load.plan(ensemble.addresses());
      try (Network network = new Network(plan.threads())) {
        for (Workload workload : load.workloads) {
          Progress progress =
              new Progress(
                  spec.commandLine().getErr(),
                  "%d/%d %s %s".formatted(turn, alternations, kind.name(), workload.word()));
          LoadResult result = new LoadRun(plan, workload, network, ensemble.pids()).run(progress);
          progress.end();
          spec.commandLine()
              .getErr()
              .println(new Report(kind.name() + " " + workload.word(), result).line());
          results
              .computeIfAbsent(workload, _ -> new LinkedHashMap<>())
              .computeIfAbsent(kind.name(), _ -> new ArrayList<>())
              .add(result);
        }
      }
    }
  }
}
