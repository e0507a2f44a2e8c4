package io.vivarium.bench.command;

import java.io.IOException;
import java.io.PrintWriter;
import java.nio.file.Path;
import java.util.List;
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
      "Starts servers in turn (A B A B …) with the same configuration, each time afresh, loads each the same way, and prints medians and"
          + " ratios with their spread.",
    },
    footer = {
      "",
      "Examples:",
      "  vivarium bench compare --workload set,create,get,exists,children,mix,lock,multi",
      "  vivarium bench compare --ensemble 3 --workload set,get --sessions 300 --in-flight 1",
      "  vivarium bench compare --workload set --rate 3000",
      "  vivarium bench compare --workload session,fanout --sessions 1000",
      "  vivarium bench compare --workload idle --sessions 10000 --seconds 20",
      "  vivarium bench compare --workload bulk,restart --population 1000000",
      "  vivarium bench compare --workload start,backup,restore,admin-snapshot,admin-restore",
      "  vivarium bench compare --workload snapshot --rate 3000 --seconds 30",
      "  vivarium bench compare --workload failover,lagging --ensemble 3",
      "  vivarium bench compare --workload set,get --tls --servers vivarium,apache-netty",
      "  vivarium bench compare --workload attack-frames,attack-handshakes --rate 5000 --seconds 30",
      "  vivarium bench compare --servers vivarium:new,vivarium:old=/opt/vivarium-0.1,apache"
    })
final class CompareCommand implements Callable<Integer> {
  private final Path home;

  @Spec private CommandSpec spec;

  @Mixin private ServerOptions servers;

  @Option(
      names = "--ensemble",
      paramLabel = "N",
      defaultValue = "1",
      description =
          "Servers started together; 1: standalone; failover and lagging take at least three. Default: ${DEFAULT-VALUE}.")
  private int ensemble;

  @Option(
      names = "--tls",
      description =
          "Clients come with TLS to the secureClientPort of the servers, and both show a certificate that is made for it.")
  private boolean tls;

  @Mixin private LoadOptions load;

  @Option(
      names = "--alternations",
      paramLabel = "N",
      defaultValue = "5",
      description = "How often each server has its turn. Default: ${DEFAULT-VALUE}.")
  private int alternations;

  @Option(names = "--json", description = "Print one JSON object a line.")
  private boolean json;

  /** Filled in by picocli, before anything is called. */
  @SuppressWarnings("NullAway")
  CompareCommand(Path home) {
    this.home = home;
  }

  @Override
  public Integer call() throws IOException, InterruptedException {
    Path work = servers.work();
    try {
      PrintWriter err = spec.commandLine().getErr();
      Contest contest =
          new Contest(servers.kinds(home, work), servers, work, load.threads(), alternations, err);
      List<Trial> trials =
          load.experiments.stream()
              .map(experiment -> Trial.of(experiment, load.plan(), ensemble, tls))
              .toList();
      return hold(contest, trials) ? 0 : 1;
    } finally {
      if (servers.temporary()) {
        Directories.delete(work);
      }
    }
  }

  /** Returns whether nothing has failed. */
  private boolean hold(Contest contest, List<Trial> trials) throws InterruptedException {
    Schedule schedule = contest.schedule(trials);
    PrintWriter out = spec.commandLine().getOut();
    boolean well = true;
    for (Trial trial : trials) {
      Comparison comparison = contest.hold(trial, schedule);
      well &= comparison.failures().isEmpty();
      if (json) {
        out.println(comparison.json());
      } else {
        comparison.print(out);
      }
    }
    return well;
  }
}
