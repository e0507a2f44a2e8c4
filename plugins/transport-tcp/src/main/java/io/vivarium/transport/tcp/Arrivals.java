package io.vivarium.transport.tcp;

import io.netty.channel.Channel;
import io.vivarium.spi.transport.Connection;
import io.vivarium.spi.transport.ConnectionHandler;
import io.vivarium.spi.transport.HandlerFactory;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicBoolean;
import org.jspecify.annotations.Nullable;

/**
 * Who has arrived at a listener and is kept waiting by a guard, by address: their handlers do not know of them yet, and must, to tell
 * whether there are too many. Any thread.
 */
@SuppressWarnings(
    "FutureReturnValueIgnored") // whoever listens to the end of a socket is told of it
final class Arrivals {
  private final HandlerFactory handlers;
  private final Map<InetAddress, Integer> beginning = new ConcurrentHashMap<>();

  Arrivals(HandlerFactory handlers) {
    this.handlers = handlers;
  }

  /** Whether one more may begin. */
  boolean admit(Channel socket) {
    return socket.remoteAddress() instanceof InetSocketAddress remote
        && handlers.admits(remote, beginning.getOrDefault(remote.getAddress(), 0));
  }

  /** The handlers of a connection that begins at once. */
  HandlerFactory atOnce() {
    return handlers;
  }

  /** The handlers of a connection that waits until they are asked or it is gone. */
  HandlerFactory waiting(Channel socket) {
    if (!(socket.remoteAddress() instanceof InetSocketAddress remote)) {
      return handlers; // it is gone already
    }
    Waiting one = new Waiting(remote.getAddress());
    beginning.merge(one.address, 1, Integer::sum);
    socket.closeFuture().addListener(closed -> one.end());
    return one;
  }

  /** One of them. */
  private final class Waiting implements HandlerFactory {
    private final InetAddress address;
    private final AtomicBoolean ended = new AtomicBoolean();

    Waiting(InetAddress address) {
      this.address = address;
    }

    @Override
    public @Nullable ConnectionHandler opened(Connection connection) {
      end();
      return handlers.opened(connection);
    }

    void end() {
      if (ended.compareAndSet(false, true)) {
        beginning.computeIfPresent(address, (_, count) -> count == 1 ? null : count - 1);
      }
    }
  }
}
