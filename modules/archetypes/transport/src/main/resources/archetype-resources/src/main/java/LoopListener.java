package ${package};

import io.vivarium.spi.transport.Listener;
import java.io.IOException;
import java.net.SocketAddress;
import java.nio.channels.SelectionKey;
import java.nio.channels.ServerSocketChannel;
import java.nio.channels.SocketChannel;
import java.util.concurrent.CompletableFuture;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** A socket that accepts connections. Any thread. */
final class LoopListener implements Listener, Loop.Served {
  private static final Logger LOG = LoggerFactory.getLogger(LoopListener.class);

  private final Loop loop;
  private final ServerSocketChannel socket;
  private final SocketAddress address;
  private final Opener opener;

  /** Opens a connection on a socket that was accepted. */
  @FunctionalInterface
  interface Opener {
    void open(SocketChannel socket) throws IOException;
  }

  LoopListener(Loop loop, ServerSocketChannel socket, Opener opener) throws IOException {
    this.loop = loop;
    this.socket = socket;
    this.address = socket.getLocalAddress();
    this.opener = opener;
  }

  @Override
  public SocketAddress address() {
    return address;
  }

  boolean isClosed() {
    return !socket.isOpen();
  }

  @Override
  public void accepting(boolean on) {
    loop.run(
        () -> {
          if (socket.isOpen()) {
            try {
              loop.register(socket, on ? SelectionKey.OP_ACCEPT : 0, this);
            } catch (IOException e) {
              abandon(e);
            }
          }
        });
  }

  @Override
  public void ready(SelectionKey key) {
    SocketChannel accepted;
    try {
      accepted = socket.accept();
    } catch (IOException e) {
      // Too many open files, for example: it would be ready again at once, and fail again.
      LOG.warn("Nobody is accepted at {} for a moment", address, e);
      key.interestOps(0);
      loop.atNextTick(() -> accepting(true));
      return;
    }
    if (accepted == null) {
      return;
    }
    try {
      opener.open(accepted);
    } catch (IOException e) {
      LOG.debug("A connection ended before it was opened", e);
      Loop.closeQuietly(accepted);
    }
  }

  @Override
  public void abandon(IOException why) {
    LOG.warn("Nobody is accepted any more at {}", address, why);
    Loop.closeQuietly(socket);
  }

  @Override
  public void close() {
    CompletableFuture<Void> closed = new CompletableFuture<>();
    Runnable closing =
        () -> {
          Loop.closeQuietly(socket);
          loop.forgetClosed();
          closed.complete(null);
        };
    if (loop.isCurrent()) {
      closing.run();
    } else if (loop.run(closing)) {
      closed.join();
    } else {
      Loop.closeQuietly(socket);
    }
  }
}
