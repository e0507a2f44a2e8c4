package io.vivarium.transport.tcp;

import io.netty.buffer.ByteBuf;
import io.vivarium.spi.transport.Connection;
import io.vivarium.spi.transport.ConnectionHandler;
import io.vivarium.spi.transport.HandlerFactory;
import io.vivarium.spi.transport.Peer;
import java.io.EOFException;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.util.concurrent.Future;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * One TCP connection, whatever its socket is driven by.
 *
 * <p>It is open from the moment the factory gave a handler, closing once {@link #close} was called or something failed (what was
 * written still goes out, what arrives is thrown away), and closed when the socket is. Everything but what {@link Connection} allows any
 * thread belongs to the I/O thread.
 */
@SuppressWarnings("FutureReturnValueIgnored") // what fails comes back as the end of the socket
abstract class TcpConnection implements Connection, Runnable {
  private static final Logger LOG = LoggerFactory.getLogger(TcpConnection.class);

  private final IoThread thread;
  private final TaskQueue tasks = new TaskQueue();
  private final FrameReader input = new FrameReader();
  private final OutputBuffer output = new OutputBuffer();

  /** Set once, before anybody else sees this connection. */
  private @Nullable Peer peer;

  private @Nullable ConnectionHandler handler;
  private @Nullable Throwable cause;
  private State state = State.OPEN;
  private boolean writable = true;
  private boolean framesInRead;

  /** Waits until everything is sent; null for nearly all connections at nearly all times. */
  private @Nullable Runnable afterSending;

  /** When the socket is closed though the peer has not taken everything, or not ended its output; while it is closing. */
  private @Nullable Future<?> deadline;

  private enum State {
    OPEN,
    CLOSING,
    CLOSED
  }

  /** A connection whose socket does not stand yet. */
  TcpConnection(IoThread thread) {
    this.thread = thread;
  }

  // ---- what a kind of socket does

  /** Takes over bytes that are to be sent with the next {@link #flushSocket}, or earlier. */
  abstract void send(ByteBuf bytes);

  /** Sends what it has taken over, as far as the system takes it now, and the rest as soon as it does. */
  abstract void flushSocket();

  /** Bytes it has taken over and the system has not taken, give or take what is added for their buffers. */
  abstract long unsentBytes();

  /** Sends everything, within {@link #limitClosing the time for that}, then closes the socket. */
  abstract void closeWhenSent();

  /** Closes the socket at once; {@link #socketClosed} follows, but not within this call. */
  abstract void closeSocket();

  /** The same, and not even a farewell is tried to be sent before. */
  abstract void cutSocket();

  /** Whether the socket is not closed, be it that {@link #socketClosed} is still to come. */
  abstract boolean socketOpen();

  /** Somebody waits until everything is sent, which is not so yet: {@link #sentAll} is to be called then. */
  abstract void awaitSent();

  // ---- what the handler calls

  @Override
  public final Peer peer() {
    return known(peer);
  }

  @Override
  public final void write(ByteBuffer bytes) {
    if (open()) {
      output.append(bytes, thread.memory(), this::send);
    }
  }

  @Override
  public final void flush() {
    if (open()) {
      sendCollected();
      flushSocket();
    }
  }

  @Override
  public final long pendingBytes() {
    return output.size() + unsentBytes();
  }

  @Override
  public final void execute(Runnable task) {
    if (tasks.add(task)) {
      try {
        thread.loop().execute(this);
      } catch (RejectedExecutionException e) {
        // The transport was closed, and this connection with it.
        LOG.trace("Task dropped, as the transport is closed", e);
      }
    }
  }

  /** The event loop runs its tasks when it has looked at every socket that was ready. */
  @Override
  public final void atEndOfRound(Runnable task) {
    thread.run(task);
  }

  @Override
  public final boolean whenSent(Runnable task) {
    if (open()) {
      boolean asked = afterSending != null;
      afterSending = task;
      if (pendingBytes() == 0) {
        sentAll();
      } else if (!asked) {
        awaitSent();
      }
    }
    return true;
  }

  @Override
  public final void abort() {
    IOException why = new IOException("closed without regard to what the peer had not taken");
    if (thread.loop().inEventLoop()) {
      cutOff(why);
    } else {
      thread.run(() -> cutOff(why)); // no task of the connection's, as it may be closing already
    }
  }

  @Override
  public final void close() {
    if (thread.loop().inEventLoop()) {
      finish(null);
    } else {
      execute(() -> finish(null)); // behind the tasks that are waiting
    }
  }

  /** Runs what other threads have left. */
  @Override
  public final void run() {
    try {
      tasks.runAll(this::open);
    } catch (Throwable e) {
      finish(e);
    }
  }

  // ---- what the socket tells

  /** The socket stands: whoever listens is asked for a handler, without whom it is closed. */
  final void stands(Peer known, HandlerFactory handlers) {
    peer = known;
    try {
      handler = handlers.opened(this);
    } catch (Throwable e) {
      LOG.warn("No handler for the connection from {}, which is closed", known.remote(), e);
    }
    if (handler == null) {
      state = State.CLOSING;
      closeSocket();
    } else {
      thread.opened(this);
    }
  }

  /** Bytes have arrived; releases them. */
  final void received(ByteBuf bytes) {
    try {
      if (open()) {
        framesInRead |= input.read(bytes, thread.memory(), known(handler), this::open) > 0;
      }
    } catch (Throwable e) {
      finish(e);
    } finally {
      bytes.release();
    }
  }

  /** Nothing more is there for now. */
  final void readDone() {
    if (framesInRead && open()) {
      try {
        known(handler).onReadDone();
      } catch (Throwable e) {
        finish(e);
      }
    }
    framesInRead = false;
  }

  /** The peer will send no more. */
  final void inputEnded() {
    if (!open() || handler == null) {
      return; // without a handler it is a connect that was refused, which is told elsewhere
    }
    Throwable problem =
        input.midFrame() ? new EOFException("the peer closed in the middle of a frame") : null;
    try {
      if (problem != null || !known(handler).onInputEnded()) {
        finish(problem);
      }
    } catch (Throwable e) {
      finish(e);
    }
  }

  /** The system has taken everything. Whoever waits for that is told later, never from within a call that it is making right now. */
  final void sentAll() {
    Runnable waiting = afterSending;
    if (waiting != null) {
      afterSending = null;
      execute(waiting);
    }
  }

  /** Too much is unsent, or no longer. Tells the handler later, never from within a call that it is making right now. */
  final void writabilityChanged() {
    thread.loop().execute(this::tellWritability);
  }

  /**
   * Every change is told, one that was undone meanwhile too: a handler that has seen much waiting, and holds something back until there
   * is room, would wait for ever.
   */
  private void tellWritability() {
    if (open()) {
      writable = !writable;
      try {
        known(handler).onWritable(writable);
      } catch (Throwable e) {
        finish(e);
      }
    }
  }

  /** The socket is closed: the last that it tells. */
  final void socketClosed() {
    boolean told = state == State.CLOSED;
    state = State.CLOSED;
    if (deadline != null) {
      deadline.cancel(false);
    }
    input.release();
    output.release();
    thread.closed(this);
    ConnectionHandler user = handler;
    handler = null;
    if (user != null && !told) {
      try {
        user.onClosed(cause);
      } catch (Throwable e) {
        LOG.warn("The handler of {} failed in onClosed", peer().remote(), e);
      }
    }
  }

  // ---- how it ends

  /** Sends what was written, for a while at most, then closes the socket. */
  private void finish(@Nullable Throwable why) {
    if (open()) {
      sendCollected();
      state = State.CLOSING;
      cause = why;
      closeWhenSent();
    }
  }

  /** From now on the end does not wait for the peer for long. */
  final void limitClosing() {
    int millis = thread.settings().closeTimeoutMillis();
    deadline = thread.loop().schedule(this::closeInTime, millis, TimeUnit.MILLISECONDS);
  }

  private void closeInTime() {
    if (sentEverything()) {
      closeSocket();
      return;
    }
    abort(
        new IOException(
            "closed with "
                + pendingBytes()
                + " bytes that the peer did not take within "
                + thread.settings().closeTimeoutMillis()
                + " ms"));
  }

  /** Whether nothing of ours is lost when the socket is closed now. */
  boolean sentEverything() {
    return false;
  }

  /** Closes the socket at once. */
  final void abort(Throwable why) {
    if (state != State.CLOSED) {
      state = State.CLOSING;
      if (cause == null) {
        cause = why;
      }
      closeSocket();
    }
  }

  private void cutOff(IOException why) {
    if (state != State.CLOSED) {
      state = State.CLOSING;
      if (cause == null && socketOpen()) { // else a good end is only not told yet
        cause = why;
      }
      output.release();
      cutSocket();
    }
  }

  final boolean open() {
    return state == State.OPEN;
  }

  /** Whether the factory was asked. */
  final boolean stood() {
    return peer != null;
  }

  /** Why it ends; null while it does not, or when it ends in good order. */
  final @Nullable Throwable cause() {
    return cause;
  }

  final IoThread thread() {
    return thread;
  }

  private void sendCollected() {
    ByteBuf collected = output.take();
    if (collected != null) {
      send(collected);
    }
  }

  static <T> T known(@Nullable T value) {
    if (value == null) {
      throw new IllegalStateException("the connection does not stand yet");
    }
    return value;
  }
}
