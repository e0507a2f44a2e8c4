package io.vivarium.simulator;

import io.vivarium.model.Request;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.function.Consumer;

/** Has faults happen to the machines, the network and the clients of a simulation, until it is told that all is to be well. */
final class Havoc implements Network.Watcher {
  private static final long MILLI = 1_000_000;

  /** What died by itself is started again after this, as supervisors do. */
  private static final long SUPERVISION_MS = 2_500;

  private final Network network;
  private final Trace trace;
  private final Oracle oracle;
  private final List<Machine> machines;
  private final List<SimulatedClient> clients;
  private final Consumer<Request> operator;
  private final Set<Integer> deadClients = new HashSet<>();

  /** Servers that die when they next send something. */
  private final Set<Integer> dying = new HashSet<>();

  private final Map<String, Integer> counts = new TreeMap<>();
  private boolean over;

  /**
   * Nothing has happened yet.
   *
   * @param operator takes what an operator asks of the ensemble
   */
  Havoc(
      Network network,
      Trace trace,
      Oracle oracle,
      List<Machine> machines,
      List<SimulatedClient> clients,
      Consumer<Request> operator) {
    this.network = network;
    this.trace = trace;
    this.oracle = oracle;
    this.machines = machines;
    this.clients = clients;
    this.operator = operator;
  }

  /** How often what happened, by kind. */
  Map<String, Integer> counts() {
    return counts;
  }

  boolean dead(int client) {
    return deadClients.contains(client);
  }

  private Machine machine(int id) {
    return machines.get(id - 1);
  }

  private void later(long ms, Runnable action) {
    network.scheduler().in(ms * MILLI, action);
  }

  /** Has something happen, unless all is to be well. */
  void happen(Fault fault) {
    if (over) {
      return;
    }
    trace.tell("FAULT %s", fault);
    counts.merge(fault.getClass().getSimpleName(), 1, Integer::sum);
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
      case Fault.DieInOutput die -> dieInOutput(die.server(), die.downMs());
      case Fault.KillAll all -> {
        for (Machine machine : machines) {
          machine.kill(true);
          restart(machine, all.downMs());
        }
      }
      case Fault.Pause pause -> pause(pause);
      case Fault.Hold hold -> {
        hold.ways().forEach(network::hold);
        later(hold.forMs(), () -> hold.ways().forEach(network::heal));
      }
      case Fault.Slow slow -> {
        slow.ways().forEach(way -> network.slow(way, slow.byMs() * MILLI));
        later(slow.forMs(), () -> slow.ways().forEach(way -> network.slow(way, 0)));
      }
      case Fault.Reset reset -> network.reset(reset.one(), reset.other());
      case Fault.CutState cut -> network.cutNextState(cut.server());
      case Fault.BadDisk bad -> {
        Disk disk = machine(bad.server()).disk();
        disk.trouble(bad.trouble());
        later(bad.forMs(), () -> disk.trouble(Disk.Trouble.NONE));
      }
      case Fault.Rot rot -> {
        machine(rot.server()).rot(rot.snapshot());
        machine(rot.server()).kill(false);
        restart(machine(rot.server()), rot.downMs());
      }
      case Fault.ClockJump jump -> machine(jump.server()).jump(jump.byMs());
      case Fault.KillClient kill -> {
        deadClients.add(kill.client());
        clients.get(kill.client()).kill(network);
      }
      case Fault.Reconfigure change -> operator.accept(request(change));
    }
  }

  private static Request request(Fault.Reconfigure asked) {
    return switch (asked.change()) {
      case LEAVES -> new Request.Reconfig(null, String.valueOf(asked.server()), null, -1);
      case VOTES ->
          new Request.Reconfig(Machine.line(asked.server(), "participant"), null, null, -1);
      case OBSERVES ->
          new Request.Reconfig(Machine.line(asked.server(), "observer"), null, null, -1);
    };
  }

  private void dieInOutput(int server, long downMs) {
    dying.add(server);
    machine(server).disk().dieInNextWrite(() -> diesNow(server, downMs));
    this.downMs.put(server, downMs);
  }

  /** For how long those that die in an output are away. */
  private final Map<Integer, Long> downMs = new TreeMap<>();

  private void diesNow(int server, long downMs) {
    dying.remove(server);
    machine(server).kill(false);
    restart(machine(server), downMs);
  }

  private void pause(Fault.Pause pause) {
    Life life = machine(pause.server()).life();
    if (life != null) {
      life.pause();
      later(pause.forMs(), life::resume);
    }
  }

  private void restart(Machine machine, long afterMs) {
    later(afterMs, machine::start);
  }

  /** Begins to start what died by itself, and to replace disks that a server cannot live with. */
  void supervise() {
    later(
        SUPERVISION_MS,
        () -> {
          for (Machine machine : machines) {
            if (machine.brokenDown()) {
              machine.start();
            }
            if (machine.brokenDown()) {
              machine.replaceDisk();
            }
            machine.start();
          }
          supervise();
        });
  }

  /** Nothing goes wrong any more, and what is wrong ends. */
  void heal() {
    over = true;
    dying.clear();
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

  // ---- watching

  @Override
  public Conversation begins(int learner, int leader) {
    return new Conversation(
        "s" + leader,
        "s" + learner,
        machine(learner).disk(),
        new Conversation.Listener() {
          @Override
          public void violated(String rule, String what) {
            oracle.violated(rule, what);
          }

          @Override
          public void presents(long acceptedEpoch) {
            oracle.presents(leader, learner, acceptedEpoch);
          }

          @Override
          public void announces(long epoch) {
            oracle.announces(machine(leader), epoch);
          }

          @Override
          public void acknowledged(long epoch) {
            oracle.acknowledges(learner, epoch);
          }

          @Override
          public void established(long epoch) {
            oracle.establishes(machine(leader), epoch);
          }
        });
  }

  @Override
  public void leaves(Network.Way way) {
    if (dying.contains(way.from())) {
      machine(way.from()).disk().heal();
      diesNow(way.from(), downMs.getOrDefault(way.from(), 0L));
      throw new Life.Crash();
    }
  }
}
