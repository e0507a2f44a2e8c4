package io.vivarium.simulator;

import io.vivarium.model.Acl;
import io.vivarium.model.CreateMode;
import io.vivarium.model.ErrorCode;
import io.vivarium.model.OpCode;
import io.vivarium.model.Reply;
import io.vivarium.model.Request;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.function.BooleanSupplier;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/**
 * An ensemble in the hands of a script: says what goes wrong and when, down to the packet, and what must be then. Everything that is
 * checked in runs by chance is checked here as well, on every step.
 */
final class Stage implements Network.PacketRule {
  private static final long PATIENCE_MS = 60_000;

  /** Ends a script in which something was violated. */
  static final class Violated extends RuntimeException {
    private static final long serialVersionUID = 1L;
  }

  private final Simulation world;
  private final List<Cue> cues = new ArrayList<>();
  private boolean swallow;

  /** A stage on which everybody starts. */
  Stage(long seed, Simulation.Setup setup, @Nullable Consumer<String> reader) {
    world = new Simulation(seed, setup, FaultPlan.none(), reader);
    world.network().rule(this);
    world.begin();
    try {
      until("everybody has a role", () -> world.machines().stream().allMatch(Machine::active));
    } catch (Violated found) {
      // The script ends with its first step.
    }
  }

  Simulation world() {
    return world;
  }

  // ---- time

  void runMs(long ms) {
    world.runFor(ms);
    stopIfViolated();
  }

  private void stopIfViolated() {
    if (!world.oracle().violations().isEmpty()) {
      throw new Violated();
    }
  }

  /** Goes on until something holds, which must be before long. */
  void until(String what, BooleanSupplier holds) {
    for (long ms = 0; !holds.getAsBoolean(); ms++) {
      if (ms == PATIENCE_MS) {
        violated("I15", "not within a minute: " + what);
      }
      runMs(1);
    }
  }

  void violated(String rule, String what) {
    world.oracle().violated(rule, what);
    throw new Violated();
  }

  void require(String what, boolean holds) {
    if (!holds) {
      violated("script", "it is not so that " + what);
    }
  }

  // ---- who is what

  Machine server(int id) {
    return world.machine(id);
  }

  private List<Machine> running() {
    return world.machines().stream().filter(Machine::running).toList();
  }

  /** The primary of the newest epoch; waits for one that others follow. */
  int leader() {
    until(
        "somebody leads",
        () -> running().stream().anyMatch(Machine::leads) && followers().size() > 0);
    return running().stream()
        .filter(Machine::leads)
        .max((a, b) -> Long.compare(a.disk().lastZxid(), b.disk().lastZxid()))
        .orElseThrow()
        .id();
  }

  /** Voters that serve and do not lead. */
  List<Integer> followers() {
    return running().stream()
        .filter(machine -> machine.active() && !machine.leads() && votes(machine.id()))
        .map(Machine::id)
        .toList();
  }

  private boolean votes(int id) {
    return world.oracle().membership().votes(id);
  }

  /** The servers other than these. */
  List<Integer> others(int... but) {
    return world.machines().stream()
        .map(Machine::id)
        .filter(id -> Arrays.stream(but).noneMatch(other -> other == id))
        .toList();
  }

  /** Waits until everybody who runs has a role and the same history. */
  void settled() {
    until(
        "everybody who runs has the same history",
        () ->
            running().stream()
                .allMatch(
                    machine ->
                        machine.active()
                            && machine.tree().lastZxid() >= world.oracle().lastZxid()));
  }

  /** Waits until these servers have a role and everything that is committed. */
  void serving(int... ids) {
    until(
        Arrays.toString(ids) + " serve",
        () ->
            Arrays.stream(ids)
                .mapToObj(this::server)
                .allMatch(
                    machine ->
                        machine.running()
                            && machine.active()
                            && machine.tree().lastZxid() >= world.oracle().lastZxid()));
  }

  // ---- processes

  void crash(int... ids) {
    Arrays.stream(ids).forEach(id -> server(id).kill(false));
  }

  /** The machines lose power: nobody is told. */
  void powerOff(int... ids) {
    Arrays.stream(ids).forEach(id -> server(id).kill(true));
  }

  void start(int... ids) {
    Arrays.stream(ids).forEach(id -> server(id).start());
  }

  void pause(int id) {
    life(id).pause();
  }

  void resume(int id) {
    life(id).resume();
  }

  private Life life(int id) {
    Life life = server(id).life();
    if (life == null) {
      throw new IllegalStateException("server " + id + " does not run");
    }
    return life;
  }

  // ---- network

  /** Nothing gets from one to another, one way. */
  void hold(int from, int to) {
    world.network().hold(new Network.Way(from, to));
  }

  void cut(int one, int other) {
    hold(one, other);
    hold(other, one);
  }

  /** Cut off from all other servers. */
  void isolate(int id) {
    others(id).forEach(other -> cut(id, other));
  }

  void heal() {
    world.network().healAll();
  }

  void heal(int one, int other) {
    world.network().heal(new Network.Way(one, other));
    world.network().heal(new Network.Way(other, one));
  }

  /** The connections between two break; nothing of what is under way arrives. */
  void disconnect(int one, int other) {
    world.network().drop(one, other);
  }

  /** A server loses power, and what it sent and nobody got is lost; everything else is healed. */
  void lose(int id) {
    powerOff(id);
    others(id).forEach(other -> disconnect(id, other));
    heal();
  }

  // ---- packets

  /** Something that happens once when a packet leaves or arrives. */
  final class Cue {
    private final boolean arriving;
    private final QuorumPacket.Type type;
    private final int from;
    private final int to;
    private int left;
    private @Nullable Runnable action;

    private Cue(boolean arriving, QuorumPacket.Type type, int from, int to) {
      this.arriving = arriving;
      this.type = type;
      this.from = from;
      this.to = to;
      this.left = 1;
    }

    /** At the so-and-so-many-th packet of that kind, counted from 1. */
    Cue number(int count) {
      left = count;
      return this;
    }

    Cue then(Runnable next) {
      action = next;
      cues.add(this);
      return this;
    }

    boolean came() {
      return left <= 0;
    }
  }

  /** When a packet is about to arrive; 0 stands for any server. */
  Cue arrives(QuorumPacket.Type type, int from, int to) {
    return new Cue(true, type, from, to);
  }

  /** When a packet is about to leave; 0 stands for any server. */
  Cue leaves(QuorumPacket.Type type, int from, int to) {
    return new Cue(false, type, from, to);
  }

  /** Nothing is to happen at packets any more. */
  void forgetCues() {
    cues.clear();
  }

  /** Waits for something that was to happen at a packet. */
  void until(Cue cue) {
    until(cue.type + " comes", cue::came);
  }

  private void happens(boolean arriving, Network.Way way, QuorumPacket packet) {
    for (Cue cue : List.copyOf(cues)) {
      boolean fits =
          cue.arriving == arriving
              && cue.type == packet.type()
              && (cue.from == 0 || cue.from == way.from())
              && (cue.to == 0 || cue.to == way.to());
      if (fits && --cue.left == 0 && cue.action != null) {
        cues.remove(cue);
        world.trace().tell("CUE %s from s%d to s%d", packet, way.from(), way.to());
        cue.action.run();
      }
    }
  }

  @Override
  public void leaves(Network.Way way, QuorumPacket packet) {
    boolean lived = server(way.from()).running();
    happens(false, way, packet);
    if (lived && !server(way.from()).running()) {
      throw new Life.Crash();
    }
  }

  @Override
  public boolean swallows(Network.Way way, QuorumPacket packet) {
    swallow = false;
    happens(true, way, packet);
    return swallow;
  }

  /** For what happens when a packet arrives: it does not. */
  void swallow() {
    swallow = true;
  }

  // ---- clients

  /** A client in the hands of the script. */
  final class Client {
    private final Script script = new Script();
    private final SimulatedClient client;

    private Client(int... servers) {
      client = world.join(script, servers);
      client.start();
    }

    long session() {
      return client.session();
    }

    /** Asks and does not wait. */
    Script.Asked ask(Request request) {
      return script.ask(request);
    }

    Script.Asked askCreate(String path) {
      return ask(Stage.create(path, CreateMode.PERSISTENT, 0));
    }

    Script.Asked askEphemeral(String path) {
      return ask(Stage.create(path, CreateMode.EPHEMERAL, 0));
    }

    /** Its connections break. */
    void disconnect() {
      for (Machine machine : world.machines()) {
        world.network().reset(machine.id(), client.machine());
      }
    }

    /** Asks and waits for the answer, or the end of the connection. */
    Script.Asked answer(Request request) {
      Script.Asked asked = ask(request);
      until("an answer to " + request, asked::over);
      return asked;
    }

    /** Makes a node, which must be acknowledged before long. */
    void create(String path) {
      until("creation of " + path, () -> made(path, CreateMode.PERSISTENT));
    }

    void createEphemeral(String path) {
      until("creation of " + path, () -> made(path, CreateMode.EPHEMERAL));
    }

    private boolean made(String path, CreateMode mode) {
      Ledger.Op op = answer(Stage.create(path, mode, 0)).op();
      return op != null
          && (op.error() == ErrorCode.OK.code() || op.error() == ErrorCode.NODE_EXISTS.code());
    }

    /** Makes nodes with much in them, which make snapshots of several pieces. */
    void fill(String prefix, int count, int bytes) {
      for (int i = 0; i < count; i++) {
        answer(Stage.create(prefix + i, CreateMode.PERSISTENT, bytes));
      }
    }

    /** Makes nodes with these beginnings of names. */
    void createMany(String prefix, int count) {
      for (int i = 0; i < count; i++) {
        create(prefix + i);
      }
    }

    /** Whether a node is there, after a sync. */
    boolean sees(String path) {
      while (true) {
        Ledger.Op synced = answer(new Request.Sync("/")).op();
        Ledger.Op read = answer(new Request.Exists(path, false)).op();
        if (synced != null && synced.error() == ErrorCode.OK.code() && read != null) {
          return read.error() == ErrorCode.OK.code();
        }
      }
    }

    /** The children of a node as its server has them. */
    List<String> children(String path) {
      Ledger.Op read = answer(new Request.GetChildren(path, false, true)).op();
      return read != null && read.reply() instanceof Reply.ChildrenStat found
          ? found.children()
          : List.of();
    }

    void kill() {
      client.kill(world.network());
    }

    /** Asks for the end of the session, after which another one begins. */
    void closeSession() {
      long closing = session();
      ask(new Request.CloseSession());
      until("session " + closing + " is closed", () -> session() != closing);
    }

    /** Changes the membership, as soon as that is possible. */
    void reconfigure(@Nullable String joining, @Nullable String leaving) {
      until(
          "the membership is changed",
          () -> {
            Ledger.Op op = answer(new Request.Reconfig(joining, leaving, null, -1)).op();
            return op != null && op.error() == ErrorCode.OK.code();
          });
    }
  }

  /** A client that connects to these servers, or to any of all. */
  Client client(int... servers) {
    int[] all = world.machines().stream().mapToInt(Machine::id).toArray();
    return new Client(servers.length == 0 ? all : servers);
  }

  private static Request create(String path, CreateMode mode, int bytes) {
    byte[] data = Arrays.copyOf(path.getBytes(StandardCharsets.UTF_8), path.length() + bytes);
    return new Request.Create(OpCode.CREATE, path, data, Acl.OPEN, mode.flag(), 0);
  }

  // ---- the end

  /** Heals everything; each server then gets work to do. */
  Simulation.Outcome end() {
    cues.clear();
    if (world.oracle().violations().isEmpty()) {
      world.havoc().heal();
      world.havoc().supervise();
      world.probe();
    }
    return world.end();
  }
}
