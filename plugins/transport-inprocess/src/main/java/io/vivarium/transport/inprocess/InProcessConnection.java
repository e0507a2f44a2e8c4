package io.vivarium.transport.inprocess;

import io.vivarium.spi.transport.Connection;
import io.vivarium.spi.transport.ConnectionHandler;
import io.vivarium.spi.transport.HandlerFactory;
import io.vivarium.spi.transport.Peer;
import java.io.EOFException;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The transport's end of a connection. It is open until {@link #close} was called or something failed, then closing (what was written
 * still goes out, what arrives is thrown away), then closed. Everything but what the interface says otherwise of is the I/O thread's.
 */
final class InProcessConnection implements Connection {
  private static final Logger LOG = LoggerFactory.getLogger(InProcessConnection.class);

  private final IoThread thread;
  private final Link link;
  private final InProcessSettings settings;
  private final Peer peer;
  private final FrameReader input = new FrameReader();
  private final OutputBuffer output = new OutputBuffer();
  private @Nullable ConnectionHandler handler;
  private @Nullable Throwable cause;
  private State state = State.OPEN;
  private boolean reading = true;
  private boolean writable = true;

  /** A turn of reading is under way: asked for, or waiting for something to read. */
  private boolean inputAwaited;

  private boolean inputEnded;
  private boolean roomAwaited;

  /** Waits until everything is in the pipe. */
  private @Nullable Runnable afterSending;

  private IoThread.@Nullable Alarm deadline;

  private enum State {
    OPEN,
    CLOSING,
    CLOSED
  }

  InProcessConnection(IoThread thread, Link link, InProcessSettings settings) {
    this.thread = thread;
    this.link = link;
    this.settings = settings;
    this.peer = new Peer(link.remote(), link.local(), false, List.of());
  }

  /** Asks whether a connection that was accepted may begin, and begins. */
  void beginIfAdmitted(HandlerFactory handlers) {
    begin(accepted -> handlers.admits(peer.remote(), 0) ? handlers.opened(accepted) : null);
  }

  /** Asks for the handler and begins to read. */
  void begin(HandlerFactory handlers) {
    try {
      handler = handlers.opened(this);
    } catch (Throwable e) {
      LOG.warn("No handler for the connection from {}, which is closed", peer.remote(), e);
    }
    if (handler == null) {
      end();
      return;
    }
    thread.opened(this);
    awaitInput();
  }

  // ---- what the handler calls

  @Override
  public Peer peer() {
    return peer;
  }

  @Override
  public void write(ByteBuffer bytes) {
    if (open()) {
      output.append(bytes);
    }
  }

  @Override
  public void flush() {
    if (open()) {
      send();
    }
  }

  @Override
  public long pendingBytes() {
    return output.size();
  }

  @Override
  public void execute(Runnable task) {
    thread.execute(
        () -> {
          if (open()) {
            guarded(task);
          }
        });
  }

  @Override
  public void atEndOfRound(Runnable task) {
    thread.run(task);
  }

  @Override
  public boolean whenSent(Runnable task) {
    if (open()) {
      afterSending = task;
      tellSent();
    }
    return true;
  }

  private void tellSent() {
    Runnable waiting = afterSending;
    if (waiting != null && output.size() == 0) {
      afterSending = null;
      execute(waiting);
    }
  }

  @Override
  public void reading(boolean on) {
    reading = on || !open();
    awaitInput();
  }

  @Override
  public void close() {
    if (thread.current()) {
      finish(null);
    } else {
      execute(() -> finish(null)); // behind the tasks that are waiting
    }
  }

  @Override
  public void abort() {
    IOException why = new IOException("closed without regard to what the peer had not taken");
    if (thread.current()) {
      abort(why);
    } else {
      thread.run(() -> abort(why)); // no task of the connection's, as it may be closing already
    }
  }

  // ---- input

  private void awaitInput() {
    if (reading && !inputAwaited && !inputEnded && state != State.CLOSED) {
      inputAwaited = true;
      link.in().whenReadable(() -> thread.execute(this::receive));
    }
  }

  /** One read; others have their turn before the next. */
  private void receive() {
    inputAwaited = false;
    if (state == State.CLOSED || !reading) {
      return;
    }
    ByteBuffer bytes = thread.readBuffer();
    if (link.in().read(bytes) < 0) {
      inputEnded = true;
      endOfInput();
    } else if (open()) {
      handOver(bytes.flip());
    }
    awaitInput();
  }

  private void handOver(ByteBuffer bytes) {
    ConnectionHandler user = known(handler);
    guarded(
        () -> {
          if (input.read(bytes, user, this::open) > 0 && open()) {
            user.onReadDone();
          }
        });
  }

  private void endOfInput() {
    if (!open()) {
      return;
    }
    if (input.midFrame()) {
      finish(new EOFException("the peer closed in the middle of a frame"));
      return;
    }
    guarded(
        () -> {
          if (!known(handler).onInputEnded()) {
            finish(null);
          }
        });
  }

  // ---- output

  /** Moves into the pipe what it takes; goes on by itself when there is room again. */
  private void send() {
    try {
      if (!output.moveTo(link.out()) && !roomAwaited) {
        roomAwaited = true;
        link.out().whenWritable(() -> thread.execute(this::sendOn));
      }
    } catch (IOException e) {
      abort(e);
      return;
    }
    tellSent();
    boolean now = writableNow();
    if (open() && now != writable) {
      writable = now;
      // Later, never from within a call that the handler is making right now. Each change is told:
      // whoever has seen much waiting, and holds something back, waits for it.
      thread.execute(() -> tellWritability(now));
    }
  }

  private void sendOn() {
    roomAwaited = false;
    if (state == State.CLOSED) {
      return;
    }
    send();
    if (state == State.CLOSING && output.size() == 0) {
      end();
    }
  }

  private boolean writableNow() {
    return writable
        ? output.size() <= settings.highWaterMark()
        : output.size() < settings.lowWaterMark();
  }

  private void tellWritability(boolean now) {
    if (open()) {
      guarded(() -> known(handler).onWritable(now));
    }
  }

  // ---- how it ends

  /** Sends what was written, for a while at most, then ends. */
  private void finish(@Nullable Throwable why) {
    if (!open()) {
      return;
    }
    state = State.CLOSING;
    cause = why;
    input.release();
    send();
    if (state == State.CLOSED) {
      return;
    }
    if (output.size() == 0) {
      end();
      return;
    }
    deadline = thread.after(settings.closeTimeoutMillis(), this::outOfTime);
    reading(true); // a peer that is writing itself would never get to what it is to take
  }

  private void outOfTime() {
    abort(
        new IOException(
            "closed with "
                + output.size()
                + " bytes that the peer did not take within "
                + settings.closeTimeoutMillis()
                + " ms"));
  }

  private void abort(Throwable why) {
    if (cause == null && state != State.CLOSED) { // else a good end is only not told yet
      cause = why;
    }
    end();
  }

  private void end() {
    if (state == State.CLOSED) {
      return;
    }
    state = State.CLOSED;
    thread.cancel(deadline);
    link.close();
    input.release();
    output.release();
    thread.run(this::tellEnd); // never from within a call of the handler
  }

  private void tellEnd() {
    thread.closed(this);
    ConnectionHandler user = handler;
    if (user != null) {
      try {
        user.onClosed(cause);
      } catch (Throwable e) {
        LOG.warn("The handler of {} failed in onClosed", peer.remote(), e);
      }
    }
  }

  private boolean open() {
    return state == State.OPEN;
  }

  /** What fails here costs this connection and nothing else. */
  private void guarded(Runnable task) {
    try {
      task.run();
    } catch (Throwable e) {
      finish(e);
    }
  }

  private static <T> T known(@Nullable T value) {
    if (value == null) {
      throw new IllegalStateException("the connection has no handler yet");
    }
    return value;
  }
}
