package io.vivarium.simulator;

import io.vivarium.spi.transport.HandlerFactory;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.UnknownHostException;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.SplittableRandom;
import org.jspecify.annotations.Nullable;

/**
 * The network between machines, which are named by numbers. Bytes of a connection arrive in order or not at all; everything else is
 * open: how long they take, in how many pieces they come, whether one direction of a link is silent for a while, and whether a
 * connection breaks, after any byte.
 */
final class Network {
  static final long MICRO = 1_000;
  static final long MILLI = 1_000_000;

  /** How long somebody who hears nothing waits for a connection to stand. */
  private static final long CONNECT_TIMEOUT_NANOS = 5_000 * MILLI;

  private static final int FIRST_PORT = 40_000;
  private static final int LAST_PORT = 65_535;

  /** Where leaders await learners. */
  static final int QUORUM_PORT = 2888;

  /** One flush in so many arrives in two pieces. */
  private static final int SPLIT_ONE_IN = 8;

  /** One way from one machine to another. */
  record Way(int from, int to) {}

  /** A port that somebody listens on. */
  record Listening(SimulatedTransport transport, HandlerFactory handlers) {}

  private final Scheduler scheduler;
  private final SplittableRandom chance;
  private final Map<InetSocketAddress, Listening> listening = new HashMap<>();
  private final Set<Way> held = new LinkedHashSet<>();
  private final Map<Way, Long> slow = new HashMap<>();
  private final Set<Pipe> stalled = new LinkedHashSet<>();

  /** Connections that stand, in the order they were made. */
  private final Set<Wire> wires = new LinkedHashSet<>();

  /** Machines whose next state, sent or received, is cut off on its way. */
  private final Set<Integer> cutting = new LinkedHashSet<>();

  private @Nullable Watcher watcher;
  private @Nullable PacketRule rule;
  private int nextPort = FIRST_PORT;
  private long carried;

  Network(Scheduler scheduler) {
    this.scheduler = scheduler;
    this.chance = scheduler.chance();
  }

  Scheduler scheduler() {
    return scheduler;
  }

  SplittableRandom chance() {
    return chance;
  }

  /** Bytes carried so far. */
  long carried() {
    return carried;
  }

  /** The address of a machine. */
  static InetAddress address(int machine) {
    try {
      return InetAddress.getByAddress(
          new byte[] {10, 0, (byte) (machine >> Byte.SIZE), (byte) machine});
    } catch (UnknownHostException e) {
      throw new IllegalStateException(e);
    }
  }

  // ---- faults

  /** Nothing comes through this way until it is healed; what is on it waits. */
  void hold(Way way) {
    held.add(way);
  }

  /** Lets through what waits, and what comes. */
  void heal(Way way) {
    held.remove(way);
    for (Pipe pipe : new ArrayList<>(stalled)) {
      if (pipe.way().equals(way)) {
        stalled.remove(pipe);
        pipe.resume();
      }
    }
  }

  /** Every way is open and as fast as it should be. */
  void healAll() {
    slow.clear();
    cutting.clear();
    for (Way way : new ArrayList<>(held)) {
      heal(way);
    }
  }

  /** Bytes take this much longer; 0 for no longer. */
  void slow(Way way, long nanos) {
    slow.put(way, nanos);
  }

  /** Breaks every connection between two machines, each after any byte that is under way. */
  void reset(int one, int other) {
    for (Wire wire : new ArrayList<>(wires)) {
      if (wire.joins(one, other)) {
        wire.reset();
      }
    }
  }

  /** Breaks every connection between two machines; nothing of what is under way arrives. */
  void drop(int one, int other) {
    for (Wire wire : new ArrayList<>(wires)) {
      if (wire.joins(one, other)) {
        wire.drop();
      }
    }
  }

  /** The process is gone; the kernel of its machine tells its peers, unless the machine has lost power. */
  void died(Life life, boolean silently) {
    listening.values().removeIf(port -> port.transport().life() == life);
    for (Wire wire : new ArrayList<>(wires)) {
      wire.died(life, silently);
    }
  }

  /** A machine is there again: it refuses what comes for connections of the process that died. */
  void started(int machine) {
    for (Wire wire : new ArrayList<>(wires)) {
      wire.started(machine);
    }
  }

  // ---- who watches

  /** Watches what servers say to each other. */
  interface Watcher {
    /** A learner has connected to a machine's quorum port; null when nobody listens to what they say. */
    @Nullable Conversation begins(int learner, int leader);

    /** A packet is about to leave; the process that sends it may be ended, which is told by {@link Life.Crash}. */
    void leaves(Way way);
  }

  /** Something that happens when packets leave or arrive, for scripts. */
  interface PacketRule {
    /** A packet is about to leave. */
    void leaves(Way way, QuorumPacket packet);

    /** A packet is about to arrive; true when it never does, as if a broken sender had left it out. */
    boolean swallows(Way way, QuorumPacket packet);
  }

  void watch(Watcher next) {
    watcher = next;
  }

  /** From now on packets travel one by one, and somebody is told of each. */
  void rule(PacketRule next) {
    rule = next;
  }

  boolean byPackets() {
    return rule != null;
  }

  @Nullable Conversation conversation(int learner, InetSocketAddress target) {
    return watcher == null || target.getPort() != QUORUM_PORT
        ? null
        : watcher.begins(learner, machine(target.getAddress()));
  }

  void leaves(Way way, QuorumPacket packet) {
    if (watcher != null) {
      watcher.leaves(way);
    }
    if (rule != null) {
      rule.leaves(way, packet);
    }
  }

  boolean swallows(Way way, QuorumPacket packet) {
    return rule != null && rule.swallows(way, packet);
  }

  /** The next state that a machine sends or is sent breaks off. */
  void cutNextState(int machine) {
    cutting.add(machine);
  }

  /** Whether what comes is to break off; once. */
  boolean cutsState(Way way) {
    return cutting.remove(way.from()) || cutting.remove(way.to());
  }

  // ---- for transports

  /** Bytes were sent to a process that is gone; its machine says so unless it is gone as well. */
  void refuseSoon(SimulatedConnection gone) {
    Way way = gone.outgoing().way();
    if (!isHeld(way)) {
      scheduler.in(delay(way), () -> refuse(gone));
    }
  }

  private void refuse(SimulatedConnection gone) {
    boolean up =
        listening.values().stream()
            .anyMatch(port -> port.transport().machine() == gone.transport().machine());
    if (up) {
      gone.wire().refused(gone);
    }
  }

  boolean isHeld(Way way) {
    return held.contains(way);
  }

  void stall(Pipe pipe) {
    stalled.add(pipe);
  }

  void gone(Wire wire) {
    wires.remove(wire);
  }

  void carried(int bytes) {
    carried += bytes;
  }

  /** How long something takes on a way. */
  long delay(Way way) {
    long extra = slow.getOrDefault(way, 0L);
    long base = way.from() == way.to() ? 10 * MICRO : chance.nextLong(100 * MICRO, 2 * MILLI);
    return base + (extra == 0 ? 0 : chance.nextLong(extra));
  }

  boolean splits() {
    return chance.nextInt(SPLIT_ONE_IN) == 0;
  }

  boolean bind(InetSocketAddress address, Listening port) {
    return listening.putIfAbsent(address, port) == null;
  }

  void unbind(InetSocketAddress address, SimulatedTransport transport) {
    Listening port = listening.get(address);
    if (port != null && port.transport() == transport) {
      listening.remove(address);
    }
  }

  int freePort() {
    nextPort = nextPort == LAST_PORT ? FIRST_PORT : nextPort + 1;
    return nextPort;
  }

  /** What an attempt to connect comes to, told on the machine that tries. */
  interface Attempt {
    /** The other side took the connection; it stands here after {@code inNanos}. */
    void stands(Listening port, long inNanos);

    /** It does not stand. */
    void fails(String why, long inNanos);
  }

  /** Tries to reach a port. */
  void connect(SimulatedTransport from, InetSocketAddress to, Attempt attempt) {
    Way there = new Way(from.machine(), machine(to.getAddress()));
    Way back = new Way(there.to(), there.from());
    if (isHeld(there) || isHeld(back)) {
      attempt.fails("connect to " + to + " timed out", CONNECT_TIMEOUT_NANOS);
      return;
    }
    long inNanos = delay(there) + delay(back);
    Listening port = listening.get(to);
    if (port == null || port.transport().life().ended()) {
      attempt.fails("connect to " + to + " was refused", inNanos);
    } else {
      attempt.stands(port, inNanos);
    }
  }

  /** A connection begins to stand. */
  Wire join(SimulatedTransport from, SimulatedTransport to, InetSocketAddress target) {
    InetSocketAddress source = new InetSocketAddress(address(from.machine()), freePort());
    Wire wire = new Wire(this, from, source, to, target);
    wires.add(wire);
    return wire;
  }

  private static int machine(@Nullable InetAddress address) {
    byte[] bytes = address == null ? new byte[4] : address.getAddress();
    return (bytes[2] & 0xff) << Byte.SIZE | (bytes[3] & 0xff);
  }

  /** Connections that stand between machines, for traces. */
  List<String> standing() {
    return wires.stream().map(Wire::toString).toList();
  }
}
