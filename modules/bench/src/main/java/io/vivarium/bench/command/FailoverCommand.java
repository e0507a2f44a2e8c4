package io.vivarium.bench.command;

import io.vivarium.bench.load.FailoverRun;
import io.vivarium.bench.load.Network;
import io.vivarium.bench.server.LocalEnsemble;
import io.vivarium.bench.server.ServerKind;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

/** The command {@code vivarium bench failover}: how long an ensemble is away when its leader dies. */
@Command(
    name = "failover",
    description =
        "Kills the leader of an ensemble of three under writes and tells how long clients are without an answer.",
    footer = {
      "",
      "Example:",
      "  vivarium bench failover --servers vivarium,apache --alternations 5"
    })
final class FailoverCommand implements Callable<Integer> {
  private static final int ENSEMBLE = 3;

  private final Path home;

  @Spec private CommandSpec spec;

  @Option(
      names = {"-h", "--help"},
      usageHelp = true,
      description = "Show this help.")
  @SuppressWarnings("unused") // picocli reads it
  private boolean help;

  @Mixin private ServerOptions servers;

  @Option(
      names = "--sessions",
      paramLabel = "N",
      defaultValue = "30",
      description = "Sessions, spread over all servers. Default: ${DEFAULT-VALUE}.")
  private int sessions;

  @Option(
      names = "--alternations",
      paramLabel = "N",
      defaultValue = "5",
      description = "How often each kind of server has its turn. Default: ${DEFAULT-VALUE}.")
  private int alternations;

  /** Filled in by picocli, before anything is called. */
  @SuppressWarnings("NullAway")
  FailoverCommand(Path home) {
    this.home = home;
  }

  @Override
  public Integer call() throws Exception {
    Path work = servers.work();
    try {
      Map<String, List<FailoverRun.Outage>> outages = new LinkedHashMap<>();
      for (int turn = 1; turn <= alternations; turn++) {
        for (ServerKind kind : servers.kinds(home, work)) {
          FailoverRun.Outage outage = measure(kind, work.resolve("run-" + kind.name()));
          outages.computeIfAbsent(kind.name(), _ -> new ArrayList<>()).add(outage);
          spec.commandLine()
              .getErr()
              .printf(
                  Locale.ROOT,
                  "%d/%d %-16s first write after %,.0f ms, last session after %,.0f ms%n",
                  turn,
                  alternations,
                  kind.name(),
                  outage.firstWriteMs(),
                  outage.lastSessionMs());
        }
      }
      outages.forEach(this::print);
      return 0;
    } finally {
      if (servers.temporary()) {
        Directories.delete(work);
      }
    }
  }

  private FailoverRun.Outage measure(ServerKind kind, Path directory) throws Exception {
    try (LocalEnsemble ensemble =
            LocalEnsemble.start(kind, ENSEMBLE, directory, servers.settings(), servers.heapMb);
        Network network = new Network(1)) {
      int leader = ensemble.leader();
      return new FailoverRun(ensemble.addresses(), sessions, network)
          .run(
              () -> {
                ensemble.kill(leader);
                return leader;
              });
    } finally {
      Directories.delete(directory);
    }
  }

  private void print(String name, List<FailoverRun.Outage> all) {
    double[] first = all.stream().mapToDouble(FailoverRun.Outage::firstWriteMs).sorted().toArray();
    double[] last = all.stream().mapToDouble(FailoverRun.Outage::lastSessionMs).sorted().toArray();
    spec.commandLine()
        .getOut()
        .printf(
            Locale.ROOT,
            "%-16s first write %s   last session %s   (median and range of %d)%n",
            name,
            spread(first),
            spread(last),
            all.size());
  }

  private static String spread(double[] sorted) {
    return String.format(
        Locale.ROOT,
        "%,.0f ms (%,.0f-%,.0f)",
        sorted[sorted.length / 2],
        Arrays.stream(sorted).min().orElse(0),
        Arrays.stream(sorted).max().orElse(0));
  }
}
