package io.vivarium.consensus.zab.link;

import io.vivarium.spi.consensus.StateTransfer;
import io.vivarium.spi.transport.Connection;
import java.nio.ByteBuffer;
import java.util.ArrayDeque;
import java.util.List;
import java.util.Queue;
import java.util.concurrent.Executor;
import org.jspecify.annotations.Nullable;

/**
 * What leaves on one connection. No more is given to the transport than it takes at the moment; the rest waits here, and while a
 * state is being streamed everything behind it does. On the connection's I/O thread but for {@link #left}.
 */
final class LinkOutput {
  /** Given to the transport at a time, in bytes, before it may say that this was enough. */
  private static final int PORTION = 128 << 10;

  /** What a link that is closed still sends; a peer that lags further behind has no use for it. */
  private static final int LAST_WORDS = 1 << 20;

  private final Connection connection;
  private final StateTransfer state;
  private final Executor blocking;
  private final StateStream.Progress progress;

  private final Queue<Outgoing> waiting = new ArrayDeque<>();
  private final Queue<ByteBuffer> pieces = new ArrayDeque<>();
  private @Nullable StateStream stream;
  private boolean stateComplete;
  private boolean writable = true;
  private boolean scheduled;

  /** Bytes of packets given to the transport so far. */
  private long given;

  /** The same, for other threads. */
  private volatile long left;

  LinkOutput(
      Connection connection,
      StateTransfer state,
      Executor blocking,
      StateStream.Progress progress) {
    this.connection = connection;
    this.state = state;
    this.blocking = blocking;
    this.progress = progress;
  }

  /** Bytes of packets that have left. Any thread. */
  long left() {
    return left;
  }

  /** Takes what one turn of the engine has for this link. */
  void add(List<Outgoing> items) {
    waiting.addAll(items);
    pump();
  }

  /** The transport takes more, or enough. */
  void writable(boolean now) {
    writable = now;
    pump();
  }

  /** A piece of the state that is being streamed. */
  void piece(ByteBuffer bytes) {
    pieces.add(bytes);
    pump();
  }

  /** The last piece of the state has come. */
  void stateEnded() {
    stateComplete = true;
    pump();
  }

  /** Sends what is left if that is little, and closes. */
  void finish() {
    long size = 0;
    for (Outgoing item : waiting) {
      size += item instanceof Outgoing.Packets packets ? packets.bytes().remaining() : 0;
    }
    if (stream == null && size <= LAST_WORDS) {
      for (Outgoing item : waiting) {
        if (!(item instanceof Outgoing.Packets packets)) {
          break;
        }
        connection.write(packets.bytes());
      }
      connection.flush();
    }
    closed();
    connection.close();
  }

  /** The connection is gone. */
  void closed() {
    waiting.clear();
    pieces.clear();
    if (stream != null) {
      stream.abandon();
      stream = null;
    }
  }

  private void pump() {
    int room = PORTION;
    boolean wrote = false;
    while (writable && room > 0) {
      ByteBuffer next = next();
      if (next == null) {
        break;
      }
      room -= write(next, room);
      wrote = true;
    }
    if (wrote) {
      connection.flush();
    }
    if (writable && room <= 0 && !scheduled) {
      // The transport tells that it has enough before this runs.
      scheduled = true;
      connection.execute(this::pumpAgain);
    }
  }

  private void pumpAgain() {
    scheduled = false;
    pump();
  }

  /** The buffer whose turn it is, with bytes remaining; null when there is nothing, or the state is not that far. */
  private @Nullable ByteBuffer next() {
    while (true) {
      ByteBuffer piece = pieces.peek();
      if (piece != null) {
        if (piece.hasRemaining()) {
          return piece;
        }
        pieces.remove();
        if (stream != null) {
          stream.left(piece.limit());
        }
        continue;
      }
      if (stream != null && !stateComplete) {
        return null;
      }
      stream = null;
      Outgoing first = waiting.peek();
      switch (first) {
        case null -> {
          return null;
        }
        case Outgoing.Packets(ByteBuffer bytes) when bytes.hasRemaining() -> {
          return bytes;
        }
        case Outgoing.Packets _ -> waiting.remove();
        case Outgoing.State _ -> {
          waiting.remove();
          begin();
        }
      }
    }
  }

  private int write(ByteBuffer bytes, int most) {
    int count = Math.min(most, bytes.remaining());
    int end = bytes.limit();
    connection.write(bytes.limit(bytes.position() + count));
    bytes.limit(end);
    if (stream == null) {
      given += count;
      left = given;
    }
    return count;
  }

  private void begin() {
    stateComplete = false;
    StateStream begun = new StateStream(connection, this, progress);
    stream = begun;
    blocking.execute(() -> begun.run(state));
  }
}
