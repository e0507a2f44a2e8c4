package io.vivarium.bench.command;

import io.vivarium.bench.load.Experiment;
import io.vivarium.bench.load.Figures;
import io.vivarium.bench.load.Network;
import io.vivarium.bench.load.Plan;
import io.vivarium.bench.load.Servers;
import java.io.IOException;
import java.net.InetSocketAddress;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** The command {@code vivarium bench run}: loads servers that run already. */
@Command(
    name = "run",
    description = "Loads servers that run already and prints what was measured.",
    footer = {
      "",
      "Examples:",
      "  vivarium bench run localhost:2181 --workload set --sessions 300 --in-flight 1",
      "  vivarium bench run zk1:2181,zk2:2181,zk3:2181 --workload mix --rate 10000",
      "  vivarium bench run localhost:2181 --workload fanout --sessions 1000",
      "  vivarium bench run localhost:2181 --workload bulk --population 100000 --pid 4711",
      "  vivarium bench run localhost:2281 --tls --tls-ca ca.pem --workload get",
      "  vivarium bench run localhost:2181 --pid $(pgrep -f io.vivarium.server) --json"
    })
final class RunCommand implements Callable<Integer> {
  @Spec private CommandSpec spec;

  @Parameters(
      arity = "1",
      split = ",",
      paramLabel = "HOST:PORT",
      description = "Servers, separated by commas; sessions are spread over them.")
  private List<String> servers = new ArrayList<>();

  @Mixin private LoadOptions load;

  @Mixin private TlsOptions tls;

  @Option(
      names = "--pid",
      split = ",",
      paramLabel = "PID",
      description = "Server processes on this machine whose CPU time and memory are measured.")
  private List<Long> pids = new ArrayList<>();

  @Option(names = "--json", description = "Print one JSON object a line.")
  private boolean json;

  /** Filled in by picocli, before anything is called. */
  @SuppressWarnings("NullAway")
  RunCommand() {}

  @Override
  public Integer call() throws IOException, InterruptedException {
    Plan plan = load.plan();
    Servers running = new Running(servers.stream().map(this::address).toList(), List.copyOf(pids));
    for (Experiment experiment : load.experiments) {
      if (experiment.encrypted() && !tls.encrypted()) {
        throw new ParameterException(
            spec.commandLine(),
            experiment.word()
                + " is about TLS: give --tls, and the port where the server talks it");
      }
    }
    List<Experiment.OfAny> possible = load.experiments.stream().map(this::possible).toList();
    try (Network network = tls.network(load.threads())) {
      for (Experiment.OfAny experiment : possible) {
        Progress progress = new Progress(spec.commandLine().getErr(), experiment.word());
        Figures figures = experiment.measure(running, plan, network, progress);
        progress.end();
        Report report = new Report(experiment.word(), figures);
        spec.commandLine().getOut().println(json ? report.json() : report.line());
      }
    }
    return 0;
  }

  private Experiment.OfAny possible(Experiment experiment) {
    return switch (experiment) {
      case Experiment.OfAny any -> any;
      case Experiment.OfOwn own ->
          throw new ParameterException(
              spec.commandLine(),
              own.word()
                  + " kills servers or looks into their directories; use 'vivarium bench compare', which starts its own");
    };
  }

  /** Servers that run already. */
  private record Running(List<InetSocketAddress> addresses, List<Long> pids) implements Servers {}

  private InetSocketAddress address(String text) {
    int colon = text.lastIndexOf(':');
    try {
      return new InetSocketAddress(
          text.substring(0, colon), Integer.parseInt(text.substring(colon + 1)));
    } catch (IllegalArgumentException | StringIndexOutOfBoundsException e) {
      throw new ParameterException(spec.commandLine(), "not HOST:PORT: '" + text + "'", e);
    }
  }
}
