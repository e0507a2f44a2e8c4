package io.vivarium.simulator;

import io.vivarium.config.ServerConfig;
import io.vivarium.tree.DataTree;
import java.util.ArrayList;
import java.util.EnumSet;
import java.util.List;
import java.util.Set;
import java.util.SplittableRandom;
import java.util.function.Consumer;
import java.util.function.IntFunction;
import org.jspecify.annotations.Nullable;

/**
 * Some servers, some clients, a seed and what goes wrong: runs until the faults are over, heals everything, and sees to it that
 * everybody agrees and goes on. The same arguments give the same run, event for event.
 */
final class Simulation {
  private static final long MILLI = 1_000_000;
  private static final int CLIENT_TIMEOUT_MS = 4_000;

  /** What is not yet well this long after the last fault is not going to be. */
  private static final long PATIENCE_MS = 120_000;

  /** What is under way when the last client is done gets this time before everybody is asked. */
  private static final long SETTLE_MS = 3_000;

  /**
   * What is simulated.
   *
   * @param servers their number
   * @param voters how many of them vote: the first; the others observe
   * @param config the configuration of each server, by its number
   * @param software the plugins in each server
   * @param clients their number
   * @param kinds what goes wrong, unless a plan says it exactly
   * @param mostFaults how many things go wrong at most
   * @param faultMs for how long things go wrong, virtual milliseconds
   */
  record Setup(
      int servers,
      int voters,
      IntFunction<ServerConfig> config,
      Machine.Software software,
      int clients,
      Set<FaultPlan.Kind> kinds,
      int mostFaults,
      long faultMs) {}

  /**
   * How it went.
   *
   * @param plan what went wrong
   * @param violations what was found, oldest first; empty when all is well
   * @param figures how much happened
   */
  record Outcome(long seed, FaultPlan plan, List<String> violations, Figures figures) {}

  /** How much happened: events, virtual time in ms, txns, acknowledged and lost writes, reads, watch events, terms of primaries. */
  record Figures(
      long events,
      long virtualMs,
      int txns,
      int acknowledged,
      int unknown,
      int reads,
      int watchEvents,
      long bytes) {}

  private final long seed;
  private final Setup setup;
  private final Scheduler scheduler;
  private final Network network;
  private final Trace trace;
  private final Oracle oracle;
  private final Ledger ledger;
  private final FaultPlan plan;
  private final List<Machine> machines = new ArrayList<>();
  private final List<SimulatedClient> clients = new ArrayList<>();
  private final List<Workload> workloads = new ArrayList<>();
  private final Set<Integer> deadClients = new java.util.HashSet<>();
  private final long beganNanos;

  /** After this nothing goes wrong any more, and faults that come late do not happen. */
  private boolean healed;

  private Simulation(
      long seed, Setup setup, @Nullable FaultPlan given, @Nullable Consumer<String> reader) {
    this.seed = seed;
    this.setup = setup;
    scheduler = new Scheduler(seed);
    network = new Network(scheduler);
    trace = new Trace(scheduler, reader);
    oracle = new Oracle(trace, this::quorumHolds);
    ledger = new Ledger(oracle);
    beganNanos = scheduler.nowNanos();
    SplittableRandom chance = scheduler.chance();
    FaultPlan drawn =
        FaultPlan.random(
            chance,
            setup.kinds(),
            setup.servers(),
            setup.clients(),
            setup.mostFaults(),
            setup.faultMs());
    plan = given == null ? drawn : given;
    build();
  }

  /**
   * Runs a simulation.
   *
   * @param given what goes wrong; null for what the seed says
   * @param reader reads what happens; null for nobody
   */
  static Outcome run(
      long seed, Setup setup, @Nullable FaultPlan given, @Nullable Consumer<String> reader) {
    return new Simulation(seed, setup, given, reader).run();
  }

  private void build() {
    int[] numbers = new int[setup.servers()];
    for (int i = 0; i < numbers.length; i++) {
      numbers[i] = i + 1;
      machines.add(
          new Machine(
              i + 1, setup.config().apply(i + 1), network, oracle, trace, setup.software()));
    }
    for (int i = 0; i < setup.clients(); i++) {
      Workload workload = new Workload(i, scheduler.chance());
      workloads.add(workload);
      clients.add(
          new SimulatedClient(i, numbers, CLIENT_TIMEOUT_MS, network, ledger, trace, workload));
    }
  }

  private Outcome run() {
    for (Machine machine : machines) {
      scheduler.in(0, machine::start);
    }
    clients.forEach(SimulatedClient::start);
    for (Fault fault : plan.faults()) {
      scheduler.in(fault.atMs() * MILLI, () -> happen(fault));
    }
    superviseSoon();
    runFor(setup.faultMs());
    heal();
    runUntilAllIsWell();
    agree();
    if (oracle.violations().isEmpty()) {
      HistoryCheck.run(oracle, ledger);
    }
    return new Outcome(seed, plan, List.copyOf(oracle.violations()), figures());
  }

  private Figures figures() {
    return new Figures(
        scheduler.happened(),
        (scheduler.nowNanos() - beganNanos) / MILLI,
        oracle.history().size(),
        ledger.acknowledged(),
        ledger.unknown(),
        ledger.reads().size(),
        ledger.events(),
        network.carried());
  }

  private void runFor(long ms) {
    long end = scheduler.nowNanos() + ms * MILLI;
    while (oracle.violations().isEmpty() && scheduler.step(end)) {
      // One event after the other.
    }
  }

  // ---- faults

  private Machine machine(int id) {
    return machines.get(id - 1);
  }

  private void happen(Fault fault) {
    if (healed) {
      return;
    }
    trace.tell("FAULT %s", fault);
    switch (fault) {
      case Fault.Kill kill -> {
        machine(kill.server()).kill(kill.silently());
        restart(machine(kill.server()), kill.downMs());
      }
      case Fault.DieInForce die -> {
        Machine machine = machine(die.server());
        machine.disk().dieInNextForce(() -> machine.kill(false));
        restart(machine, die.downMs());
      }
      case Fault.KillAll all -> {
        for (Machine machine : machines) {
          machine.kill(true);
          restart(machine, all.downMs());
        }
      }
      case Fault.Pause pause -> pause(pause);
      case Fault.Hold hold -> {
        hold.ways().forEach(network::hold);
        scheduler.in(hold.forMs() * MILLI, () -> hold.ways().forEach(network::heal));
      }
      case Fault.Slow slow -> {
        slow.ways().forEach(way -> network.slow(way, slow.byMs() * MILLI));
        scheduler.in(slow.forMs() * MILLI, () -> slow.ways().forEach(way -> network.slow(way, 0)));
      }
      case Fault.Reset reset -> network.reset(reset.one(), reset.other());
      case Fault.BadDisk bad -> {
        Disk disk = machine(bad.server()).disk();
        disk.trouble(bad.trouble());
        scheduler.in(bad.forMs() * MILLI, () -> disk.trouble(Disk.Trouble.NONE));
      }
      case Fault.ClockJump jump -> machine(jump.server()).jump(jump.byMs());
      case Fault.KillClient kill -> {
        deadClients.add(kill.client());
        clients.get(kill.client()).kill(network);
      }
    }
  }

  private void pause(Fault.Pause pause) {
    Life life = machine(pause.server()).life();
    if (life != null) {
      life.pause();
      scheduler.in(pause.forMs() * MILLI, life::resume);
    }
  }

  private void restart(Machine machine, long afterMs) {
    scheduler.in(afterMs * MILLI, machine::start);
  }

  /** What died by itself is started again, as supervisors do. */
  private void superviseSoon() {
    scheduler.in(
        2_500 * MILLI,
        () -> {
          machines.forEach(Machine::start);
          superviseSoon();
        });
  }

  private void heal() {
    healed = true;
    trace.tell("everything is healed");
    network.healAll();
    for (Machine machine : machines) {
      machine.disk().heal();
      Life life = machine.life();
      if (life != null && life.paused()) {
        life.resume();
      }
      machine.start();
    }
  }

  // ---- what must hold

  private boolean quorumHolds(long zxid) {
    int holding = 0;
    for (Machine machine : machines.subList(0, setup.voters())) {
      if (machine.disk().holds(zxid)) {
        holding++;
      }
    }
    return holding > setup.voters() / 2;
  }

  /** I15: every client gets through with a last write, and everybody has it. */
  private void runUntilAllIsWell() {
    workloads.forEach(Workload::finish);
    long end = scheduler.nowNanos() + PATIENCE_MS * MILLI;
    while (oracle.violations().isEmpty() && !finished()) {
      if (!scheduler.step(end)) {
        oracle.violated("I15", "no progress after the faults: " + standing());
        return;
      }
    }
    runFor(SETTLE_MS);
    while (oracle.violations().isEmpty() && !together()) {
      if (!scheduler.step(end)) {
        return;
      }
    }
  }

  /** Whether every server has a role and everything that is committed. */
  private boolean together() {
    for (Machine machine : machines) {
      if (!machine.active() || machine.tree().lastZxid() < oracle.lastZxid()) {
        return false;
      }
    }
    return true;
  }

  private boolean finished() {
    for (int i = 0; i < workloads.size(); i++) {
      if (!deadClients.contains(i) && !workloads.get(i).finished()) {
        return false;
      }
    }
    return true;
  }

  private String standing() {
    StringBuilder text = new StringBuilder();
    for (Machine machine : machines) {
      text.append(machine).append(machine.active() ? " has a role; " : " has none; ");
    }
    for (int i = 0; i < workloads.size(); i++) {
      if (!deadClients.contains(i) && !workloads.get(i).finished()) {
        text.append("c").append(i).append(" waits; ");
      }
    }
    return text.toString();
  }

  private void agree() {
    if (!oracle.violations().isEmpty()) {
      return;
    }
    for (Machine machine : machines) {
      if (!machine.running() || !machine.active()) {
        oracle.violated("I15", machine + " has no role in the end");
        return;
      }
      DataTree tree = machine.tree();
      if (tree.lastZxid() < oracle.lastZxid()) {
        oracle.violated("I15", machine + " has not caught up in the end");
      }
      if (!tree.sessions().equals(machines.getFirst().tree().sessions())) {
        oracle.violated("I10", machine + " has other sessions in the end");
      }
    }
  }

  /** All kinds of faults. */
  static Set<FaultPlan.Kind> everything() {
    return EnumSet.allOf(FaultPlan.Kind.class);
  }
}
