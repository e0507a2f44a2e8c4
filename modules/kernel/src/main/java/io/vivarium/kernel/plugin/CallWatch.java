package io.vivarium.kernel.plugin;

import java.time.Duration;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentMap;
import org.jspecify.annotations.Nullable;

/**
 * Knows which calls of plugins the server's threads are in, and names those that do not come back. A call that takes too long is
 * interrupted: whoever made it goes on without an answer.
 *
 * <p>Whoever looks gives the time that has passed, so that a machine that stood still counts as one look. Any thread makes calls, one
 * looks.
 */
final class CallWatch {
  private final Duration limit;
  private final ConcurrentMap<Thread, Call> calls = new ConcurrentHashMap<>();

  /**
   * Watches.
   *
   * @param limit how long a call may take
   */
  CallWatch(Duration limit) {
    this.limit = limit;
  }

  /** The calling thread is about to call a plugin; to be closed by it when it is back. */
  Call enter(PluginFaults faults, String method) {
    Thread thread = Thread.currentThread();
    Call call = new Call(thread, faults, method);
    call.outer = calls.put(thread, call);
    return call;
  }

  /** Looks at the calls that are going on; so much time has passed since the last look. */
  void look(Duration passed) {
    for (Call call : calls.values()) {
      call.grow(passed.toNanos());
    }
  }

  /** A call that is going on. */
  final class Call implements AutoCloseable {
    private final Thread thread;
    private final PluginFaults faults;
    private final String method;
    private @Nullable Call outer;
    private long nanos;
    private boolean overdue;
    private boolean back;

    private Call(Thread thread, PluginFaults faults, String method) {
      this.thread = thread;
      this.faults = faults;
      this.method = method;
    }

    private synchronized void grow(long passedNanos) {
      nanos += passedNanos;
      if (back || overdue || nanos <= limit.toNanos()) {
        return;
      }
      overdue = true;
      String where = Frames.first(thread.getStackTrace());
      faults.did(
          "%s has kept the thread %s for more than %d ms, it is at %s"
              .formatted(method, thread.getName(), limit.toMillis(), where));
      thread.interrupt();
    }

    /** Whether the call took too long. */
    synchronized boolean overdue() {
      return overdue;
    }

    /** The call is back. An interrupt that was meant for it goes with it. */
    @Override
    public void close() {
      synchronized (this) {
        back = true;
        if (overdue) {
          boolean _ = Thread.interrupted();
        }
      }
      Call around = outer;
      if (around == null) {
        calls.remove(thread);
      } else {
        calls.put(thread, around);
      }
    }
  }
}
