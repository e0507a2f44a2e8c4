package io.vivarium.spi.transport;

import java.net.SocketAddress;

/** A bound endpoint. Any thread. */
public interface Listener extends AutoCloseable {
  /** The address that was bound, with the real port. */
  SocketAddress address();

  /** Stops or resumes accepting; connections that stand are not touched. */
  void accepting(boolean on);

  /**
   * Stops accepting and frees the address, on an I/O thread right after it returns; connections that stand are not touched.
   * Idempotent.
   */
  @Override
  void close();
}
