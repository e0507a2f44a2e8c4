package io.vivarium.simulator;

import java.net.InetSocketAddress;

/** A connection: two ends and a pipe in each direction. */
final class Wire {
  private final Network network;
  private final SimulatedConnection opener;
  private final SimulatedConnection taker;
  private int open = 2;

  Wire(
      Network network,
      SimulatedTransport from,
      InetSocketAddress source,
      SimulatedTransport to,
      InetSocketAddress target) {
    this.network = network;
    opener = new SimulatedConnection(from, source, target, this);
    taker = new SimulatedConnection(to, target, source, this);
    Conversation talk = network.conversation(from.machine(), target);
    opener.sendsBy(
        new Pipe(
            network,
            new Network.Way(from.machine(), to.machine()),
            taker,
            talk == null ? null : talk::learnerSays));
    taker.sendsBy(
        new Pipe(
            network,
            new Network.Way(to.machine(), from.machine()),
            opener,
            talk == null ? null : talk::leaderSays));
  }

  SimulatedConnection opener() {
    return opener;
  }

  SimulatedConnection taker() {
    return taker;
  }

  boolean joins(int one, int other) {
    int from = opener.transport().machine();
    int to = taker.transport().machine();
    return (from == one && to == other) || (from == other && to == one);
  }

  /** Breaks in both directions, each after some of what is under way. */
  void reset() {
    opener.outgoing().cut();
    taker.outgoing().cut();
  }

  /** Breaks in both directions before anything more arrives. */
  void drop() {
    opener.outgoing().drop();
    taker.outgoing().drop();
  }

  /** One end is gone with its process. */
  void died(Life life, boolean silently) {
    dead(opener, life, silently);
    dead(taker, life, silently);
  }

  private static void dead(SimulatedConnection end, Life life, boolean silently) {
    if (end.life() == life && !end.gone()) {
      end.vanish();
      if (!silently) {
        end.outgoing().cut();
      }
    }
  }

  /** A machine is there again: what was sent to its end meanwhile is refused. */
  void started(int machine) {
    refuseIfTalkedTo(opener, taker, machine);
    refuseIfTalkedTo(taker, opener, machine);
  }

  private void refuseIfTalkedTo(SimulatedConnection end, SimulatedConnection other, int machine) {
    if (end.transport().machine() == machine
        && end.life().ended()
        && other.outgoing().bytes() > 0) {
      network.refuseSoon(end);
    }
  }

  /** Whoever talks to an end that is gone is told so by its machine. */
  void refused(SimulatedConnection end) {
    end.outgoing().end(true);
  }

  /** One end has closed. */
  void closed() {
    if (--open == 0) {
      network.gone(this);
    }
  }

  @Override
  public String toString() {
    return opener + " -> " + taker;
  }
}
