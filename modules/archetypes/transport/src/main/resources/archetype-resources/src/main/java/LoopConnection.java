package ${package};

import io.vivarium.spi.transport.Connection;
import io.vivarium.spi.transport.ConnectionHandler;
import io.vivarium.spi.transport.HandlerFactory;
import io.vivarium.spi.transport.Peer;
import java.io.EOFException;
import java.io.IOException;
import java.net.InetSocketAddress;
import java.nio.ByteBuffer;
import java.nio.channels.SelectionKey;
import java.nio.channels.SocketChannel;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** A connection that stands. */
final class LoopConnection implements Connection, Loop.Served {
  /** How long a peer may take to read what is left when a connection is closed. */
  private static final long LINGER_NANOS = TimeUnit.SECONDS.toNanos(3);

  /** Reads after which a peer that goes on sending is closed all the same. */
  private static final int MOST_DISCARDED = 16;

  private static final Logger LOG = LoggerFactory.getLogger(LoopConnection.class);

  private final Loop loop;
  private final SocketChannel socket;
  private final Peer peer;
  private final Output output = new Output();
  private final Input input = new Input();
  private @Nullable ConnectionHandler handler;
  private @Nullable SelectionKey key;
  private @Nullable Throwable cause;

  /** Waits until everything that was written is sent. */
  private @Nullable Runnable afterSending;

  private boolean reading = true;
  private boolean writable = true;
  private boolean inputEnded;

  /** Nothing more is handed over or taken; what was written may still be on its way. */
  private boolean closing;

  private boolean closed;
  private long deadlineNanos;

  LoopConnection(Loop loop, SocketChannel socket) throws IOException {
    this.loop = loop;
    this.socket = socket;
    this.peer =
        new Peer(
            (InetSocketAddress) socket.getRemoteAddress(),
            (InetSocketAddress) socket.getLocalAddress(),
            false,
            List.of());
  }

  /** Asks for the handler; from here on it is told of everything. */
  void open(HandlerFactory handlers) throws IOException {
    key = loop.register(socket, SelectionKey.OP_READ, this);
    loop.add(this);
    try {
      handler = handlers.opened(this);
    } catch (RuntimeException | Error e) {
      LOG.warn("No handler was made for {}", peer.remote(), e);
    }
    if (handler == null) {
      end(null);
    } else if (closed) {
      tellEnd(handler); // the factory has closed it
    } else if (loop.isClosing()) {
      close();
    }
  }

  // ---- what the loop brings

  @Override
  public void ready(SelectionKey ready) {
    try {
      if (ready.isReadable() && !closing) {
        read();
      }
      if (!closed) {
        send();
      }
    } catch (IOException e) {
      end(e);
    } catch (RuntimeException | Error e) {
      finish(e);
    }
  }

  private void read() throws IOException {
    ByteBuffer bytes = loop.scratch();
    int count = socket.read(bytes);
    ConnectionHandler to = handler();
    if (count > 0) {
      boolean any = false;
      input.add(bytes.flip());
      for (ByteBuffer frame = input.next(to); frame != null; frame = input.next(to)) {
        any = true;
        to.onFrame(frame);
        if (closing) {
          return;
        }
      }
      input.keepRest();
      if (any) {
        to.onReadDone();
      }
    } else if (count < 0) {
      inputEnded = true;
      if (input.isInsideFrame()) {
        finish(new EOFException("the peer's stream ends inside a frame"));
      } else if (!to.onInputEnded()) {
        finish(null);
      }
    }
  }

  private void send() throws IOException {
    boolean done = output.sendTo(socket);
    if (closing && done) {
      end(cause);
      return;
    }
    updateInterest();
    tellWritability();
    tellSent();
  }

  private void updateInterest() {
    boolean reads = reading && !inputEnded && !closing;
    key()
        .interestOps(
            (reads ? SelectionKey.OP_READ : 0) | (output.isHeldUp() ? SelectionKey.OP_WRITE : 0));
  }

  /** As a task, because a handler is never told from within its own call. */
  private void tellWritability() {
    boolean now = writable ? !output.isHigh() : output.isLow();
    if (now != writable && !closing) {
      writable = now;
      execute(() -> handler().onWritable(now));
    }
  }

  private void tellSent() {
    Runnable waiting = afterSending;
    if (waiting != null && output.pendingBytes() == 0) {
      afterSending = null;
      execute(waiting);
    }
  }

  void enforceDeadline() {
    if (closing && loop.nowNanos() - deadlineNanos > 0) {
      IOException late =
          new IOException("the peer " + peer.remote() + " did not read what was left");
      end(cause == null ? late : cause);
    }
  }

  @Override
  public void abandon(IOException why) {
    end(why);
  }

  // ---- the end

  /** Sends what is left, then ends. */
  private void finish(@Nullable Throwable why) {
    if (closing) {
      return;
    }
    closing = true;
    cause = why;
    deadlineNanos = loop.nowNanos() + LINGER_NANOS;
    try {
      send();
    } catch (IOException e) {
      end(e);
    }
  }

  private void end(@Nullable Throwable why) {
    if (closed) {
      return;
    }
    closing = true;
    closed = true;
    cause = why;
    discardInput();
    Loop.closeQuietly(socket);
    loop.remove(this);
    if (handler != null) {
      tellEnd(handler);
    }
  }

  private void tellEnd(ConnectionHandler to) {
    try {
      to.onClosed(cause);
    } catch (RuntimeException | Error e) {
      LOG.warn("The handler of {} failed in its last call", peer.remote(), e);
    }
  }

  /** A socket that is closed with bytes unread makes the system take back what the peer has not read yet. */
  private void discardInput() {
    try {
      int reads = 0;
      while (reads < MOST_DISCARDED && socket.read(loop.scratch()) > 0) {
        reads++;
      }
    } catch (IOException e) {
      inputEnded = true; // there is nothing to be read from a broken connection
    }
  }

  // ---- what the handler asks for

  @Override
  public Peer peer() {
    return peer;
  }

  @Override
  public void write(ByteBuffer bytes) {
    if (!closing) {
      output.add(bytes);
      tellWritability();
    }
  }

  @Override
  public void flush() {
    if (!closing) {
      try {
        send();
      } catch (IOException e) {
        end(e);
      }
    }
  }

  @Override
  public long pendingBytes() {
    return output.pendingBytes();
  }

  @Override
  public void execute(Runnable task) {
    loop.run(
        () -> {
          if (!closing) {
            try {
              task.run();
            } catch (RuntimeException | Error e) {
              finish(e);
            }
          }
        });
  }

  @Override
  public boolean whenSent(Runnable task) {
    afterSending = task;
    tellSent();
    return true;
  }

  @Override
  public void reading(boolean on) {
    reading = on;
    if (!closing) {
      updateInterest();
    }
  }

  @Override
  public void close() {
    if (loop.isCurrent()) {
      finish(null);
    } else {
      loop.run(() -> finish(null));
    }
  }

  @Override
  public void abort() {
    if (loop.isCurrent()) {
      end(new IOException("what the peer had not taken was given up"));
    } else {
      loop.run(this::abort);
    }
  }

  private ConnectionHandler handler() {
    if (handler == null) {
      throw new IllegalStateException("the connection has no handler yet");
    }
    return handler;
  }

  private SelectionKey key() {
    if (key == null) {
      throw new IllegalStateException("the connection is not registered yet");
    }
    return key;
  }
}
