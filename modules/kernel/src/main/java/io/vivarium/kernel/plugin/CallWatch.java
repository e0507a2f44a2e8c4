package io.vivarium.kernel.plugin;

import java.time.Duration;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentMap;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;

/**
 * Knows which calls of plugins the server's threads are in, and names those that do not come back. A call that takes too long is
 * interrupted, and whoever made it goes on without an answer; or, where there is no going on without, named again after twice the time
 * and so on.
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
    return enter(new Call(Thread.currentThread(), faults, method, null));
  }

  /**
   * As {@link #enter(PluginFaults, String)}, and the call is never interrupted.
   *
   * @param meanwhile what an operator is to know while it is not back; behind the sentence that names it
   */
  Call follow(PluginFaults faults, String method, String meanwhile) {
    return enter(new Call(Thread.currentThread(), faults, method, meanwhile));
  }

  private Call enter(Call call) {
    call.outer = calls.put(call.thread, call);
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
    private final @Nullable String meanwhile;
    private @Nullable Call outer;
    private long nanos;
    private long toldNextNanos = limit.toNanos();
    private boolean overdue;
    private boolean back;

    /** One that may be interrupted when {@code meanwhile} is null. */
    private Call(Thread thread, PluginFaults faults, String method, @Nullable String meanwhile) {
      this.thread = thread;
      this.faults = faults;
      this.method = method;
      this.meanwhile = meanwhile;
    }

    private synchronized void grow(long passedNanos) {
      nanos += passedNanos;
      if (back || overdue || nanos <= toldNextNanos) {
        return;
      }
      String where = Frames.first(thread.getStackTrace());
      faults.did(
          "%s has kept the thread %s for more than %d ms, it is at %s%s"
              .formatted(
                  method,
                  thread.getName(),
                  TimeUnit.NANOSECONDS.toMillis(toldNextNanos),
                  where,
                  meanwhile == null ? "" : meanwhile));
      if (meanwhile == null) {
        overdue = true;
        thread.interrupt();
      } else {
        toldNextNanos *= 2;
      }
    }

    /** Whether the call took too long and was interrupted. */
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
