package io.vivarium.bench.command;

import io.vivarium.bench.load.LoadResult;
import io.vivarium.bench.load.LoadRun;
import io.vivarium.bench.load.Network;
import io.vivarium.bench.load.Plan;
import io.vivarium.bench.load.Workload;
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
      "  vivarium bench run localhost:2181 --pid $(pgrep -f io.vivarium.server) --json"
    })
final class RunCommand implements Callable<Integer> {
  @Spec private CommandSpec spec;

  @Option(
      names = {"-h", "--help"},
      usageHelp = true,
      description = "Show this help.")
  @SuppressWarnings("unused") // picocli reads it
  private boolean help;

  @Parameters(
      split = ",",
      paramLabel = "HOST:PORT",
      description = "Servers, separated by commas; sessions are spread over them.")
  private List<String> servers = new ArrayList<>();

  @Mixin private LoadOptions load;

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
    Plan plan = load.plan(servers.stream().map(this::address).toList());
    try (Network network = new Network(plan.threads())) {
      for (Workload workload : load.workloads) {
        Progress progress = new Progress(spec.commandLine().getErr(), workload.word());
        LoadResult result = new LoadRun(plan, workload, network, pids).run(progress);
        progress.end();
        Report report = new Report(workload.word(), result);
        spec.commandLine().getOut().println(json ? report.json() : report.line());
      }
    }
    return 0;
  }

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
