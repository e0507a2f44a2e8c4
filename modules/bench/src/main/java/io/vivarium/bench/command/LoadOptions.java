package io.vivarium.bench.command;

import io.vivarium.bench.load.Experiment;
import io.vivarium.bench.load.Experiments;
import io.vivarium.bench.load.Plan;
import io.vivarium.bench.load.Population;
import java.util.ArrayList;
import java.util.Iterator;
import java.util.List;
import picocli.CommandLine.ITypeConverter;
import picocli.CommandLine.Option;
import picocli.CommandLine.TypeConversionException;

/** Options of every command that loads servers. */
final class LoadOptions {
  @Option(
      names = "--workload",
      split = ",",
      paramLabel = "NAME",
      defaultValue = "set,get",
      completionCandidates = Words.class,
      converter = Named.class,
      description = {
        "What to do, one after the other: ${COMPLETION-CANDIDATES}. 'vivarium bench --help' tells what each is.",
        "Default: ${DEFAULT-VALUE}."
      })
  List<Experiment> experiments = new ArrayList<>();

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

  @Option(
      names = "--population",
      paramLabel = "N",
      defaultValue = "1000000",
      description =
          "Znodes that bulk, snapshot, restart, backup and the like fill the servers with. Default: ${DEFAULT-VALUE}.")
  private int population;

  @Option(
      names = "--per-parent",
      paramLabel = "N",
      defaultValue = "1000",
      description = "Children of each parent among them. Default: ${DEFAULT-VALUE}.")
  private int perParent;

  @Option(
      names = "--path-bytes",
      paramLabel = "N",
      defaultValue = "0",
      description =
          "Length of their paths at least; they have about fifty anyway. Default: ${DEFAULT-VALUE}.")
  private int pathBytes;

  /** Filled in by picocli. */
  LoadOptions() {}

  Plan plan() {
    Population filled = new Population(population, perParent, pathBytes, bytes);
    return new Plan(
        Math.max(1, sessions), Math.max(1, inFlight), rate, warmUp, seconds, znodes, bytes, filled);
  }

  int threads() {
    return Math.max(1, threads);
  }

  /** The experiments by name. */
  static final class Named implements ITypeConverter<Experiment> {
    /** Made by picocli. */
    Named() {}

    @Override
    public Experiment convert(String word) {
      try {
        return Experiments.named(word);
      } catch (IllegalArgumentException e) {
        throw new TypeConversionException(e.getMessage());
      }
    }
  }

  /** Their names. */
  static final class Words implements Iterable<String> {
    /** Made by picocli. */
    Words() {}

    @Override
    public Iterator<String> iterator() {
      return Experiments.all().stream().map(Experiment::word).iterator();
    }
  }
}
