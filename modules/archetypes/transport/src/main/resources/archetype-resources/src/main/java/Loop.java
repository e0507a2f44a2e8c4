package ${package};

import io.vivarium.spi.TimeSource;
import java.io.Closeable;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.SelectableChannel;
import java.nio.channels.SelectionKey;
import java.nio.channels.Selector;
import java.nio.channels.spi.SelectorProvider;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Queue;
import java.util.Set;
import java.util.concurrent.ThreadFactory;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The I/O thread: waits for sockets that are ready and for tasks, and serves both, until it is closed and its last connection has ended.
 * Methods are for that thread alone unless they say otherwise.
 */
final class Loop {
  private static final Logger LOG = LoggerFactory.getLogger(Loop.class);

  /** How late a deadline may be noticed. */
  private static final long TICK_MILLIS = 100;

  private static final int READ_BYTES = 64 << 10;

  private final SelectorProvider sockets;
  private final ThreadFactory threads;
  private final TimeSource time;
  private final Queue<Runnable> tasks = new ArrayDeque<>(); // guarded by itself, as is `ended`
  private final Set<LoopConnection> connections = new HashSet<>();
  private final List<Runnable> later = new ArrayList<>();
  private final ByteBuffer scratch = ByteBuffer.allocateDirect(READ_BYTES);
  private boolean ended;
  private boolean closing;
  private long lastTickNanos;
  private @Nullable Selector selector;
  private @Nullable Thread thread;

  /** Something with a socket. */
  interface Served {
    /** The socket is ready for what it was registered for. */
    void ready(SelectionKey key) throws IOException;

    /** The loop ends, or serving it failed. */
    void abandon(IOException why);
  }

  Loop(SelectorProvider sockets, ThreadFactory threads, TimeSource time) {
    this.sockets = sockets;
    this.threads = threads;
    this.time = time;
    this.lastTickNanos = time.monotonicNanos();
  }

  /** Any thread, once. */
  void start() throws IOException {
    selector = sockets.openSelector();
    thread = threads.newThread(this::loop);
    thread.start();
  }

  /** Any thread: runs a task soon, after those that were left before; false when the loop has ended. */
  boolean run(Runnable task) {
    synchronized (tasks) {
      if (ended || selector == null) {
        return false;
      }
      tasks.add(task);
    }
    selector().wakeup();
    return true;
  }

  /** Any thread. */
  boolean isCurrent() {
    return Thread.currentThread().equals(thread);
  }

  SelectionKey register(SelectableChannel channel, int interest, Served served) throws IOException {
    return channel.register(selector(), interest, served);
  }

  /** Takes closed channels out of the selector, which holds on to their addresses until then. */
  void forgetClosed() {
    try {
      selector().selectNow();
    } catch (IOException e) {
      LOG.warn("The address of a closed socket stays taken for a moment", e);
    }
  }

  /** Runs a task a moment later. */
  void atNextTick(Runnable task) {
    later.add(task);
  }

  /** Whether it is about to end: what is opened now is closed at once. */
  boolean isClosing() {
    return closing;
  }

  void add(LoopConnection connection) {
    connections.add(connection);
  }

  void remove(LoopConnection connection) {
    connections.remove(connection);
  }

  long nowNanos() {
    return time.monotonicNanos();
  }

  /** A buffer for what is read, for the time of one call. */
  ByteBuffer scratch() {
    return scratch.clear();
  }

  private void loop() {
    try {
      while (!hasEnded()) {
        selector().select(TICK_MILLIS);
        runTasks();
        for (SelectionKey key : Set.copyOf(selector().selectedKeys())) {
          serve(key);
        }
        selector().selectedKeys().clear();
        tick();
      }
      IOException over = new IOException("the transport is closed");
      selector().keys().forEach(key -> ((Served) key.attachment()).abandon(over));
      selector().close();
    } catch (IOException e) {
      LOG.error("The transport ends, as its selector failed", e);
    }
  }

  private void tick() {
    if (nowNanos() - lastTickNanos < TimeUnit.MILLISECONDS.toNanos(TICK_MILLIS)) {
      return;
    }
    lastTickNanos = nowNanos();
    List<Runnable> due = List.copyOf(later);
    later.clear();
    due.forEach(Runnable::run);
    List.copyOf(connections).forEach(LoopConnection::enforceDeadline);
  }

  private void serve(SelectionKey key) {
    Served served = (Served) key.attachment();
    try {
      if (key.isValid()) {
        served.ready(key);
      }
    } catch (IOException e) {
      served.abandon(e);
    } catch (RuntimeException | Error e) {
      LOG.warn("A socket could not be served", e);
      served.abandon(new IOException(e));
    }
  }

  private void runTasks() {
    for (Runnable task : takeTasks()) {
      try {
        task.run();
      } catch (RuntimeException | Error e) {
        LOG.warn("A task of the transport's failed", e);
      }
    }
  }

  /** Those that are there now: tasks that leave tasks must not keep the sockets waiting. */
  private List<Runnable> takeTasks() {
    synchronized (tasks) {
      List<Runnable> due = List.copyOf(tasks);
      tasks.clear();
      return due;
    }
  }

  private boolean hasEnded() {
    synchronized (tasks) {
      ended = closing && connections.isEmpty() && tasks.isEmpty();
      return ended;
    }
  }

  /** Any other thread: closes the connections, and returns when the last has ended. Idempotent. */
  void close() {
    run(
        () -> {
          closing = true;
          List.copyOf(connections).forEach(LoopConnection::close);
        });
    try {
      if (thread != null) {
        thread.join();
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }

  static void closeQuietly(Closeable closeable) {
    try {
      closeable.close();
    } catch (IOException e) {
      LOG.debug("A socket could not be closed", e);
    }
  }

  private Selector selector() {
    if (selector == null) {
      throw new IllegalStateException("the transport has not been started");
    }
    return selector;
  }
}
