package io.vivarium.consensus.zab;

import io.vivarium.spi.transport.ConnectionHandler;
import io.vivarium.spi.transport.Endpoint;
import io.vivarium.spi.transport.HandlerFactory;
import io.vivarium.spi.transport.Listener;
import io.vivarium.spi.transport.Transport;
import java.io.IOException;
import java.net.InetSocketAddress;
import java.net.SocketAddress;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Queue;
import java.util.Set;
import java.util.TreeMap;

/**
 * A network without threads: what a transport would do on its I/O threads happens when the test runs it, in order, on the test's own.
 * Hosts are names of no meaning, ports are places.
 */
public final class MemoryNetwork implements Transport {
  private final Queue<Runnable> io = new ArrayDeque<>();
  private final Map<String, MemoryListener> listeners = new TreeMap<>();
  private final List<MemoryConnection> connections = new ArrayList<>();
  private final Set<String> silent = new HashSet<>();
  private final Set<String> taken = new HashSet<>();

  /** Connects to this place neither stand nor fail. */
  public void blackHole(String place) {
    silent.add(place);
  }

  /** Somebody else has this place. */
  public void take(String place) {
    taken.add(place);
  }

  /** It is free again. */
  public void free(String place) {
    taken.remove(place);
  }

  /** Does everything there is to do; true when that was something. */
  public boolean run() {
    boolean something = !io.isEmpty();
    for (Runnable task; (task = io.poll()) != null; ) {
      task.run();
    }
    return something;
  }

  /** Places where somebody listens, {@code host:port}, sorted. */
  public List<String> listening() {
    return List.copyOf(listeners.keySet());
  }

  /** The connections made so far, both ends of each: the opener's, then the other. */
  public List<MemoryConnection> connections() {
    return connections;
  }

  /** Connects by hand. */
  public MemoryConnection dial(String host, int port, ConnectionHandler handler) {
    int before = connections.size();
    connect(
        new Endpoint(Endpoint.Purpose.PEER, host, port, false, -1, false),
        connection -> handler,
        reason -> {
          throw new AssertionError(reason);
        });
    run();
    return connections.get(before);
  }

  void later(Runnable task) {
    io.add(task);
  }

  @Override
  public void start() {}

  @Override
  public Listener listen(Endpoint endpoint, HandlerFactory handlers) throws IOException {
    String place = place(endpoint);
    if (taken.contains(place) || listeners.containsKey(place)) {
      throw new IOException("cannot listen on " + place + ": address already in use");
    }
    MemoryListener listener = new MemoryListener(place, endpoint.port(), handlers);
    listeners.put(place, listener);
    return listener;
  }

  @Override
  public void connect(Endpoint endpoint, HandlerFactory handlers, ConnectFailed failed) {
    String place = place(endpoint);
    if (silent.contains(place)) {
      return;
    }
    io.add(
        () -> {
          MemoryListener listener = listeners.get(place);
          if (listener == null) {
            failed.because(new IOException("cannot connect to " + place + ": refused"));
            return;
          }
          MemoryConnection near = new MemoryConnection(this, "near " + place);
          MemoryConnection far = new MemoryConnection(this, "far " + place);
          connections.add(near);
          connections.add(far);
          near.join(far);
          far.begin(listener.handlers.opened(far));
          near.begin(handlers.opened(near));
        });
  }

  @Override
  public void close() {
    connections.forEach(MemoryConnection::close);
    run();
  }

  private static String place(Endpoint endpoint) {
    return (endpoint.host() == null ? "*" : endpoint.host()) + ":" + endpoint.port();
  }

  private final class MemoryListener implements Listener {
    private final String place;
    private final int port;
    private final HandlerFactory handlers;

    MemoryListener(String place, int port, HandlerFactory handlers) {
      this.place = place;
      this.port = port;
      this.handlers = handlers;
    }

    @Override
    public SocketAddress address() {
      return InetSocketAddress.createUnresolved(place.substring(0, place.indexOf(':')), port);
    }

    @Override
    public void accepting(boolean on) {}

    @Override
    public void close() {
      listeners.remove(place, this);
    }
  }
}
