package io.vivarium.spi.transport;

import io.vivarium.spi.Plugin;
import java.io.IOException;

/**
 * Carries byte streams between this server and its clients and peers. The transport accepts, connects, reads, writes and encrypts;
 * where frames begin and end, and what they mean, is the handler's business.
 *
 * <p>Each connection belongs to one I/O thread, which makes every call to its {@link ConnectionHandler}. Handlers do not block.
 */
public interface Transport extends Plugin {
  /**
   * Binds an endpoint and accepts connections until the listener is closed. Called between start and close, on any thread.
   *
   * @param handlers asked once for each accepted connection, on the connection's I/O thread
   * @throws IOException when the endpoint cannot be bound; the message names it and says why
   */
  Listener listen(Endpoint endpoint, HandlerFactory handlers) throws IOException;

  /**
   * Opens a connection without blocking. The factory is asked when it stands; failure is told to {@code failed} instead. Exactly
   * one of the two is called, on an I/O thread.
   */
  void connect(Endpoint endpoint, HandlerFactory handlers, ConnectFailed failed);

  /** Told why a connection could not be opened. */
  @FunctionalInterface
  interface ConnectFailed {
    /** The reason. */
    void because(IOException reason);
  }
}
