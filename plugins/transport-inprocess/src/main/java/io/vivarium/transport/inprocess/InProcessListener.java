package io.vivarium.transport.inprocess;

import io.vivarium.spi.transport.Endpoint;
import io.vivarium.spi.transport.HandlerFactory;
import io.vivarium.spi.transport.Listener;
import java.io.IOException;
import java.net.ConnectException;
import java.net.InetSocketAddress;
import java.net.SocketAddress;
import java.util.ArrayDeque;
import java.util.Deque;
import org.jspecify.annotations.Nullable;

/** A taken address: gives each connection to the transport, or lets it wait while it is not accepting. Any thread. */
final class InProcessListener implements Listener {
  /** How many may wait where the endpoint does not say. */
  private static final int USUAL_BACKLOG = 128;

  private final InProcessTransport transport;
  private final InProcessNetwork network;
  private final HandlerFactory handlers;
  private final int capacity;
  private final int backlog;
  private final Deque<Link> waiting = new ArrayDeque<>();
  private boolean accepting = true;
  private boolean closed;
  private volatile @Nullable InetSocketAddress address;

  InProcessListener(
      InProcessTransport transport,
      InProcessNetwork network,
      Endpoint endpoint,
      HandlerFactory handlers,
      int capacity) {
    this.transport = transport;
    this.network = network;
    this.handlers = handlers;
    this.capacity = capacity;
    this.backlog = endpoint.backlog() > 0 ? endpoint.backlog() : USUAL_BACKLOG;
  }

  /** Takes the address. */
  void bind(@Nullable String host, int port) throws IOException {
    address = network.bind(this, host, port);
  }

  /** Bytes in each direction of a connection. */
  int capacity() {
    return capacity;
  }

  /** Somebody has dialled; refused when too many wait already. */
  synchronized void offer(Link link) throws ConnectException {
    if (!closed && accepting) {
      transport.accepted(link, handlers);
    } else if (!closed && waiting.size() < backlog) {
      waiting.add(link);
    } else {
      throw new ConnectException(
          link.local()
              + (closed ? " was closed" : " does not accept, and " + backlog + " are waiting"));
    }
  }

  @Override
  public SocketAddress address() {
    InetSocketAddress taken = address;
    if (taken == null) {
      throw new IllegalStateException("not bound");
    }
    return taken;
  }

  @Override
  public synchronized void accepting(boolean on) {
    accepting = on;
    while (on && !waiting.isEmpty()) {
      transport.accepted(waiting.remove(), handlers);
    }
  }

  @Override
  public void close() {
    network.release(this);
    transport.forget(this);
    synchronized (this) {
      closed = true;
      waiting.forEach(Link::close);
      waiting.clear();
    }
  }
}
