package io.vivarium.kernel.plugin;

import io.vivarium.spi.audit.AuditEvent;
import io.vivarium.spi.audit.AuditLog;
import java.time.Duration;

/**
 * The audit log as the rest of the server knows it: whatever the plugin does in {@link #record}, the thread that answers all writes goes
 * on. A plugin that kept that thread for too long is not called any more. Any thread.
 */
final class HostedAudit implements AuditLog {
  private final CallWatch watch;
  private final Duration patience;
  private volatile Target target;

  HostedAudit(HostedPlugin<AuditLog> plugin, CallWatch watch) {
    this(plugin, watch, CallsInside.PATIENCE);
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
    before.calls.end(before.plugin.faults(), patience);
  }

  @Override
  public void record(AuditEvent event) {
    Target now = target;
    while (!now.calls.enter()) {
      now = target; // another one has taken its place meanwhile
    }
    try {
      if (now.usable) {
        record(event, now);
      }
    } finally {
      now.calls.leave();
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

  /** Who is told. Any thread. */
  private static final class Target {
    private final HostedPlugin<AuditLog> plugin;
    private final CallsInside calls = new CallsInside();

    /** False once it has kept a thread for too long. */
    private volatile boolean usable = true;

    Target(HostedPlugin<AuditLog> plugin) {
      this.plugin = plugin;
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
