package io.vivarium.bench.command;

import io.vivarium.bench.load.Experiment;
import io.vivarium.bench.load.Figures;
import io.vivarium.bench.load.Network;
import io.vivarium.bench.server.Identity;
import io.vivarium.bench.server.LocalEnsemble;
import io.vivarium.bench.server.ServerKind;
import java.io.IOException;
import java.io.PrintWriter;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.LongConsumer;

/** Kinds of servers that are put to trials in turns, A B A B …, each time started afresh in an empty directory. */
final class Contest {
  /** A trial that fails so often is given up. */
  private static final int MOST_FAILURES = 2;

  private final List<ServerKind> kinds;
  private final ServerOptions options;
  private final Path work;
  private final int threads;
  private final int alternations;
  private final PrintWriter err;

  /** A contest between these; {@code err} is told how it goes. */
  Contest(
      List<ServerKind> kinds,
      ServerOptions options,
      Path work,
      int threads,
      int alternations,
      PrintWriter err) {
    this.kinds = List.copyOf(kinds);
    this.options = options;
    this.work = work;
    this.threads = threads;
    this.alternations = alternations;
    this.err = err;
  }

  /** The time that these trials will take. */
  Schedule schedule(List<Trial> trials) {
    return new Schedule(trials, kinds.size(), alternations, System.nanoTime());
  }

  /** All turns of a trial. A turn in which one server fails counts for none of them, and does not end the contest. */
  Comparison hold(Trial trial, Schedule schedule) throws InterruptedException {
    Map<String, List<Figures>> results = new LinkedHashMap<>();
    List<String> failures = new ArrayList<>();
    for (int turn = 1; turn <= alternations && failures.size() < MOST_FAILURES; turn++) {
      try {
        Map<String, Figures> round = round(trial, turn, schedule);
        round.forEach(
            (name, figures) -> results.computeIfAbsent(name, _ -> new ArrayList<>()).add(figures));
      } catch (IOException | RuntimeException e) {
        String failure = "turn %d: %s".formatted(turn, reason(e));
        err.println(trial.name() + " failed in " + failure);
        failures.add(failure);
      }
    }
    return new Comparison(
        trial.name(), kinds.stream().map(ServerKind::name).toList(), results, failures);
  }

  private static String reason(Exception failure) {
    return failure instanceof IOException && failure.getMessage() != null
        ? failure.getMessage()
        : failure.toString();
  }

  private Map<String, Figures> round(Trial trial, int turn, Schedule schedule)
      throws IOException, InterruptedException {
    Map<String, Figures> round = new LinkedHashMap<>();
    for (ServerKind kind : kinds) {
      Path directory = work.resolve("run-" + kind.name());
      Directories.delete(directory);
      String what =
          "%s %d/%d %s, %s"
              .formatted(
                  trial.name(), turn, alternations, kind.name(), schedule.left(System.nanoTime()));
      Progress progress = new Progress(err, what);
      try {
        Figures figures = measure(trial, kind, directory, progress);
        round.put(kind.name(), figures);
        progress.end();
        err.println(new Report(trial.name() + " " + kind.name(), figures).line());
      } catch (IOException e) {
        progress.end();
        throw new IOException(kind.name() + ": " + e.getMessage(), e);
      } finally {
        schedule.done(trial);
      }
      Directories.delete(directory);
    }
    return round;
  }

  private Figures measure(Trial trial, ServerKind kind, Path directory, LongConsumer progress)
      throws IOException, InterruptedException {
    Map<String, String> settings = new LinkedHashMap<>(options.settings());
    switch (trial.experiment()) {
      case Experiment.OfAny _ -> {}
      case Experiment.OfOwn own -> settings.putAll(own.settings(trial.plan()));
    }
    Identity identity = trial.encrypted() ? Identity.make(directory.resolve("identity")) : null;
    try (LocalEnsemble ensemble =
            LocalEnsemble.start(
                kind, trial.ensemble(), directory, settings, options.heapMb, identity);
        Network network =
            identity == null
                ? new Network(threads)
                : Network.encrypted(threads, identity.client())) {
      return switch (trial.experiment()) {
        case Experiment.OfAny any -> any.measure(ensemble, trial.plan(), network, progress);
        case Experiment.OfOwn own -> own.measure(ensemble, trial.plan(), network, progress);
      };
    }
  }
}
