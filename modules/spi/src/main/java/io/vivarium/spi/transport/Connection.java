package io.vivarium.spi.transport;

import java.nio.ByteBuffer;

/** One connection, as the transport offers it. Methods are for the connection's I/O thread only unless they say otherwise. */
public interface Connection {
  /** Who is at the other end. Any thread. */
  ConnectionInfo peer();

  /** Appends a copy of the remaining bytes to the output; nothing is sent before {@link #flush}. Ignored once closed. */
  void write(ByteBuffer bytes);

  /** Sends what was written. */
  void flush();

  /** Bytes written and not yet taken by the system. */
  long pendingBytes();

  /** Runs a task on the I/O thread soon; tasks keep their order. Any thread. Dropped when the connection is closed. */
  void execute(Runnable task);

  /** Stops or resumes reading from the peer; frames that have already arrived may still be handed over. */
  void reading(boolean on);

  /** Sends what was written, as far as the peer takes it within a few seconds, and closes. Any thread; idempotent. */
  void close();
}
