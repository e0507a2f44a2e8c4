package io.vivarium.spi.transport;

import java.net.InetSocketAddress;
import org.jspecify.annotations.Nullable;

/** Makes the handler of a new connection. */
@FunctionalInterface
public interface HandlerFactory {
  /**
   * Whether a connection that was accepted may begin. Asked before anything is done for it, such as a handshake of TLS, so that whoever
   * would be turned away costs no more than a socket; {@link #opened} may still say no. Not asked of connections to others. Any
   * thread; must not block.
   *
   * @param remote the peer's address
   * @param beginning connections from there that may begin already, and for which {@link #opened} was not called yet, at least 0
   * @return false to close the connection at once without a word
   */
  default boolean admits(InetSocketAddress remote, int beginning) {
    return true;
  }

  /** The handler, or null to close the connection at once without a word. Called on the connection's I/O thread. */
  @Nullable ConnectionHandler opened(Connection connection);
}
