package io.vivarium.consensus.zab;

import io.vivarium.spi.transport.Connection;
import io.vivarium.spi.transport.ConnectionHandler;
import io.vivarium.spi.transport.Peer;
import java.io.ByteArrayOutputStream;
import java.net.InetSocketAddress;
import java.nio.ByteBuffer;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** One end of a connection in a {@link MemoryNetwork}. Bytes that the other end does not read wait at this one. */
public final class MemoryConnection implements Connection {
  /** Bytes waiting above which the handler is told that this is enough. */
  public static final int HIGH_MARK = 64 << 10;

  private final MemoryNetwork network;
  private final String name;
  private final ByteArrayOutputStream written = new ByteArrayOutputStream();
  private final ByteArrayOutputStream flushed = new ByteArrayOutputStream();

  private @Nullable ConnectionHandler handler;
  private @Nullable MemoryConnection other;
  private ByteBuffer received = ByteBuffer.allocate(0);
  private boolean reading = true;
  private boolean writable = true;
  private boolean open = true;
  private boolean finishing;
  private @Nullable Throwable cause;

  MemoryConnection(MemoryNetwork network, String name) {
    this.network = network;
    this.name = name;
  }

  void join(MemoryConnection far) {
    other = far;
    far.other = this;
  }

  void begin(@Nullable ConnectionHandler newHandler) {
    handler = newHandler;
    if (newHandler == null) {
      close();
    }
  }

  /** Whether it is open. */
  public boolean open() {
    return open;
  }

  /** Why it was closed; null when in good order. */
  public @Nullable Throwable cause() {
    return cause;
  }

  /** Sends bytes as they are. */
  public void send(byte[] bytes) {
    write(ByteBuffer.wrap(bytes));
    flush();
    network.run();
  }

  @Override
  public Peer peer() {
    InetSocketAddress address = InetSocketAddress.createUnresolved(name.replace(' ', '-'), 1);
    return new Peer(address, address, false, List.of());
  }

  @Override
  public void write(ByteBuffer bytes) {
    byte[] copy = new byte[bytes.remaining()];
    bytes.get(copy);
    if (open) {
      written.writeBytes(copy);
    }
  }

  @Override
  public void flush() {
    flushed.writeBytes(written.toByteArray());
    written.reset();
    network.later(this::deliver);
    tellWritability();
  }

  @Override
  public long pendingBytes() {
    return (long) written.size() + flushed.size();
  }

  @Override
  public void execute(Runnable task) {
    network.later(
        () -> {
          if (open) {
            guarded(task);
          }
        });
  }

  @Override
  public void reading(boolean on) {
    reading = on;
    if (other != null) {
      network.later(other::deliver);
    }
  }

  @Override
  public void close() {
    if (open && !finishing) {
      finishing = true;
      flush();
      network.later(() -> ended(null));
    }
  }

  private void deliver() {
    MemoryConnection to = other;
    if (to == null || !to.reading || flushed.size() == 0) {
      return;
    }
    byte[] bytes = flushed.toByteArray();
    flushed.reset();
    tellWritability();
    to.guarded(() -> to.receive(bytes));
  }

  private void receive(byte[] bytes) {
    ConnectionHandler user = handler;
    if (!open || finishing || user == null) {
      return;
    }
    ByteBuffer all = ByteBuffer.allocate(received.remaining() + bytes.length);
    received = all.put(received).put(bytes).flip();
    boolean frames = false;
    while (received.hasRemaining() && open && !finishing) {
      int length = user.frameLength(received.slice());
      if (length == 0 || length > received.remaining()) {
        break;
      }
      user.onFrame(received.slice(received.position(), length));
      received.position(received.position() + length);
      frames = true;
    }
    if (frames && open && !finishing) {
      user.onReadDone();
    }
  }

  private void tellWritability() {
    boolean now = pendingBytes() < HIGH_MARK;
    ConnectionHandler user = handler;
    if (now != writable && user != null) {
      writable = now;
      execute(() -> user.onWritable(now));
    }
  }

  private void guarded(Runnable task) {
    try {
      task.run();
    } catch (RuntimeException e) {
      network.later(() -> ended(e));
      finishing = true;
    }
  }

  private void ended(@Nullable Throwable why) {
    if (!open) {
      return;
    }
    deliver();
    open = false;
    cause = why;
    if (handler != null) {
      handler.onClosed(why);
    }
    MemoryConnection peer = other;
    if (peer != null) {
      network.later(
          () -> {
            if (peer.open && !peer.finishing && peer.handler != null) {
              peer.handler.onInputEnded();
            }
            peer.ended(null);
          });
    }
  }
}
