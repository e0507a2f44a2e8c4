package io.vivarium.kernel.plugin;

import io.vivarium.spi.audit.AuditEvent;
import io.vivarium.spi.audit.AuditLog;
import java.time.Duration;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;

/**
 * The audit log as the rest of the server knows it: whatever the plugin does in {@link #record}, the thread that answers all writes goes
 * on. A plugin that kept that thread for too long is not called any more. Any thread.
 */
final class HostedAudit implements AuditLog {
  /** Longer than a call may take by default before it is interrupted. */
  private static final Duration PATIENCE = Duration.ofSeconds(15);

  private final CallWatch watch;
  private final Duration patience;
  private volatile Target target;

  HostedAudit(HostedPlugin<AuditLog> plugin, CallWatch watch) {
    this(plugin, watch, PATIENCE);
  }

  /**
   * As a server has it.
   *
   * @param patience how long {@link #swap} waits for the calls of the one before
   */
  HostedAudit(HostedPlugin<AuditLog> plugin, CallWatch watch, Duration patience) {
    this.watch = watch;
    this.patience = patience;
    this.target = new Target(plugin);
  }

  /**
   * From now on events go to this one. Returns when the one before has taken those that it was being told, so that it may be closed; it
   * is not waited for for ever. An interrupt does not end the waiting.
   */
  void swap(HostedPlugin<AuditLog> to) {
    Target before = target;
    target = new Target(to);
    if (!before.awaitLeft(patience)) {
      before
          .plugin
          .faults()
          .did(
              "is still taking an event %d ms after another took its place"
                  .formatted(patience.toMillis()));
    }
  }

  @Override
  public void record(AuditEvent event) {
    Target now = target;
    while (!now.enter()) {
      now = target; // another one has taken its place meanwhile
    }
    try {
      if (now.usable) {
        record(event, now);
      }
    } finally {
      now.leave();
    }
  }

  private void record(AuditEvent event, Target now) {
    HostedPlugin<AuditLog> plugin = now.plugin;
    CallWatch.Call call = watch.enter(plugin.faults(), "record");
    try (call) {
      plugin.instance().record(event);
    } catch (Throwable e) {
      plugin.faults().threw("record", e);
    }
    if (call.overdue()) {
      now.giveUp();
    }
  }

  /** Who is told, and how many are telling it something. Any thread. */
  private static final class Target {
    private final HostedPlugin<AuditLog> plugin;

    /** Threads that are inside, and one more while it is the target; never grows again from 0. */
    private final AtomicInteger users = new AtomicInteger(1);

    private final CountDownLatch left = new CountDownLatch(1);

    /** False once it has kept a thread for too long. */
    private volatile boolean usable = true;

    Target(HostedPlugin<AuditLog> plugin) {
      this.plugin = plugin;
    }

    /** Returns false when nobody may come in any more; otherwise to be followed by {@link #leave}. */
    boolean enter() {
      int now = users.get();
      while (now > 0 && !users.compareAndSet(now, now + 1)) {
        now = users.get();
      }
      return now > 0;
    }

    void leave() {
      if (users.decrementAndGet() == 0) {
        left.countDown();
      }
    }

    /** It is not the target any more. Returns false when somebody was inside all that time. */
    boolean awaitLeft(Duration atMost) {
      leave();
      long deadline = System.nanoTime() + atMost.toNanos();
      boolean interrupted = false;
      try {
        while (true) {
          try {
            return left.await(deadline - System.nanoTime(), TimeUnit.NANOSECONDS);
          } catch (InterruptedException e) {
            interrupted = true;
          }
        }
      } finally {
        if (interrupted) {
          Thread.currentThread().interrupt();
        }
      }
    }

    synchronized void giveUp() {
      if (usable) {
        usable = false;
        plugin.faults().did("gets no more events until it is loaded anew");
      }
    }
  }

  /** The host starts the plugin itself. */
  @Override
  public void start() {}

  /** The host closes the plugin itself. */
  @Override
  public void close() {}
}
