package io.vivarium.transport.tcp;

import io.netty.channel.Channel;
import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.ChannelInboundHandlerAdapter;
import io.vivarium.spi.transport.Endpoint;
import io.vivarium.spi.transport.HandlerFactory;
import io.vivarium.spi.transport.Listener;
import java.net.SocketAddress;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.Objects;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** A listening socket: gives each connection that it accepts to the next I/O thread. */
@SuppressWarnings(
    "FutureReturnValueIgnored") // what comes of them is told to the handlers of the channel
final class TcpListener extends ChannelInboundHandlerAdapter implements Listener {
  private static final Logger LOG = LoggerFactory.getLogger(TcpListener.class);

  /** How long to leave the queue alone after accepting failed, for example for want of file descriptors. */
  private static final int PAUSE_MILLIS = 1_000;

  private final TcpTransport transport;
  private final Endpoint endpoint;
  private final Arrivals arrivals;
  private final Channel socket;

  // The I/O thread's own.
  private boolean accepting = true;

  /** Accepted by a read that was already under way when accepting was switched off. */
  private final Deque<Channel> held = new ArrayDeque<>();

  private volatile @Nullable SocketAddress address;

  TcpListener(TcpTransport transport, Endpoint endpoint, HandlerFactory handlers, Channel socket) {
    this.transport = transport;
    this.endpoint = endpoint;
    this.arrivals = new Arrivals(handlers);
    this.socket = socket;
  }

  /** The address is bound. */
  void bound() {
    address = socket.localAddress();
  }

  @Override
  public SocketAddress address() {
    return Objects.requireNonNull(address, "not bound");
  }

  @Override
  public void accepting(boolean on) {
    socket.eventLoop().execute(() -> accept(on));
  }

  private void accept(boolean on) {
    accepting = on;
    socket.config().setAutoRead(on);
    while (on && !held.isEmpty()) {
      begin(held.remove());
    }
  }

  @Override
  public void close() {
    transport.forget(this);
    var closed = socket.close();
    if (!socket.eventLoop().inEventLoop()) { // there it is closed already
      closed.awaitUninterruptibly();
    }
  }

  @Override
  public void channelRead(ChannelHandlerContext context, Object accepted) {
    if (accepting) {
      begin((Channel) accepted);
    } else {
      held.add((Channel) accepted);
    }
  }

  private void begin(Channel connection) {
    try {
      transport.accepted(connection, endpoint, arrivals);
    } catch (RuntimeException e) {
      // The peer has gone already, or the transport is closing.
      LOG.debug("Connection from {} dropped before it began", connection.remoteAddress(), e);
      connection.unsafe().closeForcibly();
    }
  }

  @Override
  public void channelInactive(ChannelHandlerContext context) {
    held.forEach(connection -> connection.unsafe().closeForcibly());
    held.clear();
  }

  @Override
  public void exceptionCaught(ChannelHandlerContext context, Throwable e) {
    LOG.warn(
        "Accepting on {} failed and is tried again in {} ms: {}",
        address,
        PAUSE_MILLIS,
        e.toString());
    socket.config().setAutoRead(false);
    context
        .executor()
        .schedule(
            () -> socket.config().setAutoRead(accepting), PAUSE_MILLIS, TimeUnit.MILLISECONDS);
  }
}
