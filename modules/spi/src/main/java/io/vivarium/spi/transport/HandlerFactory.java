package io.vivarium.spi.transport;

import org.jspecify.annotations.Nullable;

/** Makes the handler of a new connection. */
@FunctionalInterface
public interface HandlerFactory {
  /** The handler, or null to close the connection at once without a word. Called on the connection's I/O thread. */
  @Nullable ConnectionHandler opened(Connection connection);
}
