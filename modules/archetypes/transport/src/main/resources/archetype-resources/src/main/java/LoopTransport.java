package ${package};

import io.vivarium.spi.FatalReason;
import io.vivarium.spi.PluginException;
import io.vivarium.spi.TimeSource;
import io.vivarium.spi.transport.Endpoint;
import io.vivarium.spi.transport.HandlerFactory;
import io.vivarium.spi.transport.Listener;
import io.vivarium.spi.transport.Transport;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.StandardSocketOptions;
import java.nio.channels.SelectionKey;
import java.nio.channels.ServerSocketChannel;
import java.nio.channels.SocketChannel;
import java.nio.channels.spi.SelectorProvider;
import java.util.List;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ThreadFactory;

/** A transport whose connections are all served by the one thread of a {@link Loop}. It does not encrypt. */
final class LoopTransport implements Transport {
  private final SelectorProvider sockets;
  private final Loop loop;
  private final Set<LoopListener> listeners = ConcurrentHashMap.newKeySet();

  LoopTransport(SelectorProvider sockets, ThreadFactory threads, TimeSource time) {
    this.sockets = sockets;
    loop = new Loop(sockets, threads, time);
  }

  @Override
  public void start() throws PluginException {
    try {
      loop.start();
    } catch (IOException e) {
      throw new PluginException(FatalReason.UNEXPECTED, "no selector can be opened: " + e, e);
    }
  }

  @Override
  public Listener listen(Endpoint endpoint, HandlerFactory handlers) throws IOException {
    refuseSecure(endpoint);
    ServerSocketChannel socket = sockets.openServerSocketChannel();
    try {
      socket.configureBlocking(false);
      socket.bind(address(endpoint), Math.max(0, endpoint.backlog()));
    } catch (IOException e) {
      socket.close();
      throw new IOException("cannot listen on " + endpoint + ": " + e.getMessage(), e);
    }
    LoopListener listener =
        new LoopListener(loop, socket, accepted -> open(accepted, endpoint, admitted(handlers)));
    listeners.removeIf(LoopListener::isClosed);
    listeners.add(listener);
    listener.accepting(true);
    return listener;
  }

  /** Those of connections that were accepted, which ask first whether they may begin. */
  private static HandlerFactory admitted(HandlerFactory handlers) {
    return connection ->
        handlers.admits(connection.peer().remote(), 0) ? handlers.opened(connection) : null;
  }

  @Override
  public void connect(Endpoint endpoint, HandlerFactory handlers, ConnectFailed failed) {
    boolean asked =
        loop.run(
            () -> {
              try {
                refuseSecure(endpoint);
                SocketChannel socket = sockets.openSocketChannel();
                socket.configureBlocking(false);
                Connecting connecting = new Connecting(socket, endpoint, handlers, failed);
                SelectionKey key = loop.register(socket, SelectionKey.OP_CONNECT, connecting);
                // A name that takes long to look up holds up everybody: peers are better named by
                // address.
                if (socket.connect(address(endpoint))) {
                  connecting.ready(key);
                }
              } catch (IOException | RuntimeException e) {
                failed.because(failure(endpoint, e));
              }
            });
    if (!asked) {
      failed.because(failure(endpoint, new IOException("the transport is closed")));
    }
  }

  private static IOException failure(Endpoint endpoint, Exception e) {
    return new IOException("cannot connect to " + endpoint + ": " + e, e);
  }

  private static void refuseSecure(Endpoint endpoint) throws IOException {
    if (endpoint.secure()) {
      throw new IOException(endpoint + " is to be secure, and this transport does not encrypt");
    }
  }

  private static InetSocketAddress address(Endpoint endpoint) throws IOException {
    String host = endpoint.host();
    return host == null
        ? new InetSocketAddress(endpoint.port())
        : new InetSocketAddress(InetAddress.getByName(host), endpoint.port());
  }

  private void open(SocketChannel socket, Endpoint endpoint, HandlerFactory handlers)
      throws IOException {
    socket.configureBlocking(false);
    socket.setOption(StandardSocketOptions.TCP_NODELAY, true);
    socket.setOption(StandardSocketOptions.SO_KEEPALIVE, endpoint.keepAlive());
    new LoopConnection(loop, socket).open(handlers);
  }

  @Override
  public void close() {
    List.copyOf(listeners).forEach(LoopListener::close);
    loop.close();
  }

  /** An outgoing connection that does not stand yet. */
  private final class Connecting implements Loop.Served {
    private final SocketChannel socket;
    private final Endpoint endpoint;
    private final HandlerFactory handlers;
    private final ConnectFailed failed;

    Connecting(
        SocketChannel socket, Endpoint endpoint, HandlerFactory handlers, ConnectFailed failed) {
      this.socket = socket;
      this.endpoint = endpoint;
      this.handlers = handlers;
      this.failed = failed;
    }

    @Override
    public void ready(SelectionKey key) {
      try {
        socket.finishConnect();
        key.interestOps(0);
        LoopTransport.this.open(socket, endpoint, handlers);
      } catch (IOException e) {
        abandon(e);
      }
    }

    @Override
    public void abandon(IOException why) {
      Loop.closeQuietly(socket);
      failed.because(failure(endpoint, why));
    }
  }
}
