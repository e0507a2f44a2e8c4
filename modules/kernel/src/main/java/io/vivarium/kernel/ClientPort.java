package io.vivarium.kernel;

import io.vivarium.config.ServerConfig;
import io.vivarium.model.ensemble.Membership;
import io.vivarium.spi.transport.Endpoint;
import io.vivarium.spi.transport.HandlerFactory;
import io.vivarium.spi.transport.Listener;
import io.vivarium.spi.transport.Transport;
import java.io.IOException;
import java.net.InetSocketAddress;
import java.util.Objects;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Where clients are awaited: a port, which an ensemble may move while the server runs, and one for TLS that stays where it is. Any
 * thread.
 */
final class ClientPort implements AutoCloseable {
  private static final Logger LOG = LoggerFactory.getLogger(ClientPort.class);

  private final ServerConfig config;
  private final Transport transport;
  private final HandlerFactory clients;
  private final HandlerFactory secureClients;
  private @Nullable Endpoint wanted;
  private @Nullable Listener listener;
  private @Nullable Listener secureListener;
  private boolean closed;

  ClientPort(
      ServerConfig config,
      Transport transport,
      HandlerFactory clients,
      HandlerFactory secureClients) {
    this.config = config;
    this.transport = transport;
    this.clients = clients;
    this.secureClients = secureClients;
  }

  /** Binds the configured ports; does nothing when none is configured. */
  synchronized void open() throws IOException {
    Integer port = config.clientPorts().clientPort();
    Integer secure = config.clientPorts().secureClientPort();
    if (port == null && secure == null) {
      LOG.info("No clientPort is configured: no clients are served");
    }
    if (port != null) {
      bind(endpoint(config.clientPorts().clientPortAddress(), port));
    }
    if (secure != null) {
      Listener bound =
          listen(
              endpoint(config.clientPorts().secureClientPortAddress(), secure, true),
              secureClients);
      secureListener = bound;
      LOG.info("Serving clients with TLS on {}", bound.address());
    }
  }

  /** Binds another port and frees the one before; connections that stand are not touched. Blocks. */
  synchronized void move(Membership.ClientAddress to) {
    Endpoint next = endpoint(to.wildcard() ? null : to.host(), to.port());
    if (closed || next.equals(wanted)) {
      return;
    }
    Listener before = listener;
    boolean samePort = before != null && number() == to.port();
    try {
      // The same port at another address may be taken by the listener that is there.
      if (before != null && samePort) {
        before.close();
      }
      bind(next);
      if (before != null && !samePort) {
        before.close();
      }
    } catch (IOException e) {
      LOG.error(
          "The membership wants clients to be served on {}, which cannot be bound: {}. Clients are served on {} as before; free the"
              + " port and restart the server.",
          to,
          e.getMessage(),
          before == null || samePort ? "no port" : before.address());
    }
  }

  private void bind(Endpoint endpoint) throws IOException {
    Listener bound = listen(endpoint, clients);
    listener = bound;
    wanted = endpoint;
    LOG.info("Serving clients{} on {}", endpoint.secure() ? " with TLS" : "", bound.address());
  }

  private Listener listen(Endpoint endpoint, HandlerFactory handlers) throws IOException {
    Listener bound = transport.listen(endpoint, handlers);
    if (bound == null) {
      throw new IOException(
          "the transport plugin ("
              + transport.getClass().getName()
              + ") returned no listener for "
              + endpoint);
    }
    return bound;
  }

  private Endpoint endpoint(@Nullable String host, int port) {
    return endpoint(host, port, config.encryption().clientPort());
  }

  private Endpoint endpoint(@Nullable String host, int port, boolean secure) {
    boolean anywhere = Objects.equals(host, "0.0.0.0") || Objects.equals(host, "::");
    return new Endpoint(
        Endpoint.Purpose.CLIENT,
        anywhere ? null : host,
        port,
        secure,
        config.clientPorts().backlog(),
        config.clientPorts().keepAlive());
  }

  /** The port bound; −1 when there is none. */
  synchronized int number() {
    return number(listener);
  }

  /** The port bound for TLS only; −1 when there is none. */
  synchronized int secureNumber() {
    return number(secureListener);
  }

  private static int number(@Nullable Listener bound) {
    return bound != null && bound.address() instanceof InetSocketAddress address
        ? address.getPort()
        : -1;
  }

  /** Lets nobody in any more. */
  @Override
  public synchronized void close() {
    closed = true;
    if (listener != null) {
      listener.close();
    }
    if (secureListener != null) {
      secureListener.close();
    }
  }
}
