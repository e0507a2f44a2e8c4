package io.vivarium.bench.load;

import java.io.IOException;
import java.net.InetSocketAddress;
import java.util.List;
import java.util.Locale;
import java.util.function.LongConsumer;
import org.HdrHistogram.Histogram;

/**
 * Honest clients at a rate, first among themselves for a third of the seconds of the plan, then for all of them beside somebody who
 * attacks the first server: how much longer they wait then, in the same sessions with the same server, and what the attack makes the
 * server keep.
 *
 * <p>A shorter attack at the same pace comes before that, as the end of the warm-up: in it both processes compile what they never did
 * before. What the clients wait meanwhile is told apart.
 */
record AttackExperiment(Kind kind, int count) implements Experiment.OfAny {
  /** In seconds, of which the attack may need more than it was meant to. */
  private static final int PATIENCE = 120;

  /** In seconds: what the first attack has left behind goes meanwhile. */
  private static final int REST = 2;

  /**
   * When what began, by {@link System#nanoTime}.
   *
   * @param first the attack of the warm-up
   * @param quiet the time without one
   * @param attack the one that is measured
   */
  record Moments(long first, long quiet, long attack) {}

  /**
   * The first attack on a server that has seen none.
   *
   * @param began when it began
   * @param residentBefore bytes of memory that the servers took until then: what an attack makes them keep is counted from here
   */
  private record Rehearsal(long began, long residentBefore) {}

  /** What the attack consists of. */
  enum Kind {
    FRAMES,
    HANDSHAKES
  }

  /** A million frames that are none. */
  static AttackExperiment frames() {
    return new AttackExperiment(Kind.FRAMES, 1_000_000);
  }

  /** Ten thousand handshakes of TLS that are begun and never finished. */
  static AttackExperiment handshakes() {
    return new AttackExperiment(Kind.HANDSHAKES, 10_000);
  }

  @Override
  public String word() {
    return "attack-" + kind.name().toLowerCase(Locale.ROOT);
  }

  @Override
  public String description() {
    return switch (kind) {
      case FRAMES -> "%,d malformed frames".formatted(count);
      case HANDSHAKES -> "%,d half-open handshakes of TLS".formatted(count);
    };
  }

  @Override
  public boolean encrypted() {
    return switch (kind) {
      case FRAMES -> false;
      case HANDSHAKES -> true;
    };
  }

  @Override
  public Figures measure(Servers servers, Plan plan, Network network, LongConsumer progress)
      throws IOException, InterruptedException {
    if (plan.perSecond() == 0) {
      throw new IOException("an attack is measured beside operations at a rate; set one");
    }
    List<Timeline> timelines = network.loops().stream().map(_ -> new Timeline()).toList();
    Measurement measurement = new Measurement(timelines, servers.pids());
    LoadRun run = new LoadRun(plan, Workload.MIX, network, servers.addresses(), measurement);
    Assailant assailant =
        switch (kind) {
          case FRAMES -> new MalformedFrames();
          case HANDSHAKES -> HalfOpenHandshakes.of(count);
        };
    run.begin();
    try {
      Rehearsal rehearsal = rehearse(assailant, servers, plan, measurement, progress);
      long quietAt = System.nanoTime();
      measurement.pass(plan.over(0, quiet(plan)), progress);
      try (Assault assault = new Assault(assailant, attacked(servers), count, plan.seconds())) {
        long attackAt = System.nanoTime();
        assault.begin();
        measurement.pass(plan.over(0, plan.seconds()), progress);
        outlast(assault, plan, measurement, progress);
        long after = ProcessUse.of(servers.pids()).residentBytes();
        run.stop();
        measurement.check();
        long before = rehearsal.residentBefore();
        return split(timelines, new Moments(rehearsal.began(), quietAt, attackAt))
            .with(Quantity.ATTACKS, (double) assault.sent())
            .with(Quantity.RESIDENT, after == 0 ? Double.NaN : after / 1048576.0)
            .with(Quantity.GROWTH, after == 0 ? Double.NaN : (after - before) / 1048576.0);
      }
    } finally {
      run.stop();
    }
  }

  private static InetSocketAddress attacked(Servers servers) {
    return servers.addresses().getFirst();
  }

  /** Warms up, at last beside an attack, and waits until that is over. */
  private Rehearsal rehearse(
      Assailant assailant,
      Servers servers,
      Plan plan,
      Measurement measurement,
      LongConsumer progress)
      throws IOException, InterruptedException {
    measurement.pass(plan.over(0, plan.warmUpSeconds()), progress);
    long before = ProcessUse.of(servers.pids()).residentBytes();
    int seconds = rehearsal(plan);
    long part = Math.max(1, (long) count * seconds / plan.seconds());
    long began;
    try (Assault assault = new Assault(assailant, attacked(servers), part, seconds)) {
      began = System.nanoTime();
      assault.begin();
      measurement.pass(plan.over(0, seconds), progress);
      outlast(assault, plan, measurement, progress);
    }
    measurement.pass(plan.over(0, REST), progress);
    return new Rehearsal(began, before);
  }

  /** In seconds. */
  private static int quiet(Plan plan) {
    return Math.max(1, plan.seconds() / 3);
  }

  /** In seconds. */
  private static int rehearsal(Plan plan) {
    return Math.max(1, plan.seconds() / 6);
  }

  /** The server may take the attack more slowly than it was meant. */
  private static void outlast(
      Assault assault, Plan plan, Measurement measurement, LongConsumer progress)
      throws IOException, InterruptedException {
    for (int i = 0; !assault.complete(); i++) {
      if (i == PATIENCE) {
        throw new IOException(
            "of the attack only "
                + assault.sent()
                + " were sent, "
                + PATIENCE
                + " s later than they should have been");
      }
      measurement.pass(plan.over(0, 1), progress);
    }
  }

  /** An operation belongs to the time in which it ended: those that were not over when an attack began belong to that. */
  static Figures split(List<Timeline> timelines, Moments moments) {
    Histogram first = new Histogram(LoopFigures.LONGEST_NANOS, 3);
    Histogram quiet = new Histogram(LoopFigures.LONGEST_NANOS, 3);
    Histogram attacked = new Histogram(LoopFigures.LONGEST_NANOS, 3);
    for (Timeline timeline : timelines) {
      timeline.forEach(
          (from, to) -> {
            if (to - moments.attack() >= 0) {
              attacked.recordValue(to - from);
            } else if (to - moments.quiet() >= 0) {
              quiet.recordValue(to - from);
            } else if (to - moments.first() >= 0) {
              first.recordValue(to - from);
            }
          });
    }
    double p50 = millis(attacked, 50);
    double p99 = millis(attacked, 99);
    return Figures.none()
        .with(Quantity.P50, p50)
        .with(Quantity.P99, p99)
        .with(Quantity.MAX, millis(attacked, 100))
        .with(Quantity.P50_QUIET, millis(quiet, 50))
        .with(Quantity.P99_QUIET, millis(quiet, 99))
        .with(Quantity.P50_ATTACKED, p50 / millis(quiet, 50))
        .with(Quantity.P99_ATTACKED, p99 / millis(quiet, 99))
        .with(Quantity.P99_FIRST, millis(first, 99));
  }

  private static double millis(Histogram latencies, double percentile) {
    return latencies.getTotalCount() == 0
        ? Double.NaN
        : latencies.getValueAtPercentile(percentile) / 1e6;
  }
}
