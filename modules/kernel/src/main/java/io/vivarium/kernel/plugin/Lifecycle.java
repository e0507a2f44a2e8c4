package io.vivarium.kernel.plugin;

import io.vivarium.config.PluginConfigs;
import io.vivarium.config.PluginSelection;
import io.vivarium.kernel.admin.CommandDesk;
import io.vivarium.kernel.metrics.KernelMetrics;
import io.vivarium.spi.FatalErrors;
import io.vivarium.spi.FatalReason;
import io.vivarium.spi.Plugin;
import io.vivarium.spi.PluginConfig;
import io.vivarium.spi.PluginException;
import io.vivarium.spi.TimeSource;
import io.vivarium.spi.admin.AdminCommands;
import io.vivarium.spi.admin.AdminEndpoint;
import io.vivarium.spi.audit.AuditLog;
import io.vivarium.spi.auth.Authentication;
import io.vivarium.spi.consensus.Consensus;
import io.vivarium.spi.exporter.MetricsExporter;
import io.vivarium.spi.storage.Storage;
import io.vivarium.spi.transport.Transport;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Creates, starts and stops the plugins of a server: all are created before the first is started, they start in the order of their
 * kinds, and stop in reverse. When one does not start, those that did are stopped before the failure is told. Used
 * by one thread.
 */
public final class Lifecycle implements AutoCloseable {
  private static final Logger LOG = LoggerFactory.getLogger(Lifecycle.class);

  /** How long a plugin may take to close before the server goes on without it. */
  private static final Duration CLOSE_TIMEOUT = Duration.ofSeconds(30);

  /**
   * The plugins of a server, started.
   *
   * @param audit null when nobody asked for it
   */
  public record Running(
      @Nullable AuditLog audit,
      Storage storage,
      List<Authentication> authentications,
      Transport transport,
      Consensus consensus) {}

  private final PluginConfigs configs;
  private final TimeSource time;
  private final KernelMetrics metrics;
  private final FatalErrors fatalErrors;
  private final Duration closeTimeout;
  private final Deque<HostedPlugin<?>> started = new ArrayDeque<>();

  /**
   * For one server.
   *
   * @param fatalErrors told when a plugin reports that the server cannot go on; the plugin's name is put before the message
   */
  public Lifecycle(
      PluginConfigs configs, TimeSource time, KernelMetrics metrics, FatalErrors fatalErrors) {
    this(configs, time, metrics, fatalErrors, CLOSE_TIMEOUT);
  }

  Lifecycle(
      PluginConfigs configs,
      TimeSource time,
      KernelMetrics metrics,
      FatalErrors fatalErrors,
      Duration closeTimeout) {
    this.configs = configs;
    this.time = time;
    this.metrics = metrics;
    this.fatalErrors = fatalErrors;
    this.closeTimeout = closeTimeout;
  }

  /**
   * Creates the plugins that configuration asks for, hands them what they are to show, and starts them in the order of their kinds. All are created before the first is
   * started, so that a wrong setting stops nothing half-way.
   *
   * @param desk where commands are asked
   * @throws PluginException when one is missing or does not start; names it. Everything that was started has been stopped then.
   */
  public Running run(PluginCatalog catalog, PluginSelection wanted, CommandDesk desk)
      throws PluginException {
    SelectedPlugins selected = PluginSelector.choose(catalog, wanted);
    List<HostedPlugin<MetricsExporter>> exporters = create(optional(selected.metrics()));
    List<HostedPlugin<AuditLog>> audits = create(optional(selected.audit()));
    HostedPlugin<Storage> storage = create(selected.storage());
    List<HostedPlugin<Authentication>> authentications = create(selected.auth());
    HostedPlugin<Consensus> consensus = create(selected.consensus());
    HostedPlugin<Transport> transport = create(selected.transport());
    List<HostedPlugin<AdminCommands>> commands = create(selected.commands());
    List<HostedPlugin<AdminEndpoint>> endpoints = create(selected.admin());

    for (HostedPlugin<MetricsExporter> exporter : exporters) {
      exporter.hand(instance -> instance.attach(metrics));
    }
    for (HostedPlugin<AdminCommands> brought : commands) {
      brought.hand(instance -> desk.offer(instance.commands(desk)));
    }
    for (HostedPlugin<AdminEndpoint> endpoint : endpoints) {
      endpoint.hand(instance -> instance.attach(desk));
    }

    startAll(exporters);
    startAll(audits);
    start(storage);
    startAll(authentications);
    start(transport);
    desk.transport(transport.instance());
    start(consensus);
    startAll(commands);
    startAll(endpoints);
    return new Running(
        audits.isEmpty() ? null : audits.getFirst().instance(),
        storage.instance(),
        authentications.stream().map(HostedPlugin::instance).toList(),
        transport.instance(),
        consensus.instance());
  }

  private static <T extends Plugin> List<InstalledPlugin<T>> optional(
      @Nullable InstalledPlugin<T> plugin) {
    return plugin == null ? List.of() : List.of(plugin);
  }

  private <T extends Plugin> List<HostedPlugin<T>> create(List<InstalledPlugin<T>> plugins)
      throws PluginException {
    List<HostedPlugin<T>> created = new ArrayList<>();
    for (InstalledPlugin<T> plugin : plugins) {
      created.add(create(plugin));
    }
    return created;
  }

  private void startAll(List<? extends HostedPlugin<?>> plugins) throws PluginException {
    for (HostedPlugin<?> plugin : plugins) {
      start(plugin);
    }
  }

  /** Makes a configured instance; nothing is acquired yet. */
  <T extends Plugin> HostedPlugin<T> create(InstalledPlugin<T> plugin) throws PluginException {
    PluginConfig config;
    try {
      config = configs.bind(plugin.provider().configKeys());
    } catch (IllegalArgumentException e) {
      throw new PluginException(
          FatalReason.INVALID_INVOCATION,
          "plugin " + plugin.description() + " cannot be configured: " + e.getMessage(),
          e);
    }
    TrackedThreads threads = new TrackedThreads(plugin.id());
    FatalErrors named =
        (reason, message, cause) ->
            fatalErrors.stop(reason, "plugin " + plugin.name() + ": " + message, cause);
    return HostedPlugin.create(
        plugin, threads, new HostContext(config, time, threads, metrics, named));
  }

  /**
   * Starts a plugin; kinds come in their order.
   *
   * @throws PluginException when it does not start; names it. Everything that was started has been stopped then.
   */
  void start(HostedPlugin<?> plugin) throws PluginException {
    PluginKind<?> kind = plugin.installed().kind();
    HostedPlugin<?> last = started.peek();
    if (last != null && rank(kind) < rank(last.installed().kind())) {
      throw new IllegalStateException(
          plugin.installed().name() + " starts before " + last.installed().name());
    }
    started.push(plugin); // it is closed even when it does not start
    try {
      plugin.start();
    } catch (PluginException e) {
      close();
      throw e;
    }
    LOG.info("Started plugin {}", plugin.installed().description());
  }

  /** Stops what was started, the last first; whatever goes wrong is logged with the plugin's name. Idempotent. */
  @Override
  public void close() {
    stopAll().forEach(LOG::warn);
  }

  /** Stops what was started and tells what was not as it should be. */
  List<String> stopAll() {
    List<String> complaints = new ArrayList<>();
    boolean interrupted = Thread.interrupted(); // everything is stopped first
    while (!started.isEmpty()) {
      try {
        complaints.addAll(started.pop().stop(closeTimeout));
      } catch (InterruptedException e) {
        interrupted = true;
      }
    }
    if (interrupted) {
      Thread.currentThread().interrupt();
    }
    return complaints;
  }

  private static int rank(PluginKind<?> kind) {
    return PluginKind.START_ORDER.indexOf(kind);
  }
}
