package io.vivarium.kernel.connection;

import io.vivarium.spi.transport.Connection;
import io.vivarium.spi.transport.ConnectionHandler;
import io.vivarium.spi.transport.Peer;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.ByteBuffer;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/** The transport's end of one connection, on the test's own thread: what is written stays until the test has the peer take it. */
final class FakeTransport implements Connection {
  private final Peer peer;
  private final ArrayDeque<Runnable> tasks = new ArrayDeque<>();
  private final List<byte[]> written = new ArrayList<>();
  private @Nullable ConnectionHandler handler;

  /** Bytes that the peer has not taken. */
  long pending;

  /** Whether the peer takes everything at once, so that the transport never says that much is waiting. */
  boolean takesAtOnce;

  boolean reading = true;
  boolean closed;

  /** Whether it was closed without regard to what the peer had not taken. */
  boolean aborted;

  private @Nullable Runnable afterSending;

  FakeTransport(String address) {
    this.peer =
        new Peer(
            new InetSocketAddress(InetAddress.ofLiteral(address), 4711),
            new InetSocketAddress(InetAddress.getLoopbackAddress(), 2181),
            false,
            List.of());
  }

  void handler(ConnectionHandler user) {
    handler = user;
  }

  /** Brings frames by one read, as a transport does. */
  void arrive(List<byte[]> frames) {
    ConnectionHandler user = Objects.requireNonNull(handler);
    for (byte[] frame : frames) {
      if (closed) {
        return;
      }
      ByteBuffer received = ByteBuffer.wrap(frame);
      if (user.frameLength(received) != frame.length) {
        throw new AssertionError("not one whole frame");
      }
      user.onFrame(received);
    }
    if (!closed) {
      user.onReadDone();
    }
  }

  /** The peer reads everything; the transport says so when it had said that much was waiting. */
  void peerReads(boolean wasFull) {
    pending = 0;
    if (wasFull) {
      Objects.requireNonNull(handler).onWritable(true);
    }
  }

  /** The peer has read everything, and the transport tells whoever asked for that. */
  void tellsThatAllIsSent() {
    pending = 0;
    Runnable waiting = afterSending;
    afterSending = null;
    if (waiting != null) {
      waiting.run();
    }
  }

  /** Does what was left for the I/O thread. */
  void runTasks() {
    for (Runnable task; (task = tasks.poll()) != null && !closed; ) {
      task.run();
    }
  }

  /** What was written since the last call, one buffer for each write. */
  List<byte[]> taken() {
    List<byte[]> all = List.copyOf(written);
    written.clear();
    return all;
  }

  @Override
  public Peer peer() {
    return peer;
  }

  @Override
  public void write(ByteBuffer bytes) {
    byte[] copy = new byte[bytes.remaining()];
    bytes.get(copy);
    if (!closed) {
      written.add(copy);
      pending += copy.length;
    }
  }

  @Override
  public void flush() {
    if (takesAtOnce) {
      pending = 0;
    }
  }

  @Override
  public long pendingBytes() {
    return pending;
  }

  @Override
  public void execute(Runnable task) {
    tasks.add(task);
  }

  @Override
  public boolean whenSent(Runnable task) {
    afterSending = task;
    return true;
  }

  @Override
  public void abort() {
    aborted = true;
    closed = true;
    pending = 0;
  }

  @Override
  public void reading(boolean on) {
    reading = on;
  }

  @Override
  public void close() {
    closed = true;
  }
}
