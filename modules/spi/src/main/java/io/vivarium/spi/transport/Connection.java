package io.vivarium.spi.transport;

import java.nio.ByteBuffer;

/** One connection, as the transport offers it. Methods are for the connection's I/O thread only unless they say otherwise. */
public interface Connection {
  /** Who is at the other end. Any thread. */
  Peer peer();

  /**
   * Appends a copy of the remaining bytes to the output and moves the buffer's position to its limit. Sending begins with
   * {@link #flush}, or earlier when much has been written. Ignored once closed.
   */
  void write(ByteBuffer bytes);

  /** Sends what was written. */
  void flush();

  /** Bytes written and not yet taken by the system, give or take what a transport adds to account for its buffers. */
  long pendingBytes();

  /**
   * Runs a task on the I/O thread soon, never within this call; tasks of one connection keep their order. Any thread. Dropped when
   * the connection is closed first. An exception from the task closes the connection.
   */
  void execute(Runnable task);

  /**
   * Runs a task on the I/O thread once it has handed over what had arrived on its other connections too, so that work for several of
   * them is done together. Run even when this connection is closed first. A transport that has no such rounds runs it at once.
   */
  default void atEndOfRound(Runnable task) {
    task.run();
  }

  /**
   * Runs a task on the I/O thread, in the manner of {@link #execute}, as soon as the system has taken everything that was written;
   * soon when it has already. One task waits at most: a later one takes its place. Not told once {@link #close} was called.
   *
   * @return false when this transport cannot tell, and the task is not run: whoever asks looks at {@link #pendingBytes} from time to
   *     time instead
   */
  default boolean whenSent(Runnable task) {
    return false;
  }

  /** Stops or resumes reading from the peer; frames that have already arrived may still be handed over. */
  void reading(boolean on);

  /**
   * Sends what was written, as far as the peer takes it within a few seconds, and closes. Any thread; idempotent. On the I/O thread
   * it takes effect at once; from elsewhere after the tasks that are waiting.
   */
  void close();

  /**
   * Closes at once and frees the memory of what was written and not taken by the system, which is lost: for a peer that takes nothing
   * while memory is short. Also when {@link #close} waits for the peer. Otherwise as {@link #close}, except that {@link
   * ConnectionHandler#onClosed} has a cause. A transport that cannot do this closes in good order.
   */
  default void abort() {
    close();
  }
}
