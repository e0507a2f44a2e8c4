package io.vivarium.simulator;

import io.vivarium.spi.transport.Connection;
import io.vivarium.spi.transport.ConnectionHandler;
import io.vivarium.spi.transport.HandlerFactory;
import io.vivarium.spi.transport.Peer;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.net.InetSocketAddress;
import java.nio.ByteBuffer;
import java.util.ArrayDeque;
import java.util.List;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/** One end of a connection. */
final class SimulatedConnection implements Connection {
  /** What the system takes off a sender's hands before it counts as waiting. */
  private static final long SOCKET_BUFFER_BYTES = 1 << 20;

  private static final long HIGH_MARK_BYTES = 256 << 10;

  private final SimulatedTransport transport;
  private final Peer peer;
  private final Wire wire;
  private final ByteArrayOutputStream out = new ByteArrayOutputStream();
  private final ArrayDeque<Runnable> tasks = new ArrayDeque<>();
  private @Nullable Pipe outgoing;
  private @Nullable ConnectionHandler handler;
  private byte[] in = new byte[256];
  private int start;
  private int end;
  private boolean reading = true;
  private boolean writable = true;

  /** Waits until everything is taken. */
  private @Nullable Runnable afterSending;

  private boolean taskScheduled;
  private boolean onIoThread;
  private boolean inputEnded;

  /** No byte is taken or sent any more; {@code onClosed} is still to come, or came. */
  private boolean closing;

  private boolean gone;

  SimulatedConnection(
      SimulatedTransport transport, InetSocketAddress local, InetSocketAddress remote, Wire wire) {
    this.transport = transport;
    this.peer = new Peer(remote, local, false, List.of());
    this.wire = wire;
  }

  SimulatedTransport transport() {
    return transport;
  }

  Wire wire() {
    return wire;
  }

  Life life() {
    return transport.life();
  }

  void sendsBy(Pipe pipe) {
    outgoing = pipe;
  }

  Pipe outgoing() {
    return Objects.requireNonNull(outgoing);
  }

  /** Whether nothing more happens at this end. */
  boolean gone() {
    return gone;
  }

  /** The process is gone: nothing happens here any more, and nobody is told. */
  void vanish() {
    if (!gone) {
      gone = true;
      closing = true;
      wire.closed();
    }
  }

  /** The connection stands here. */
  void open(HandlerFactory handlers) {
    onIo(
        () -> {
          handler = handlers.opened(this);
          if (handler == null) {
            close(null, false);
          }
        });
    transport.opened(this);
  }

  // ---- from the network

  void arrived(byte[] bytes) {
    if (gone || closing || inputEnded) {
      if (!life().ended() && (gone || closing)) {
        wire.refused(this);
      }
      return;
    }
    append(bytes);
    take();
    drained();
  }

  void ended(boolean broken) {
    if (gone || closing) {
      return;
    }
    if (broken) {
      close(new IOException("Connection reset"), true);
      return;
    }
    inputEnded = true;
    ConnectionHandler current = handler;
    if (current == null || (end > start && !reading)) {
      return;
    }
    boolean[] more = {false};
    onIo(() -> more[0] = current.onInputEnded());
    if (!more[0]) {
      close(null, false);
    }
  }

  private void append(byte[] bytes) {
    if (in.length - end < bytes.length) {
      byte[] larger = new byte[Math.max((end - start + bytes.length) * 2, in.length)];
      System.arraycopy(in, start, larger, 0, end - start);
      in = larger;
      end -= start;
      start = 0;
    }
    System.arraycopy(bytes, 0, in, end, bytes.length);
    end += bytes.length;
  }

  private void take() {
    ConnectionHandler current = handler;
    if (current == null) {
      return;
    }
    onIo(
        () -> {
          boolean any = false;
          while (reading && !closing && end > start) {
            ByteBuffer received = ByteBuffer.wrap(in, start, end - start).slice();
            int length = current.frameLength(received);
            if (length == 0 || length > end - start) {
              break;
            }
            ByteBuffer frame = ByteBuffer.wrap(in, start, length).slice();
            start += length;
            any = true;
            current.onFrame(frame);
          }
          if (any && !closing) {
            current.onReadDone();
          }
        });
  }

  /** Runs something of the handler; what it throws closes the connection. */
  private void onIo(Runnable action) {
    boolean before = onIoThread;
    onIoThread = true;
    try {
      action.run();
    } catch (RuntimeException failure) {
      close(failure, false);
    } finally {
      onIoThread = before;
    }
  }

  // ---- Connection

  @Override
  public Peer peer() {
    return peer;
  }

  @Override
  public void write(ByteBuffer bytes) {
    byte[] copy = new byte[bytes.remaining()];
    bytes.get(copy);
    if (!closing) {
      out.writeBytes(copy);
    }
  }

  @Override
  public void flush() {
    if (!closing && out.size() > 0) {
      outgoing().send(out.toByteArray());
      out.reset();
      if (writable && pendingBytes() > HIGH_MARK_BYTES) {
        writable = false;
        tellWritable(false);
      }
    }
  }

  private void drained() {
    Runnable waiting = afterSending;
    if (waiting != null && pendingBytes() == 0) {
      afterSending = null;
      execute(waiting);
    }
    if (!writable && pendingBytes() == 0) {
      writable = true;
      tellWritable(true);
    }
  }

  private void tellWritable(boolean now) {
    execute(
        () -> {
          if (handler != null) {
            handler.onWritable(now);
          }
        });
  }

  @Override
  public long pendingBytes() {
    return out.size() + Math.max(0, outgoing().bytes() - SOCKET_BUFFER_BYTES);
  }

  @Override
  public boolean whenSent(Runnable task) {
    afterSending = task;
    drained();
    return true;
  }

  @Override
  public void execute(Runnable task) {
    if (gone || life().ended()) {
      return;
    }
    tasks.add(task);
    if (!taskScheduled) {
      taskScheduled = true;
      transport.soon(this::runTasks);
    }
  }

  private void runTasks() {
    taskScheduled = false;
    // Those that are there now: a task may add others.
    for (int left = tasks.size(); left > 0 && !gone; left--) {
      Runnable task = tasks.poll();
      if (task != null) {
        onIo(task);
      }
    }
    if (gone) {
      tasks.clear();
    } else if (!tasks.isEmpty() && !taskScheduled) {
      taskScheduled = true;
      transport.soon(this::runTasks);
    }
  }

  @Override
  public void reading(boolean on) {
    if (on && !reading) {
      reading = true;
      execute(
          () -> {
            take();
            if (inputEnded && !closing) {
              ended(false);
            }
          });
    } else {
      reading = on;
    }
  }

  @Override
  public void close() {
    if (onIoThread) {
      close(null, false);
    } else {
      execute(() -> close(null, false));
    }
  }

  private void close(@Nullable Throwable cause, boolean broken) {
    if (closing) {
      return;
    }
    if (!broken) {
      flush();
      outgoing().end(false);
    }
    closing = true;
    transport.soon(
        () -> {
          if (gone) {
            return;
          }
          gone = true;
          wire.closed();
          transport.closed(this);
          if (handler != null) {
            handler.onClosed(cause);
          }
        });
  }

  @Override
  public String toString() {
    return life().name() + "(" + peer.local().getPort() + ")";
  }
}
