package io.vivarium.spi.transport;

import org.jspecify.annotations.Nullable;

/**
 * Where to listen or to connect.
 *
 * @param purpose who talks there; a transport may choose its settings by it
 * @param host name or address, resolved at each use; null means all local addresses
 * @param port 0 to 65535; 0 lets the system choose
 * @param secure whether the stream must be encrypted
 * @param backlog length of the queue of connections not yet accepted; −1 for the system's default
 * @param keepAlive whether the system probes idle connections
 */
public record Endpoint(
    Purpose purpose,
    @Nullable String host,
    int port,
    boolean secure,
    int backlog,
    boolean keepAlive) {
  /** Who talks at an endpoint. */
  public enum Purpose {
    /** Clients of the server. */
    CLIENT,
    /** The other servers of its ensemble. */
    PEER,
    /** Who asks for admin commands. */
    ADMIN
  }

  /** A plain client endpoint with default settings. */
  public static Endpoint client(@Nullable String host, int port) {
    return new Endpoint(Purpose.CLIENT, host, port, false, -1, false);
  }
}
