package io.vivarium.spi.tck.transport;

import io.vivarium.spi.tck.transport.ModelTransport.Flaw;
import io.vivarium.spi.transport.Connection;
import io.vivarium.spi.transport.ConnectionHandler;
import io.vivarium.spi.transport.HandlerFactory;
import io.vivarium.spi.transport.Peer;
import java.io.EOFException;
import java.io.IOException;
import java.net.InetSocketAddress;
import java.nio.ByteBuffer;
import java.nio.channels.SelectionKey;
import java.nio.channels.Selector;
import java.nio.channels.SocketChannel;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.List;
import java.util.Queue;
import java.util.concurrent.TimeUnit;

/** A connection of {@link ModelTransport}. */
final class ModelConnection implements Connection {
  private static final int HIGH = 256 << 10;
  private static final int LOW = 64 << 10;

  private final ModelTransport transport;
  private final SocketChannel socket;
  private final Peer peer;
  private final Queue<Runnable> tasks = new ArrayDeque<>(); // guarded by itself
  private final Deque<ByteBuffer> output = new ArrayDeque<>();
  private final ByteBuffer read = ByteBuffer.allocate(64 << 10);
  private ByteBuffer partial = ByteBuffer.allocate(0);
  private ConnectionHandler handler;
  private SelectionKey key;
  private Throwable cause;
  private Runnable afterSending;
  private boolean reading = true;
  private boolean writable = true;
  private boolean inputEnded;
  private boolean closing;
  private volatile boolean closed;
  private long deadline = Long.MAX_VALUE;

  ModelConnection(ModelTransport transport, SocketChannel socket, boolean secure)
      throws IOException {
    this.transport = transport;
    this.socket = socket;
    peer =
        new Peer(
            (InetSocketAddress) socket.getRemoteAddress(),
            (InetSocketAddress) socket.getLocalAddress(),
            secure,
            List.of());
  }

  void open(Selector selector, HandlerFactory handlers) throws IOException {
    key = socket.register(selector, SelectionKey.OP_READ, this);
    try {
      handler = handlers.opened(this);
    } catch (RuntimeException e) {
      handler = null;
    }
    if (handler == null) {
      end();
    }
  }

  // ---- the loop's side

  void ready() {
    try {
      if (key.isReadable()) {
        readOnce();
      }
      if (!closed) {
        send();
      }
    } catch (IOException e) {
      cause = e;
      end();
    } catch (Throwable e) {
      fail(e);
    }
  }

  private void readOnce() throws IOException {
    int count = socket.read(read.clear());
    if (count > 0) {
      ByteBuffer all = ByteBuffer.allocate(partial.remaining() + count);
      partial = all.put(partial).put(read.flip()).flip();
      if (!closing && handOver(partial) > 0 && !closing && !has(Flaw.FORGETS_READ_DONE)) {
        handler.onReadDone();
      }
    } else if (count < 0) {
      inputEnded = true;
      interest();
      if (partial.hasRemaining() && !closing) {
        fail(new EOFException("in the middle of a frame"));
      } else if (!closing && (has(Flaw.CLOSES_WITH_THE_INPUT) || !handler.onInputEnded())) {
        if (has(Flaw.CLOSES_WITH_THE_INPUT)) {
          output.clear();
        }
        finish(null);
      }
    }
  }

  private int handOver(ByteBuffer bytes) {
    int frames = 0;
    int end = bytes.limit();
    while (bytes.hasRemaining() && (!closing || has(Flaw.HANDS_OVER_AFTER_CLOSE))) {
      int begin = bytes.position();
      int length = handler.frameLength(bytes);
      if (length == 0 || length > end - begin) {
        if (has(Flaw.ALLOCATES_WHAT_IS_ANNOUNCED) && length > 0) {
          ByteBuffer room = ByteBuffer.allocate(length);
          room.put(bytes.duplicate()).flip();
          partial = room;
        }
        break;
      }
      if (has(Flaw.MERGES_FRAMES)) {
        length = end - begin;
      } else if (has(Flaw.SPLITS_FRAMES) && length > 8) {
        length -= 1;
      }
      handler.onFrame(bytes.slice(begin, length));
      bytes.position(begin + length);
      frames++;
    }
    return frames;
  }

  private void send() throws IOException {
    while (!output.isEmpty()) {
      socket.write(output.peek());
      if (output.peek().hasRemaining()) {
        break;
      }
      output.remove();
    }
    interest();
    tellWritability();
    tellSent();
    if (closing && output.isEmpty()) {
      end();
    }
  }

  private void interest() {
    if (key.isValid()) {
      key.interestOps(
          (reading && !inputEnded ? SelectionKey.OP_READ : 0)
              | (output.isEmpty() ? 0 : SelectionKey.OP_WRITE));
    }
  }

  private void tellWritability() {
    boolean now = writable ? pendingBytes() <= HIGH : pendingBytes() < LOW;
    if (now != writable && !closing && !has(Flaw.NEVER_UNWRITABLE)) {
      writable = now;
      transport.run(
          () -> {
            if (!closed) {
              handler.onWritable(now);
            }
          });
    }
  }

  private void tellSent() {
    Runnable waiting = afterSending;
    boolean sent = output.isEmpty() || has(Flaw.TELLS_TOO_EARLY_THAT_ALL_IS_SENT);
    if (waiting != null && sent && !has(Flaw.NEVER_TELLS_THAT_ALL_IS_SENT)) {
      afterSending = null;
      execute(waiting);
    }
  }

  private void runTasks() {
    Queue<Runnable> due;
    synchronized (tasks) {
      due = has(Flaw.REVERSES_TASKS) ? ModelTransport.reversed(tasks) : new ArrayDeque<>(tasks);
      tasks.clear();
    }
    for (Runnable task : due) {
      if (!closing || has(Flaw.RUNS_TASKS_AFTER_THE_END)) {
        try {
          task.run();
        } catch (Throwable e) {
          fail(e);
        }
      }
    }
  }

  private void fail(Throwable e) {
    if (has(Flaw.ONE_FAILURE_KILLS_ALL)) {
      throw new IllegalStateException("the loop dies", e);
    }
    finish(e);
  }

  private void finish(Throwable why) {
    if (closing) {
      return;
    }
    closing = true;
    cause = why;
    deadline = System.nanoTime() + TimeUnit.MILLISECONDS.toNanos(300);
    if (has(Flaw.DROPS_TAIL_ON_CLOSE)) {
      output.clear();
    }
    try {
      send();
    } catch (IOException e) {
      cause = e;
      end();
    }
  }

  void enforceDeadline() {
    if (closing && System.nanoTime() > deadline && !has(Flaw.WAITS_FOR_EVER_TO_CLOSE)) {
      cause = new IOException("the peer did not take everything");
      end();
    }
  }

  private void end() {
    if (closed) {
      return;
    }
    closing = true;
    closed = true;
    try {
      socket.close();
    } catch (IOException e) {
      cause = e;
    }
    transport.gone(this);
    if (handler != null && !has(Flaw.FORGETS_ON_CLOSED)) {
      try {
        handler.onClosed(cause);
        if (has(Flaw.TELLS_ON_CLOSED_TWICE)) {
          handler.onClosed(cause);
        }
      } catch (RuntimeException e) {
        cause = e; // nobody is left to tell
      }
    }
  }

  private boolean has(Flaw flaw) {
    return transport.has(flaw);
  }

  // ---- the handler's side

  @Override
  public Peer peer() {
    return peer;
  }

  @Override
  public void write(ByteBuffer bytes) {
    if (closing) {
      return;
    }
    if (has(Flaw.KEEPS_BUFFERS)) {
      output.add(bytes.duplicate());
      bytes.position(bytes.limit());
    } else {
      output.add(ByteBuffer.allocate(bytes.remaining()).put(bytes).flip());
    }
  }

  @Override
  public void flush() {
    if (!closing) {
      try {
        send();
      } catch (IOException e) {
        cause = e;
        end();
      }
    }
  }

  @Override
  public long pendingBytes() {
    return output.stream().mapToLong(ByteBuffer::remaining).sum();
  }

  @Override
  public void execute(Runnable task) {
    if (has(Flaw.RUNS_TASKS_AT_ONCE) && Thread.currentThread().equals(transport.loop())) {
      task.run();
      return;
    }
    if (has(Flaw.CALLS_FROM_TWO_THREADS)) {
      transport
          .threads()
          .newThread(
              () -> {
                task.run();
              })
          .start();
      return;
    }
    synchronized (tasks) {
      tasks.add(task);
    }
    transport.run(this::runTasks);
  }

  @Override
  public boolean whenSent(Runnable task) {
    afterSending = task;
    tellSent();
    return true;
  }

  @Override
  public void reading(boolean on) {
    reading = on || has(Flaw.READS_ALWAYS);
    interest();
  }

  @Override
  public void close() {
    if (Thread.currentThread().equals(transport.loop())) {
      finish(null);
    } else {
      execute(() -> finish(null));
    }
  }

  @Override
  public void abort() {
    if (has(Flaw.ABORTS_IN_SILENCE)) {
      return;
    }
    if (Thread.currentThread().equals(transport.loop())) {
      cause = new IOException("aborted");
      output.clear();
      end();
    } else {
      transport.run(this::abort);
    }
  }
}
