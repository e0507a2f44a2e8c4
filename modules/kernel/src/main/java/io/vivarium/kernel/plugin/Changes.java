package io.vivarium.kernel.plugin;

import io.vivarium.kernel.admin.CommandDesk;
import io.vivarium.spi.Plugin;
import io.vivarium.spi.PluginException;
import io.vivarium.spi.admin.AdminCommands;
import io.vivarium.spi.admin.AdminEndpoint;
import io.vivarium.spi.audit.AuditLog;
import io.vivarium.spi.auth.Authentication;
import io.vivarium.spi.exporter.MetricsExporter;
import io.vivarium.spi.metrics.MetricSource;
import org.jspecify.annotations.Nullable;

/** How the plugins of each kind that can be loaded anew take each other's place. */
final class Changes {
  private Changes() {}

  /** Exporters listen at an address that two cannot have. */
  static Seat.Change<MetricsExporter> exporter(MetricSource figures) {
    return new Alone<>(next -> next.hand(it -> it.attach(figures)));
  }

  /** As exporters. */
  static Seat.Change<AdminEndpoint> endpoint(CommandDesk desk) {
    return new Alone<>(next -> next.hand(it -> it.attach(desk)));
  }

  /** No event is lost between the two. */
  static Seat.Change<AuditLog> audit(HostedAudit audit) {
    return new Beside<>(audit::swap);
  }

  /** Schemes stay the same; who decides in them changes. */
  static Seat.Change<Authentication> schemes(HostedAuthentication schemes) {
    return new Beside<>(schemes::swap);
  }

  /** Commands are asked for before the start, and offered after it. */
  static Seat.Change<AdminCommands> commands(CommandDesk desk, HostedCommands first) {
    return new Commands(desk, first);
  }

  /** Something that is done with the next plugin. */
  @FunctionalInterface
  private interface Deed<T extends Plugin> {
    void with(HostedPlugin<T> next) throws PluginException;
  }

  private record Alone<T extends Plugin>(Deed<T> preparing) implements Seat.Change<T> {
    @Override
    public boolean oneAtATime() {
      return true;
    }

    @Override
    public void prepare(HostedPlugin<T> next) throws PluginException {
      preparing.with(next);
    }

    @Override
    public void turnTo(HostedPlugin<T> next) {}
  }

  private record Beside<T extends Plugin>(Deed<T> turning) implements Seat.Change<T> {
    @Override
    public boolean oneAtATime() {
      return false;
    }

    @Override
    public void prepare(HostedPlugin<T> next) {}

    @Override
    public void turnTo(HostedPlugin<T> next) throws PluginException {
      turning.with(next);
    }
  }

  /** A class with a name: one that captures the first commands would keep their plugin's classes for ever. */
  private static final class Commands implements Seat.Change<AdminCommands> {
    private final CommandDesk desk;
    private HostedCommands offered;
    private @Nullable HostedCommands next;

    Commands(CommandDesk desk, HostedCommands first) {
      this.desk = desk;
      this.offered = first;
    }

    @Override
    public boolean oneAtATime() {
      return false;
    }

    @Override
    public void prepare(HostedPlugin<AdminCommands> plugin) throws PluginException {
      next = new HostedCommands(plugin, desk);
    }

    @Override
    public void turnTo(HostedPlugin<AdminCommands> plugin) throws PluginException {
      HostedCommands prepared = next;
      if (prepared == null) {
        throw new IllegalStateException("not prepared");
      }
      prepared.offerInsteadOf(offered);
      offered = prepared;
      next = null;
    }
  }
}
