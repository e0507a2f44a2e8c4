package io.vivarium.bench.command;

import static io.vivarium.bench.load.Quantity.CPU;
import static io.vivarium.bench.load.Quantity.FIRST_READ;
import static io.vivarium.bench.load.Quantity.FIRST_WRITE;
import static io.vivarium.bench.load.Quantity.GROWTH;
import static io.vivarium.bench.load.Quantity.HEAP_EACH;
import static io.vivarium.bench.load.Quantity.INSIDE_TO_OUTSIDE;
import static io.vivarium.bench.load.Quantity.P50;
import static io.vivarium.bench.load.Quantity.P50_ATTACKED;
import static io.vivarium.bench.load.Quantity.P99;
import static io.vivarium.bench.load.Quantity.P99_ATTACKED;
import static io.vivarium.bench.load.Quantity.P99_FIRST;
import static io.vivarium.bench.load.Quantity.P99_QUIET;
import static io.vivarium.bench.load.Quantity.RESIDENT;
import static io.vivarium.bench.load.Quantity.RESIDENT_EACH;
import static io.vivarium.bench.load.Quantity.THROUGHPUT;
import static io.vivarium.bench.load.Quantity.TIME;

import io.vivarium.bench.load.Experiment;
import io.vivarium.bench.load.Experiments;
import io.vivarium.bench.load.Plan;
import io.vivarium.bench.load.Population;
import java.util.ArrayList;
import java.util.List;

/** The rows of the table, each with its targets: what the project wants to be, measured. */
final class Rows {
  private static final int ENSEMBLE = 3;
  private static final double NONE = Target.none();

  /** Three JVMs share the cores while they compile. */
  private static final int WARM_UP_OF_ENSEMBLES = 2;

  /** At a rate it takes a server longer to have compiled what it does all the time. */
  private static final int WARM_UP_AT_A_RATE = 3;

  private final Plan plan;
  private final int sessions;
  private final List<Row> rows = new ArrayList<>();

  /** Rows to be measured over the seconds of this plan, with its population, and at most so many sessions. */
  private Rows(Plan plan, int sessions) {
    this.plan = plan;
    this.sessions = sessions;
  }

  /**
   * All rows.
   *
   * @param plan how many seconds are measured, and the population
   * @param sessions of the rows with a great many
   */
  static List<Row> of(Plan plan, int sessions) {
    Rows all = new Rows(plan, sessions);
    all.pipelined();
    all.oneRequestEach();
    all.sessionsAndWatches();
    all.paced();
    all.state();
    all.outages();
    all.operators();
    all.encrypted();
    all.attacks();
    return List.copyOf(all.rows);
  }

  private void pipelined() {
    Plan load = plan.closed(32, 16);
    String way = ", 32 sessions × 16 in flight";
    alone("set", "set" + way, load, three(3.5, 6, 4, 8, 3));
    alone("create", "create" + way, load, three(3, 5, 4, 8, 3));
    together("set", "set" + way, load, three(4, 6, 4, 6, 3));
    together("create", "create" + way, load, three(4, 6, 4, 6, 3));
    alone("get", "get" + way, load, three(5, 10, 6, 12, 4));
    alone("exists", "exists" + way, load, three(5, 10, 6, 12, 4));
    alone("children", "children (100 names)" + way, load, three(3.3, 6, 4, NONE, 3));
    alone("mix", "90/10 mix" + way, load, three(4, 7, 5, NONE, 3));
    together("mix", "90/10 mix" + way, load, three(4, NONE, 6, NONE, 3));
    alone("lock", "create + delete ephemeral sequential" + way, load, three(3, 5, 3, NONE, 3));
    alone("multi", "multi of 10" + way, load, three(3, 5, 3, NONE, 3));
  }

  private void oneRequestEach() {
    Plan many = plan.closed(Math.min(sessions, 300), 1);
    String way = ", %d sessions, one request each".formatted(many.sessions());
    row("set-300", "set", "set" + way, many, three(2, 2.7, 3, NONE, 2));
    row("get-300", "get", "get" + way, many, three(1.8, 2, 3, NONE, 2));
    ensembleRow("set-300", "set", "set" + way, many, three(2.3, NONE, 3, NONE, 2));
    ensembleRow("get-300", "get", "get" + way, many, three(2.6, NONE, 4, NONE, 2));
    Plan one = plan.closed(1, 1);
    row("set-1", "set", "set, one session, one request", one, latency(2.0 / 3, 2));
    row("get-1", "get", "get, one session, one request", one, latency(0.57, 3.5));
  }

  private void sessionsAndWatches() {
    Plan places = plan.closed(32, 1);
    String way = "session open + close, 32 at a time";
    alone("session", way, places, three(2, 3, 2, NONE, 2));
    together("session", way, places, three(3, NONE, 3, NONE, 2));
    Plan crowd = plan.closed(Math.min(sessions, 1000), 1);
    String watching =
        "watch fan-out, one write to %,d sessions, last event".formatted(crowd.sessions());
    alone("fanout", watching, crowd, three(2.3, 3, 3, NONE, 2));
    Plan idle = plan.closed(sessions, 1);
    alone(
        "idle",
        "%,d idle sessions, per session and per ping".formatted(sessions),
        idle,
        List.of(
            Target.below(HEAP_EACH, 1024, 500),
            Target.below(RESIDENT_EACH, 3072, NONE),
            Target.below(CPU, 20, NONE)));
  }

  private void paced() {
    paced("set", 3000);
    paced("get", 20_000);
    paced("mix", 10_000);
  }

  private void paced(String experiment, int rate) {
    row(
        experiment + "-paced",
        experiment,
        "%s at %,d/s".formatted(experiment, rate),
        atRate(rate, plan.seconds()),
        List.of(Target.atMost(CPU, 1.0 / 3, NONE), Target.atMost(P99, 1 / 2.5, NONE)));
  }

  private Plan atRate(int rate, int seconds) {
    return plan.closed(32, 1).paced(rate).over(plan.warmUpSeconds() * WARM_UP_AT_A_RATE, seconds);
  }

  private void state() {
    Population given = plan.population();
    Plan bulk = plan.closed(32, 16);
    String znodes = "bulk load of %,d znodes".formatted(given.znodes());
    List<Target> sizes =
        List.of(Target.below(HEAP_EACH, 210, 160), Target.atMost(RESIDENT, 0.4, 0.25));
    List<Target> all = new ArrayList<>(List.of(Target.atMost(TIME, 1.0 / 3, NONE)));
    all.add(Target.atMost(CPU, 1.0 / 3, NONE));
    all.addAll(sizes);
    alone("bulk", znodes + " of 100 bytes", bulk, all);
    together(
        "bulk",
        znodes + " of 100 bytes",
        bulk,
        List.of(Target.atMost(TIME, 1.0 / 4, NONE), Target.atMost(CPU, 1.0 / 4, NONE)));
    row(
        "bulk-long",
        "bulk",
        znodes + ", paths of 115 bytes, data of 46",
        bulk.filled(new Population(given.znodes(), given.perParent(), 115, 46)),
        List.of(Target.atMost(HEAP_EACH, 1.0 / 3, 1.0 / 5)));
    row(
        "bulk-wide",
        "bulk",
        znodes + " below one parent",
        bulk.filled(new Population(given.znodes(), given.znodes(), 0, 100)),
        sizes);
  }

  private void outages() {
    Plan filling = plan.closed(32, 16);
    String with = " with %,d znodes".formatted(plan.population().znodes());
    row(
        "snapshot",
        "snapshot",
        // Snapshots need time to happen.
        "set at 3,000/s while a snapshot is written," + with,
        plan.closed(32, 1).paced(3000).over(plan.warmUpSeconds(), plan.seconds() * 3),
        List.of(Target.below(INSIDE_TO_OUTSIDE, 2, 1.3)));
    List<Target> back = List.of(Target.atMost(FIRST_READ, 0.4, 0.2));
    alone("restart", "kill -9" + with + " to first served read", filling, back);
    together("restart", "kill -9 of all" + with + " to first served read", filling, back);
    Plan writers = plan.closed(30, 1);
    together(
        "failover",
        "leader kill to first acknowledged write",
        writers,
        List.of(Target.below(FIRST_WRITE, 200, NONE)));
    together(
        "lagging", "a follower suspended under set, then caught up", plan.closed(16, 4), List.of());
  }

  /** What operators wait for. The tools are ours whatever the server is, so there is nothing to be better than. */
  private void operators() {
    Plan filling = plan.closed(32, 16);
    String of = " of %,d znodes".formatted(plan.population().znodes());
    alone(
        "start",
        "start with an empty directory to first served read",
        filling,
        List.of(Target.below(FIRST_READ, 1000, 500)));
    alone("backup", "vivarium backup" + of, filling, List.of());
    alone("restore", "vivarium restore" + of, filling, List.of());
    List<Target> noSlower = List.of(Target.atMost(TIME, 1, 0.5));
    alone("admin-snapshot", "admin command snapshot" + of, filling, noSlower);
    alone("admin-restore", "admin command restore" + of, filling, noSlower);
  }

  private void encrypted() {
    Plan load = plan.closed(32, 16);
    for (String experiment : List.of("set", "get", "mix")) {
      rows.add(
          new Row(
              experiment + " over mutual TLS, 32 sessions × 16 in flight, standalone",
              new Trial(experiment + "-tls", Experiments.named(experiment), load, 1, true),
              three(2, NONE, 2, NONE, 2)));
    }
  }

  /** Ratios are of one server during the attack and before it; that to the other server is only shown. */
  private void attacks() {
    Plan honest = atRate(5000, plan.seconds() * 6);
    List<Target> unharmed =
        List.of(
            Target.below(P50_ATTACKED, 2, NONE),
            Target.below(P99_ATTACKED, 2, NONE),
            Target.shown(P99),
            Target.shown(P99_QUIET),
            Target.shown(P99_FIRST),
            Target.below(GROWTH, 200, NONE));
    for (String experiment : List.of("attack-frames", "attack-handshakes")) {
      Experiment attack = Experiments.named(experiment);
      rows.add(
          new Row(
              "mix at 5,000/s beside " + attack.description() + ", standalone",
              new Trial(experiment, attack, honest, 1, attack.encrypted()),
              unharmed));
    }
  }

  /** Throughput at least so many times, CPU at most such a part, p99 at most such a part. */
  private static List<Target> three(
      double times, double stretch, double cpuPart, double cpuStretch, double p99Part) {
    return List.of(
        Target.atLeast(THROUGHPUT, times, stretch),
        Target.atMost(CPU, 1 / cpuPart, 1 / cpuStretch),
        Target.atMost(P99, 1 / p99Part, NONE));
  }

  private static List<Target> latency(double p50, double cpuPart) {
    return List.of(
        Target.atMost(P50, p50, NONE),
        Target.atMost(CPU, 1 / cpuPart, NONE),
        Target.atMost(P99, 2.0 / 3, NONE));
  }

  private void alone(String name, String title, Plan load, List<Target> targets) {
    row(name, name, title, load, targets);
  }

  private void together(String name, String title, Plan load, List<Target> targets) {
    ensembleRow(name, name, title, load, targets);
  }

  private void row(String name, String experiment, String title, Plan load, List<Target> targets) {
    Trial trial = new Trial(name, Experiments.named(experiment), load, 1, false);
    rows.add(new Row(title + ", standalone", trial, targets));
  }

  private void ensembleRow(
      String name, String experiment, String title, Plan load, List<Target> targets) {
    Plan longer = load.over(load.warmUpSeconds() * WARM_UP_OF_ENSEMBLES, load.seconds());
    Trial trial = new Trial(name + "-3", Experiments.named(experiment), longer, ENSEMBLE, false);
    rows.add(new Row(title + ", three servers", trial, targets));
  }
}
