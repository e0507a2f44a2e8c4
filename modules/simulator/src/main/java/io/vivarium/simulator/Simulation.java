package io.vivarium.simulator;

import io.vivarium.model.ensemble.Membership;
import io.vivarium.tree.DataTree;
import java.util.ArrayList;
import java.util.EnumSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.SplittableRandom;
import java.util.function.Consumer;
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
   * @param servers their number, those that are to join later included
   * @param membership who is in the ensemble at the beginning
   * @param configs the configuration of each server
   * @param software the plugins in each server
   * @param clients what they do
   * @param kinds what goes wrong, unless a plan says it exactly
   * @param mostFaults how many things go wrong at most
   * @param faultMs for how long things go wrong, virtual milliseconds
   */
  record Setup(
      int servers,
      Membership membership,
      Machine.Configs configs,
      Machine.Software software,
      Clients clients,
      Set<FaultPlan.Kind> kinds,
      int mostFaults,
      long faultMs) {}

  /**
   * Who works with the servers.
   *
   * @param count their number
   * @param valueBytes by how much the values that they write are longer than they need to be
   */
  record Clients(int count, int valueBytes) {}

  /**
   * How it went.
   *
   * @param plan what went wrong
   * @param violations what was found, oldest first; empty when all is well
   * @param figures how much happened
   */
  record Outcome(long seed, FaultPlan plan, List<String> violations, Figures figures) {}

  /**
   * How much happened: events, virtual time in ms, txns, acknowledged and lost writes, reads, watch events, bytes carried, and what went
   * wrong by kind.
   */
  record Figures(
      long events,
      long virtualMs,
      int txns,
      int acknowledged,
      int unknown,
      int reads,
      int watchEvents,
      long bytes,
      Map<String, Integer> faults) {}

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
  private final Script operator = new Script();
  private final Havoc havoc;
  private final long beganNanos;

  /** A simulation that has not begun; arguments as of {@link #run}. */
  Simulation(long seed, Setup setup, @Nullable FaultPlan given, @Nullable Consumer<String> reader) {
    this.seed = seed;
    this.setup = setup;
    scheduler = new Scheduler(seed);
    network = new Network(scheduler);
    trace = new Trace(scheduler, reader);
    oracle = new Oracle(trace, setup.membership(), this::holds);
    ledger = new Ledger(oracle);
    beganNanos = scheduler.nowNanos();
    SplittableRandom chance = scheduler.chance();
    FaultPlan drawn =
        FaultPlan.random(
            chance,
            setup.kinds(),
            setup.servers(),
            setup.clients().count(),
            setup.mostFaults(),
            setup.faultMs());
    plan = given == null ? drawn : given;
    havoc = new Havoc(network, trace, oracle, machines, clients, operator::ask);
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
    Simulation simulation = new Simulation(seed, setup, given, reader);
    simulation.begin();
    simulation.havoc.supervise();
    simulation.runFor(setup.faultMs());
    return simulation.end();
  }

  private void build() {
    if (setup.software().zab()) {
      network.watch(havoc);
    }
    for (int id = 1; id <= setup.servers(); id++) {
      machines.add(new Machine(id, setup.configs(), network, oracle, trace, setup.software()));
    }
    int[] all = servers();
    for (int i = 0; i < setup.clients().count(); i++) {
      work(all);
    }
    if (setup.kinds().contains(FaultPlan.Kind.MEMBERS)) {
      join(operator, all);
    }
  }

  /** The numbers of all servers. */
  private int[] servers() {
    return machines.stream().mapToInt(Machine::id).toArray();
  }

  private void work(int[] servers) {
    Workload workload =
        new Workload(clients.size(), scheduler.chance(), setup.clients().valueBytes());
    workloads.add(workload);
    join(workload, servers);
  }

  /** Another client, which connects to some of the servers; it is still to be started. */
  SimulatedClient join(SimulatedClient.Program program, int... servers) {
    SimulatedClient client =
        new SimulatedClient(
            clients.size(), servers, CLIENT_TIMEOUT_MS, network, ledger, trace, program);
    clients.add(client);
    return client;
  }

  // ---- running

  /** Starts everybody and schedules what goes wrong. */
  void begin() {
    for (Machine machine : machines) {
      scheduler.in(0, machine::start);
    }
    clients.forEach(SimulatedClient::start);
    for (Fault fault : plan.faults()) {
      scheduler.in(fault.atMs() * MILLI, () -> havoc.happen(fault));
    }
  }

  /** Goes on for some time, or to the first violation. */
  void runFor(long ms) {
    long end = scheduler.nowNanos() + ms * MILLI;
    while (oracle.violations().isEmpty() && scheduler.step(end)) {
      // One event after the other.
    }
  }

  /** Heals everything, and sees to it that everybody agrees and goes on. */
  Outcome end() {
    havoc.heal();
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
        network.carried(),
        Map.copyOf(havoc.counts()));
  }

  // ---- for scripts

  Machine machine(int id) {
    return machines.get(id - 1);
  }

  List<Machine> machines() {
    return machines;
  }

  Network network() {
    return network;
  }

  Oracle oracle() {
    return oracle;
  }

  Havoc havoc() {
    return havoc;
  }

  Trace trace() {
    return trace;
  }

  /** Has somebody work at each server until the end, who must get through. */
  void probe() {
    for (int id : servers()) {
      if (oracle.membership().members().containsKey((long) id)) {
        work(new int[] {id});
        clients.getLast().start();
      }
    }
  }

  // ---- what must hold

  private boolean holds(long server, long zxid) {
    return server <= machines.size() && machine((int) server).disk().holds(zxid);
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

  /** The servers that belong to the ensemble now. */
  private List<Machine> members() {
    Set<Long> ids = oracle.membership().members().keySet();
    return machines.stream().filter(machine -> ids.contains((long) machine.id())).toList();
  }

  /** Whether every server has a role and everything that is committed. */
  private boolean together() {
    for (Machine machine : members()) {
      if (!machine.active() || machine.tree().lastZxid() < oracle.lastZxid()) {
        return false;
      }
    }
    return true;
  }

  private boolean finished() {
    return workloads.stream().allMatch(work -> work.finished() || havoc.dead(work.client()));
  }

  private String standing() {
    StringBuilder text = new StringBuilder();
    for (Machine machine : machines) {
      text.append(machine).append(machine.active() ? " has a role; " : " has none; ");
    }
    for (Workload work : workloads) {
      if (!work.finished() && !havoc.dead(work.client())) {
        text.append("c").append(work.client()).append(" waits; ");
      }
    }
    return text.toString();
  }

  private void agree() {
    if (!oracle.violations().isEmpty()) {
      return;
    }
    Map<Long, Integer> sessions = null;
    for (Machine machine : members()) {
      if (!machine.running() || !machine.active()) {
        oracle.violated("I15", machine + " has no role in the end");
        return;
      }
      DataTree tree = machine.tree();
      if (tree.lastZxid() < oracle.lastZxid()) {
        oracle.violated("I15", machine + " has not caught up in the end");
      }
      sessions = sessions == null ? Map.copyOf(tree.sessions()) : sessions;
      if (!tree.sessions().equals(sessions)) {
        oracle.violated("I10", machine + " has other sessions in the end");
      }
    }
  }

  /** All kinds of faults. */
  static Set<FaultPlan.Kind> everything() {
    return EnumSet.allOf(FaultPlan.Kind.class);
  }
}
