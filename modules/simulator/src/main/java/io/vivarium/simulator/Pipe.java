package io.vivarium.simulator;

import java.util.ArrayDeque;
import java.util.Arrays;

/** One direction of a connection: what was sent and has not arrived yet, in order. */
final class Pipe {
  /** Something on its way. */
  private sealed interface Chunk {
    long arrivesNanos();

    /** Bytes. */
    record Piece(byte[] bytes, long arrivesNanos) implements Chunk {}

    /** The sender has closed: nothing comes after. */
    record End(boolean broken, long arrivesNanos) implements Chunk {}
  }

  private final Network network;
  private final Network.Way way;
  private final SimulatedConnection receiver;
  private final ArrayDeque<Chunk> chunks = new ArrayDeque<>();
  private boolean moving;
  private long lastArrival;
  private long bytes;

  Pipe(Network network, Network.Way way, SimulatedConnection receiver) {
    this.network = network;
    this.way = way;
    this.receiver = receiver;
  }

  Network.Way way() {
    return way;
  }

  /** Bytes sent that have not arrived. */
  long bytes() {
    return bytes;
  }

  /** Nothing arrives before this time. */
  void notBefore(long nanos) {
    lastArrival = Math.max(lastArrival, nanos);
  }

  void send(byte[] data) {
    if (data.length > 1 && network.splits()) {
      int cut = network.chance().nextInt(1, data.length);
      put(new Chunk.Piece(Arrays.copyOfRange(data, 0, cut), arrival()));
      put(new Chunk.Piece(Arrays.copyOfRange(data, cut, data.length), arrival()));
    } else {
      put(new Chunk.Piece(data, arrival()));
    }
    bytes += data.length;
  }

  void end(boolean broken) {
    put(new Chunk.End(broken, arrival()));
  }

  /** Only a part of what is under way arrives, then the connection is broken. */
  void cut() {
    long left = bytes == 0 ? 0 : network.chance().nextLong(bytes + 1);
    ArrayDeque<Chunk> kept = new ArrayDeque<>();
    for (Chunk chunk : chunks) {
      if (chunk instanceof Chunk.Piece data && left > 0) {
        int length = (int) Math.min(left, data.bytes().length);
        kept.add(new Chunk.Piece(Arrays.copyOf(data.bytes(), length), data.arrivesNanos()));
        left -= length;
      }
    }
    chunks.clear();
    chunks.addAll(kept);
    bytes = 0;
    for (Chunk chunk : kept) {
      bytes += chunk instanceof Chunk.Piece data ? data.bytes().length : 0;
    }
    end(true);
  }

  private long arrival() {
    long at = network.scheduler().nowNanos() + network.delay(way);
    lastArrival = Math.max(lastArrival + 1, at);
    return lastArrival;
  }

  private void put(Chunk chunk) {
    chunks.add(chunk);
    if (receiver.life().ended()) {
      network.refuseSoon(receiver);
    } else if (!moving) {
      moving = true;
      move();
    }
  }

  /** Goes on after the way was healed. */
  void resume() {
    network.scheduler().in(network.delay(way), receiver.life(), this::arrive);
  }

  private void move() {
    Chunk first = chunks.peek();
    if (first == null) {
      moving = false;
      return;
    }
    long wait = first.arrivesNanos() - network.scheduler().nowNanos();
    network.scheduler().in(wait, receiver.life(), this::arrive);
  }

  private void arrive() {
    if (network.isHeld(way)) {
      network.stall(this);
      return;
    }
    Chunk first = chunks.poll();
    if (first instanceof Chunk.Piece data) {
      bytes -= data.bytes().length;
      network.carried(data.bytes().length);
      move();
      receiver.arrived(data.bytes());
    } else if (first instanceof Chunk.End end) {
      chunks.clear();
      receiver.ended(end.broken());
    } else {
      moving = false;
    }
  }
}
