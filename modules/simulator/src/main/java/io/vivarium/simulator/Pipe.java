package io.vivarium.simulator;

import java.util.ArrayDeque;
import java.util.Arrays;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** One direction of a connection: what was sent and has not arrived yet, in order. */
final class Pipe {
  /** Something on its way. */
  private sealed interface Chunk {
    long arrivesNanos();

    /** Bytes, and what is complete with them on a quorum connection that somebody watches packet by packet. */
    record Piece(byte[] bytes, @Nullable QuorumPacket packet, boolean state, long arrivesNanos)
        implements Chunk {}

    /** The sender has closed: nothing comes after. */
    record End(boolean broken, long arrivesNanos) implements Chunk {}
  }

  private final Network network;
  private final Network.Way way;
  private final SimulatedConnection receiver;
  private final ArrayDeque<Chunk> chunks = new ArrayDeque<>();
  private final @Nullable Said said;
  private final @Nullable PacketCutter cutter;
  private boolean moving;
  private long lastArrival;
  private long bytes;

  /** What was announced last and has not arrived. */
  private Chunk.@Nullable Piece shown;

  /** Told of each packet before it leaves. */
  interface Said {
    void said(QuorumPacket packet);
  }

  /**
   * One direction.
   *
   * @param said told what is said in this direction of a quorum connection; null for other connections
   */
  Pipe(Network network, Network.Way way, SimulatedConnection receiver, @Nullable Said said) {
    this.network = network;
    this.way = way;
    this.receiver = receiver;
    this.said = said;
    this.cutter = said == null ? null : new PacketCutter();
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
    if (cutter == null || said == null) {
      inPieces(data);
      return;
    }
    List<PacketCutter.Part> parts = cutter.cut(data);
    boolean apart = network.byPackets();
    for (PacketCutter.Part part : parts) {
      QuorumPacket packet = part.packet();
      if (packet != null) {
        network.leaves(way, packet);
        said.said(packet);
      }
      apart |= part.state();
    }
    if (!apart) {
      inPieces(data);
      return;
    }
    for (PacketCutter.Part part : parts) {
      put(new Chunk.Piece(part.bytes(), part.packet(), part.state(), arrival()));
      bytes += part.bytes().length;
    }
  }

  private void inPieces(byte[] data) {
    if (data.length > 1 && network.splits()) {
      int cut = network.chance().nextInt(1, data.length);
      put(new Chunk.Piece(Arrays.copyOfRange(data, 0, cut), null, false, arrival()));
      put(new Chunk.Piece(Arrays.copyOfRange(data, cut, data.length), null, false, arrival()));
    } else {
      put(new Chunk.Piece(data, null, false, arrival()));
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
        QuorumPacket packet = length == data.bytes().length ? data.packet() : null;
        kept.add(
            new Chunk.Piece(
                Arrays.copyOf(data.bytes(), length), packet, data.state(), data.arrivesNanos()));
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

  /** Nothing of what is under way arrives, and the connection is broken. */
  void drop() {
    chunks.clear();
    bytes = 0;
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

  @SuppressWarnings("ReferenceEquality") // the same one is meant, not one like it
  private void arrive() {
    if (network.isHeld(way)) {
      network.stall(this);
      return;
    }
    Chunk first = chunks.peek();
    if (first instanceof Chunk.Piece data && shown != data && announce(data)) {
      return;
    }
    chunks.poll();
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

  /** Tells that something is about to arrive; true when it does not, or not now. */
  @SuppressWarnings("ReferenceEquality") // the same one is meant, not one like it
  private boolean announce(Chunk.Piece data) {
    shown = data;
    QuorumPacket packet = data.packet();
    if (packet != null && network.swallows(way, packet) && chunks.peek() == data) {
      chunks.poll();
      bytes -= data.bytes().length;
      move();
      return true;
    }
    if (data.state() && network.cutsState(way)) {
      network.reset(way.from(), way.to());
    }
    if (chunks.peek() != data) {
      move();
      return true;
    }
    if (receiver.life().ended()) {
      return true;
    }
    if (network.isHeld(way)) {
      network.stall(this);
      return true;
    }
    return false;
  }
}
