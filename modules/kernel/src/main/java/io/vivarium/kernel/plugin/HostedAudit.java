package io.vivarium.kernel.plugin;

import io.vivarium.spi.audit.AuditEvent;
import io.vivarium.spi.audit.AuditLog;

/**
 * The audit log as the rest of the server knows it: whatever the plugin does in {@link #record}, the thread that answers all writes goes
 * on. A plugin that kept that thread for too long is not called any more. Any thread.
 */
final class HostedAudit implements AuditLog {
  private final CallWatch watch;
  private volatile Target target;

  /**
   * Who is told.
   *
   * @param usable false once it has kept a thread for too long
   */
  private record Target(HostedPlugin<AuditLog> plugin, boolean usable) {}

  HostedAudit(HostedPlugin<AuditLog> plugin, CallWatch watch) {
    this.watch = watch;
    this.target = new Target(plugin, true);
  }

  /** From now on events go to this one. */
  void swap(HostedPlugin<AuditLog> to) {
    target = new Target(to, true);
  }

  @Override
  public void record(AuditEvent event) {
    Target now = target;
    if (!now.usable()) {
      return;
    }
    HostedPlugin<AuditLog> plugin = now.plugin();
    CallWatch.Call call = watch.enter(plugin.faults(), "record");
    try (call) {
      plugin.instance().record(event);
    } catch (Throwable e) {
      plugin.faults().threw("record", e);
    }
    if (call.overdue()) {
      giveUp(now);
    }
  }

  private synchronized void giveUp(Target overdue) {
    if (target.equals(overdue)) {
      target = new Target(overdue.plugin(), false);
      overdue.plugin().faults().did("gets no more events until it is loaded anew");
    }
  }

  /** The host starts the plugin itself. */
  @Override
  public void start() {}

  /** The host closes the plugin itself. */
  @Override
  public void close() {}
}
