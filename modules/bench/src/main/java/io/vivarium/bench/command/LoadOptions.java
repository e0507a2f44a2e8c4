package io.vivarium.bench.command;

import io.vivarium.bench.load.Plan;
import io.vivarium.bench.load.Workload;
import java.net.InetSocketAddress;
import java.util.ArrayList;
import java.util.List;
import picocli.CommandLine.Option;

/** Options of every command that loads servers. */
final class LoadOptions {
  @Option(
      names = "--workload",
      split = ",",
      paramLabel = "NAME",
      defaultValue = "set,get",
      description = {
        "What to do, one after the other: ${COMPLETION-CANDIDATES}.",
        "Default: ${DEFAULT-VALUE}."
      })
  List<Workload> workloads = new ArrayList<>();

  @Option(
      names = "--sessions",
      paramLabel = "N",
      defaultValue = "32",
      description = "Sessions. Default: ${DEFAULT-VALUE}.")
  private int sessions;

  @Option(
      names = "--in-flight",
      paramLabel = "N",
      defaultValue = "16",
      description = "Requests without a reply that each session keeps. Default: ${DEFAULT-VALUE}.")
  private int inFlight;

  @Option(
      names = "--rate",
      paramLabel = "N",
      defaultValue = "0",
      description =
          "Operations a second over all sessions, each measured from the time it was due; 0: as many as come back. Default:"
              + " ${DEFAULT-VALUE}.")
  private int rate;

  @Option(
      names = "--warm-up",
      paramLabel = "S",
      defaultValue = "5",
      description = "Seconds that are not measured. Default: ${DEFAULT-VALUE}.")
  private int warmUp;

  @Option(
      names = "--seconds",
      paramLabel = "S",
      defaultValue = "10",
      description = "Seconds that are measured. Default: ${DEFAULT-VALUE}.")
  private int seconds;

  @Option(
      names = "--znodes",
      paramLabel = "N",
      defaultValue = "100",
      description = "Znodes of each session. Default: ${DEFAULT-VALUE}.")
  private int znodes;

  @Option(
      names = "--bytes",
      paramLabel = "N",
      defaultValue = "100",
      description = "Bytes of data in each znode. Default: ${DEFAULT-VALUE}.")
  private int bytes;

  @Option(
      names = "--threads",
      paramLabel = "N",
      defaultValue = "1",
      description = "Threads of the load generator. Default: ${DEFAULT-VALUE}.")
  private int threads;

  /** Filled in by picocli. */
  LoadOptions() {}

  Plan plan(List<InetSocketAddress> servers) {
    return new Plan(
        servers, sessions, inFlight, rate, warmUp, seconds, znodes, bytes, Math.max(1, threads));
  }
}
