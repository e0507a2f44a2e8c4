package io.vivarium.consensus.zab;

import java.util.concurrent.Executor;
import java.util.concurrent.atomic.AtomicReference;
import org.jspecify.annotations.Nullable;

/**
 * What other threads leave for the engine's thread, which does it in its next turn, first come first. There is no bound here: whoever
 * brings what peers sent stops reading from them before too much of it waits.
 */
final class Inbox implements Executor {
  private final AtomicReference<@Nullable Task> newest = new AtomicReference<>();
  private volatile @Nullable Runnable wake;
  private volatile boolean closed;

  /** One thing to do, and what came before it. */
  private static final class Task {
    private final Runnable action;
    private final @Nullable Task earlier;
    private @Nullable Task next;

    Task(Runnable action, @Nullable Task earlier) {
      this.action = action;
      this.earlier = earlier;
    }
  }

  /** There is a host that can be woken from now on. */
  void attached(Runnable newWake) {
    wake = newWake;
  }

  /** Adds a task and has the engine's thread come by; ignored once closed. Any thread. */
  @Override
  public void execute(Runnable action) {
    if (closed) {
      return;
    }
    Task waiting;
    Task task;
    do {
      waiting = newest.get();
      task = new Task(action, waiting);
    } while (!newest.compareAndSet(waiting, task));
    Runnable waker = wake;
    if (waiting == null && waker != null) {
      waker.run(); // whoever left the first one has woken the engine for all of them
    }
  }

  /** Does everything that was there when this was called. Engine's thread. */
  void drain() {
    Task first = newest.getAndSet(null);
    if (first == null) {
      return;
    }
    first.next = null;
    while (first.earlier != null) {
      Task earlier = first.earlier;
      earlier.next = first;
      first = earlier;
    }
    for (Task task = first; task != null && !closed; task = task.next) {
      task.action.run();
    }
  }

  /** Forgets what waits and takes nothing more. */
  void close() {
    closed = true;
    newest.set(null);
  }
}
