package io.vivarium.transport.tcp;

import java.util.concurrent.atomic.AtomicReference;
import java.util.function.BooleanSupplier;
import org.jspecify.annotations.Nullable;

/**
 * Tasks that other threads leave for the I/O thread of a connection, in order. A single task waits without an object around it,
 * which is the usual case: whoever leaves work for a connection does so once per batch.
 */
final class TaskQueue extends AtomicReference<@Nullable Runnable> {
  private static final long serialVersionUID = 1L;

  /** Adds a task; true when none was waiting, so that the I/O thread must be told. Any thread. */
  boolean add(Runnable task) {
    while (true) {
      Runnable waiting = get();
      if (waiting == null) {
        if (compareAndSet(null, task)) {
          return true;
        }
      } else if (compareAndSet(waiting, new Later(task, waiting))) {
        return false;
      }
    }
  }

  /** Takes what waits and runs it, first come first, while {@code open} says so; what is left then is dropped. */
  void runAll(BooleanSupplier open) {
    Runnable first = getAndSet(null);
    Later next = null;
    while (first instanceof Later later) {
      later.next = next;
      next = later;
      first = later.earlier;
    }
    if (first != null && open.getAsBoolean()) {
      first.run();
    }
    while (next != null && open.getAsBoolean()) {
      next.task.run();
      next = next.next;
    }
  }

  /** A task that came when others were waiting: the newest knows the one before it. */
  private static final class Later implements Runnable {
    private final Runnable task;
    private final Runnable earlier;
    private @Nullable Later next;

    Later(Runnable task, Runnable earlier) {
      this.task = task;
      this.earlier = earlier;
    }

    @Override
    public void run() {
      throw new AssertionError("only the queue runs its tasks");
    }
  }
}
