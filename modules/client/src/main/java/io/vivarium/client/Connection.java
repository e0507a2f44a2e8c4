package io.vivarium.client;

import io.netty.buffer.ByteBuf;
import io.netty.channel.EventLoop;
import io.vivarium.codec.ClientFrames;
import io.vivarium.codec.JuteWriter;
import java.io.IOException;
import java.net.InetSocketAddress;
import java.nio.ByteBuffer;
import org.jspecify.annotations.Nullable;

/**
 * One connection to one server: whole frames in, bytes out. Its owner is told of the end exactly once, also when there never was a
 * connection. Confined to its event loop.
 *
 * <p>What is sent during one turn of the loop leaves in one piece.
 */
final class Connection implements Wire.Reader {
  private static final int INITIAL = 4096;

  /** Whose connection it is. */
  interface Owner {
    /** It stands. */
    void opened(Connection connection);

    /** A frame came; valid during the call. A MalformedFrameException ends the connection. */
    void frame(Connection connection, ByteBuffer body);

    /** It is over. */
    void closed(Connection connection, Throwable cause);
  }

  private final InetSocketAddress server;
  private final Owner owner;
  private final int maxBuffer;
  private final EventLoop loop;
  private @Nullable Wire wire;
  private @Nullable ByteBuf received;
  private @Nullable Throwable reason;
  private boolean flushing;
  private boolean over;

  private Connection(EventLoop loop, InetSocketAddress server, Owner owner, int maxBuffer) {
    this.loop = loop;
    this.server = server;
    this.owner = owner;
    this.maxBuffer = maxBuffer;
  }

  /** Connects. */
  static Connection open(
      EventLoop loop,
      InetSocketAddress server,
      ClientBuilder.Settings settings,
      int connectTimeoutMs,
      Owner owner) {
    Connection connection = new Connection(loop, server, owner, settings.limits().maxBuffer());
    connection.wire = settings.opener().open(loop, server, connectTimeoutMs, connection);
    return connection;
  }

  InetSocketAddress server() {
    return server;
  }

  /** Sends what was written; it is copied. */
  void send(JuteWriter written) {
    if (wire == null || over) {
      return;
    }
    wire.send(written.view());
    if (!flushing) {
      flushing = true;
      loop.execute(this::flush);
    }
  }

  private void flush() {
    flushing = false;
    if (wire != null) {
      wire.flush();
    }
  }

  /** Ends it, for this reason. */
  void close(Throwable cause) {
    if (reason == null) {
      reason = cause;
    }
    if (wire != null) {
      wire.close();
    }
  }

  @Override
  public void opened(Wire standing) {
    wire = standing;
    owner.opened(this);
  }

  @Override
  public void read(ByteBuf bytes) {
    try {
      cut(bytes);
    } catch (RuntimeException e) {
      close(e);
    }
  }

  private void cut(ByteBuf bytes) {
    ByteBuf all = bytes;
    if (received != null) {
      ByteBuf earlier = received;
      received = null;
      earlier.writeBytes(all);
      all.release();
      all = earlier;
    }
    try {
      while (!over && frame(all)) {
        // One after the other, as long as one is whole.
      }
      if (all.isReadable() && !over) {
        received = all.alloc().buffer(Math.max(INITIAL, all.readableBytes() * 2)).writeBytes(all);
      }
    } finally {
      all.release();
    }
  }

  private boolean frame(ByteBuf all) {
    if (all.readableBytes() < Integer.BYTES) {
      return false;
    }
    int length = ClientFrames.checked(all.getInt(all.readerIndex()), maxBuffer);
    if (all.readableBytes() - Integer.BYTES < length) {
      return false;
    }
    owner.frame(this, all.nioBuffer(all.readerIndex() + Integer.BYTES, length));
    all.skipBytes(Integer.BYTES + length);
    return true;
  }

  @Override
  public void closed(@Nullable Throwable why) {
    if (received != null) {
      received.release();
      received = null;
    }
    if (over) {
      return;
    }
    over = true;
    Throwable cause = reason == null ? why : reason;
    owner.closed(this, cause == null ? new IOException(server + " closed the connection") : cause);
  }
}
