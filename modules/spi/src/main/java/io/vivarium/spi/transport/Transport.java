package io.vivarium.spi.transport;

import io.vivarium.spi.Plugin;
import java.io.IOException;
import org.jspecify.annotations.Nullable;

/**
 * Carries byte streams between this server and its clients and peers. The transport accepts, connects, reads, writes and encrypts;
 * where frames begin and end, and what they mean, is the handler's business.
 *
 * <p>Each connection belongs to one I/O thread, which makes every call to its {@link ConnectionHandler}. Handlers do not block.
 *
 * <p>{@link #close} ends the listeners, then closes each connection as {@link Connection#close} does, and returns when every
 * handler has had its {@link ConnectionHandler#onClosed}.
 */
public interface Transport extends Plugin {
  /**
   * Binds an endpoint and accepts connections until the listener is closed. Called between start and close, on any thread but an
   * I/O thread; blocks while a host name is looked up.
   *
   * @param handlers asked for each accepted connection whether it may begin, and then once, on the connection's I/O thread, who handles it
   * @throws IOException when the endpoint cannot be bound, or is to be secure and this transport does not encrypt; the message
   *     names it and says why
   */
  Listener listen(Endpoint endpoint, HandlerFactory handlers) throws IOException;

  /**
   * Opens a connection without blocking. The factory is asked when it stands; failure is told to {@code failed} instead, host names that
   * nobody knows and secure endpoints of a transport that does not encrypt included. Exactly one of the two is called, on an I/O
   * thread; when the transport is closed meanwhile, {@code failed} may be called on another thread.
   *
   * @param failed told a reason that names the endpoint
   */
  void connect(Endpoint endpoint, HandlerFactory handlers, ConnectFailed failed);

  /**
   * What encrypts an endpoint of this purpose that somebody else serves, for example the admin endpoint; null when this transport does
   * not encrypt. Between start and close; any thread.
   *
   * @throws IOException when it does, and has no key for that; the message says what to set
   */
  default @Nullable ServerTls tls(Endpoint.Purpose purpose) throws IOException {
    return null;
  }

  /** Told why a connection could not be opened. */
  @FunctionalInterface
  interface ConnectFailed {
    /** The reason. */
    void because(IOException reason);
  }
}
