package io.vivarium.simulator;

import java.util.Locale;
import java.util.Map;
import java.util.TreeMap;
import java.util.function.LongFunction;
import java.util.stream.IntStream;
import java.util.stream.LongStream;

/** Runs seeds; the first that fails is reduced to the faults it needs and told with the command that replays it. */
final class Seeds {
  private Seeds() {}

  /** Runs seeds, on all processors; fails with the first that fails. */
  static Totals run(String setupName, long first, long count) {
    Totals totals = new Totals();
    LongFunction<Simulation.Setup> setups = Rigs.named(setupName);
    LongStream.range(first, first + count)
        .parallel()
        .mapToObj(seed -> Simulation.run(seed, setups.apply(seed), null, null))
        .peek(outcome -> totals.add(outcome.figures()))
        .filter(outcome -> !outcome.violations().isEmpty())
        .findFirst()
        .ifPresent(
            failed -> {
              throw new AssertionError(story(setupName, setups.apply(failed.seed()), failed));
            });
    return totals;
  }

  /** The first seed that fails, its number counted from 1; 0 when none of them does. */
  static int firstFailure(String setupName, long first, int count) {
    LongFunction<Simulation.Setup> setups = Rigs.named(setupName);
    return IntStream.range(0, count)
            .parallel()
            .filter(
                i ->
                    !Simulation.run(first + i, setups.apply(first + i), null, null)
                        .violations()
                        .isEmpty())
            .findFirst()
            .orElse(-1)
        + 1;
  }

  private static String story(String setupName, Simulation.Setup setup, Simulation.Outcome failed) {
    return "seed "
        + failed.seed()
        + " of "
        + setupName
        + ": "
        + Shrinker.story(failed, setup)
        + "\nreplay: "
        + command(setupName, failed.seed());
  }

  /** What replays a seed with a trace. */
  static String command(String setupName, long seed) {
    return "./mvnw -pl modules/simulator -am test -Dtest=ReplayTest"
        + " -Dsurefire.failIfNoSpecifiedTests=false -Dvivarium.sim.setup="
        + setupName
        + " -Dvivarium.sim.seed="
        + seed;
  }

  /** Sums of figures. */
  static final class Totals {
    private int seeds;
    private long events;
    private long virtualMs;
    private long txns;
    private long acknowledged;
    private long unknown;
    private long reads;
    private long watchEvents;
    private final Map<String, Integer> faults = new TreeMap<>();
    private final long beganNanos = System.nanoTime();

    synchronized void add(Simulation.Figures figures) {
      seeds++;
      figures.faults().forEach((kind, count) -> faults.merge(kind, count, Integer::sum));
      events += figures.events();
      virtualMs += figures.virtualMs();
      txns += figures.txns();
      acknowledged += figures.acknowledged();
      unknown += figures.unknown();
      reads += figures.reads();
      watchEvents += figures.watchEvents();
    }

    long acknowledged() {
      return acknowledged;
    }

    long unknown() {
      return unknown;
    }

    long reads() {
      return reads;
    }

    long watchEvents() {
      return watchEvents;
    }

    @Override
    public String toString() {
      double seconds = (System.nanoTime() - beganNanos) / 1e9;
      return String.format(
          Locale.ROOT,
          "%d seeds in %.1f s (%.0f ms each): %.1f virtual hours, %.1f hours an hour, %d events, %d"
              + " txns, %d writes acknowledged, %d unknown, %d reads, %d watch events, faults %s",
          seeds,
          seconds,
          seconds * 1000 / Math.max(1, seeds),
          virtualMs / 3.6e6,
          virtualMs / 1000.0 / seconds,
          events,
          txns,
          acknowledged,
          unknown,
          reads,
          watchEvents,
          faults);
    }
  }
}
