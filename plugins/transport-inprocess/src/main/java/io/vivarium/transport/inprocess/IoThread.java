package io.vivarium.transport.inprocess;

import io.vivarium.spi.TimeSource;
import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.Collections;
import java.util.IdentityHashMap;
import java.util.List;
import java.util.PriorityQueue;
import java.util.Queue;
import java.util.Set;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.ThreadFactory;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** One I/O thread: runs what is left for it in the order in which it came, and owns connections. */
final class IoThread implements Runnable {
  private static final Logger LOG = LoggerFactory.getLogger(IoThread.class);
  private static final int READ = 64 << 10;
  private static final long STOP_MILLIS = 1_000;

  private final TimeSource time;
  private final BlockingQueue<Runnable> tasks = new LinkedBlockingQueue<>();
  private final Thread thread;
  private volatile boolean ended;

  // Touched by the I/O thread only.
  private final ByteBuffer readBuffer = ByteBuffer.allocate(READ);
  private final Queue<Alarm> alarms =
      new PriorityQueue<>((a, b) -> Long.signum(a.atNanos - b.atNanos));
  private final Set<InProcessConnection> connections =
      Collections.newSetFromMap(new IdentityHashMap<>());
  private boolean closing;
  private boolean stopping;

  private final CountDownLatch closed = new CountDownLatch(1);

  /** What is done at a time unless it is cancelled before. */
  static final class Alarm {
    private final long atNanos;
    private final Runnable task;

    private Alarm(long atNanos, Runnable task) {
      this.atNanos = atNanos;
      this.task = task;
    }
  }

  IoThread(ThreadFactory threads, TimeSource time) {
    this.time = time;
    thread = threads.newThread(this);
  }

  void start() {
    thread.start();
  }

  /** Whether the caller is this thread. */
  boolean current() {
    return Thread.currentThread().equals(thread);
  }

  /** Leaves a task; false when the thread has ended and will not run it. Any thread. */
  boolean execute(Runnable task) {
    tasks.add(task);
    return !(ended && tasks.remove(task));
  }

  /** Runs a task on this thread; on the caller's when this one has ended. Any thread. */
  void run(Runnable task) {
    if (!execute(task)) {
      task.run();
    }
  }

  /** What connections read into, one after the other. I/O thread. */
  ByteBuffer readBuffer() {
    return readBuffer.clear();
  }

  /** Does something later. I/O thread. */
  Alarm after(int millis, Runnable task) {
    Alarm alarm = new Alarm(time.monotonicNanos() + TimeUnit.MILLISECONDS.toNanos(millis), task);
    alarms.add(alarm);
    return alarm;
  }

  /** Does it not. I/O thread. */
  void cancel(@Nullable Alarm alarm) {
    if (alarm != null) {
      alarms.remove(alarm);
    }
  }

  /** A connection stands. I/O thread. */
  void opened(InProcessConnection connection) {
    connections.add(connection);
    if (closing) {
      connection.close();
    }
  }

  /** A connection is gone. I/O thread. */
  void closed(InProcessConnection connection) {
    connections.remove(connection);
    if (closing && connections.isEmpty()) {
      closed.countDown();
    }
  }

  /** Begins to close every connection, those to come included. Any thread. */
  void closeConnections() {
    run(
        () -> {
          closing = true;
          if (connections.isEmpty()) {
            closed.countDown();
          }
          List.copyOf(connections).forEach(InProcessConnection::close);
        });
  }

  /** Waits until the connections are closed, a little longer than they may take. */
  void awaitClosed(int closeTimeoutMillis) throws InterruptedException {
    if (!closed.await(closeTimeoutMillis + STOP_MILLIS, TimeUnit.MILLISECONDS)) {
      LOG.warn("Connections of {} did not close in time and are cut off", thread.getName());
    }
  }

  /** Ends the thread. */
  void stop() throws InterruptedException {
    execute(() -> stopping = true);
    thread.join();
  }

  @Override
  public void run() {
    while (!stopping) {
      Runnable task = next();
      if (task != null) {
        guarded(task);
      }
      ring();
    }
    ended = true;
    List<Runnable> late = new ArrayList<>();
    tasks.drainTo(late);
    late.forEach(IoThread::guarded);
  }

  private @Nullable Runnable next() {
    Alarm first = alarms.peek();
    try {
      return first == null
          ? tasks.take()
          : tasks.poll(first.atNanos - time.monotonicNanos(), TimeUnit.NANOSECONDS);
    } catch (InterruptedException e) {
      LOG.debug("An interrupt is no reason to end", e);
      return null;
    }
  }

  private void ring() {
    while (!alarms.isEmpty() && alarms.element().atNanos - time.monotonicNanos() <= 0) {
      guarded(alarms.remove().task);
    }
  }

  private static void guarded(Runnable task) {
    try {
      task.run();
    } catch (Throwable e) {
      LOG.error("A task of the transport failed", e);
    }
  }
}
