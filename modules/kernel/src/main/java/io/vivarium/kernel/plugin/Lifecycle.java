package io.vivarium.kernel.plugin;

import io.vivarium.config.PluginConfigs;
import io.vivarium.config.PluginSelection;
import io.vivarium.spi.FatalErrors;
import io.vivarium.spi.FatalReason;
import io.vivarium.spi.Plugin;
import io.vivarium.spi.PluginConfig;
import io.vivarium.spi.PluginException;
import io.vivarium.spi.TimeSource;
import io.vivarium.spi.audit.AuditLog;
import io.vivarium.spi.auth.Authentication;
import io.vivarium.spi.consensus.Consensus;
import io.vivarium.spi.metrics.Metrics;
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
  private final Metrics metrics;
  private final FatalErrors fatalErrors;
  private final Duration closeTimeout;
  private final Deque<HostedPlugin<?>> started = new ArrayDeque<>();

  /**
   * For one server.
   *
   * @param fatalErrors told when a plugin reports that the server cannot go on; the plugin's name is put before the message
   */
  public Lifecycle(
      PluginConfigs configs, TimeSource time, Metrics metrics, FatalErrors fatalErrors) {
    this(configs, time, metrics, fatalErrors, CLOSE_TIMEOUT);
  }

  Lifecycle(
      PluginConfigs configs,
      TimeSource time,
      Metrics metrics,
      FatalErrors fatalErrors,
      Duration closeTimeout) {
    this.configs = configs;
    this.time = time;
    this.metrics = metrics;
    this.fatalErrors = fatalErrors;
    this.closeTimeout = closeTimeout;
  }

  /**
   * Creates the plugins that configuration asks for, and starts them in the order of their kinds. All are created before the first is
   * started, so that a wrong setting stops nothing half-way.
   *
   * @throws PluginException when one is missing or does not start; names it. Everything that was started has been stopped then.
   */
  public Running run(PluginCatalog catalog, PluginSelection wanted) throws PluginException {
    SelectedPlugins selected = PluginSelector.choose(catalog, wanted);
    InstalledPlugin<AuditLog> wantedAudit = selected.audit();
    HostedPlugin<AuditLog> audit = wantedAudit == null ? null : create(wantedAudit);
    HostedPlugin<Storage> storage = create(selected.storage());
    List<HostedPlugin<Authentication>> authentications = new ArrayList<>();
    for (InstalledPlugin<Authentication> installed : selected.auth()) {
      authentications.add(create(installed));
    }
    HostedPlugin<Consensus> consensus = create(selected.consensus());
    HostedPlugin<Transport> transport = create(selected.transport());

    if (audit != null) {
      start(audit);
    }
    start(storage);
    for (HostedPlugin<Authentication> authentication : authentications) {
      start(authentication);
    }
    start(transport);
    start(consensus);
    return new Running(
        audit == null ? null : audit.instance(),
        storage.instance(),
        authentications.stream().map(HostedPlugin::instance).toList(),
        transport.instance(),
        consensus.instance());
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
