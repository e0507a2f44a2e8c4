package io.vivarium.client;

import io.netty.buffer.ByteBuf;
import io.netty.channel.EventLoop;
import java.net.InetSocketAddress;
import java.nio.ByteBuffer;
import org.jspecify.annotations.Nullable;

/** A stream of bytes to and from one server. Confined to an event loop, as its reader is. */
interface Wire {
  /** Whose stream it is. Never called from within a call of its own to the wire, but for {@link #close}. */
  interface Reader {
    /** It stands. */
    void opened(Wire wire);

    /** Bytes came; the buffer is the reader's to release. */
    void read(ByteBuf bytes);

    /**
     * It is over, or never came to be.
     *
     * @param why null when the server closed it in good order
     */
    void closed(@Nullable Throwable why);
  }

  /** How streams are opened. */
  @FunctionalInterface
  interface Opener {
    /**
     * Opens one. The reader is told whether it stands.
     *
     * @param timeoutMs within which it must stand
     */
    Wire open(EventLoop loop, InetSocketAddress server, int timeoutMs, Reader reader);
  }

  /** Copies bytes, which leave at the next flush. */
  void send(ByteBuffer bytes);

  /** Lets leave what was sent. */
  void flush();

  /** Ends it; what was sent leaves as far as it can at once. */
  void close();
}
