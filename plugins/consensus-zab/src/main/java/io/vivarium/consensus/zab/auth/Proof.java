package io.vivarium.consensus.zab.auth;

import io.vivarium.codec.JuteWriter;
import io.vivarium.consensus.zab.wire.QuorumAuthPacket;
import io.vivarium.spi.transport.Connection;
import io.vivarium.spi.transport.ConnectionHandler;
import io.vivarium.spi.transport.HandlerFactory;
import java.nio.ByteBuffer;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** One end of a connection until it is proved who is at the other; then it passes everything on. The connection's I/O thread. */
abstract class Proof implements ConnectionHandler {
  private static final Logger LOG = LoggerFactory.getLogger(Proof.class);

  private final Connection connection;
  private final HandlerFactory packets;
  private final Consumer<String> failed;
  private @Nullable ConnectionHandler next;
  private boolean over;

  Proof(Connection connection, HandlerFactory packets, Consumer<String> failed) {
    this.connection = connection;
    this.packets = packets;
    this.failed = failed;
  }

  /** The length of the next frame while nothing is proved; {@link #pass} may be called instead. */
  abstract int proofLength(ByteBuffer received);

  /** A packet of the exchange. */
  abstract void received(QuorumAuthPacket packet);

  /** The peer has ended its output before anything was decided. */
  void endedEarly() {}

  /** Forgets what the exchange has in memory. */
  abstract void forget();

  final Connection connection() {
    return connection;
  }

  final void send(QuorumAuthPacket.Status status, byte @Nullable [] token) {
    JuteWriter out = new JuteWriter();
    new QuorumAuthPacket(status, token).encode(out);
    connection.write(out.view());
    connection.flush();
  }

  /** Nothing more is to be proved. */
  final void pass() {
    over = true;
    forget();
    next = packets.opened(connection);
    if (next == null) {
      connection.close();
    }
  }

  /** The connection is given up. */
  final void fail(String reason) {
    if (!over) {
      over = true;
      forget();
      LOG.warn(
          "The connection with {} is closed, authentication between servers failed: {}",
          connection.peer().remote(),
          reason);
      failed.accept(reason);
      connection.close();
    }
  }

  @Override
  public final int frameLength(ByteBuffer received) {
    if (next == null) {
      int length = proofLength(received);
      if (next == null) {
        return length;
      }
    }
    return next.frameLength(received);
  }

  @Override
  public final void onFrame(ByteBuffer frame) {
    if (next != null) {
      next.onFrame(frame);
    } else if (!over) {
      received(QuorumAuthPacket.decode(frame));
    }
  }

  @Override
  public final void onReadDone() {
    if (next != null) {
      next.onReadDone();
    }
  }

  @Override
  public final void onWritable(boolean writable) {
    if (next != null) {
      next.onWritable(writable);
    }
  }

  @Override
  public final boolean onInputEnded() {
    if (next == null && !over) {
      endedEarly();
    }
    return next != null && next.onInputEnded();
  }

  @Override
  public final void onClosed(@Nullable Throwable cause) {
    if (next != null) {
      next.onClosed(cause);
      return;
    }
    String reason = cause == null ? null : cause.getMessage();
    fail(reason == null ? "the peer has closed the connection" : reason);
  }
}
