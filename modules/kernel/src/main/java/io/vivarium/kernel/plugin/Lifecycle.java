package io.vivarium.kernel.plugin;

import io.vivarium.config.PluginConfigs;
import io.vivarium.config.PluginSelection;
import io.vivarium.kernel.admin.CommandDesk;
import io.vivarium.kernel.execution.OwnThreads.Progress;
import io.vivarium.kernel.metrics.KernelMetrics;
import io.vivarium.spi.FatalErrors;
import io.vivarium.spi.Plugin;
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
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.function.Supplier;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Creates, starts and stops the plugins of a server: all are created before the first is started, they start in the order of their
 * kinds, and stop in reverse. When one does not start, those that did are stopped before the failure is told. Used by one thread.
 *
 * <p>A plugin that <em>says</em> why it cannot start stops the start, whatever its kind: somebody asked for it and is to hear that. One
 * that <em>breaks</em> does so only when its kind is needed; otherwise it is set aside, unless {@code plugin.strict} is set.
 */
public final class Lifecycle implements AutoCloseable {
  private static final Logger LOG = LoggerFactory.getLogger(Lifecycle.class);

  /**
   * The plugins of a server, started.
   *
   * @param audit null when nobody asked for it, or it was set aside
   */
  public record Running(
      @Nullable AuditLog audit,
      Storage storage,
      List<Authentication> authentications,
      Transport transport,
      Consensus consensus) {}

  private final PluginMaker maker;
  private final Culprits culprits = new Culprits();
  private final CallWatch calls;
  private final List<Seat<?>> started = new CopyOnWriteArrayList<>();
  private Supplier<List<Progress>> watched = List::of;
  private @Nullable Patrol patrol;
  private @Nullable Reloading reloading;
  private @Nullable Rest storageUser;

  /**
   * For one server.
   *
   * @param limits what plugins may take
   * @param fatalErrors told when a plugin reports that the server cannot go on; the plugin's name is put before the message
   */
  public Lifecycle(
      PluginConfigs configs,
      PluginConfigs.Limits limits,
      TimeSource time,
      KernelMetrics metrics,
      FatalErrors fatalErrors) {
    this(new PluginMaker(configs, time, metrics, fatalErrors, Bounds.of(limits)));
  }

  Lifecycle(PluginMaker maker) {
    this.maker = maker;
    this.calls = new CallWatch(limits().call());
  }

  private PluginConfigs.Limits limits() {
    return maker.bounds().limits();
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
    List<HostedPlugin<MetricsExporter>> exporters = createAll(optional(selected.metrics()));
    List<HostedPlugin<AuditLog>> audits = createAll(optional(selected.audit()));
    HostedPlugin<Storage> storage = create(selected.storage());
    List<HostedPlugin<Authentication>> authentications = createAll(selected.auth());
    HostedPlugin<Consensus> consensus = create(selected.consensus());
    HostedPlugin<Transport> transport = create(selected.transport());
    List<HostedPlugin<AdminCommands>> commands = createAll(selected.commands());
    List<HostedPlugin<AdminEndpoint>> endpoints = createAll(selected.admin());

    exporters = each(exporters, plugin -> plugin.hand(it -> it.attach(maker.metrics())));
    endpoints = each(endpoints, plugin -> plugin.hand(it -> it.attach(desk)));

    offerCommands(catalog, desk);

    each(exporters, it -> start(it).changeableBy(Changes.exporter(maker.metrics())));
    List<HostedAudit> audit = new ArrayList<>();
    each(audits, it -> audit.add(startAudit(it)));
    start(storage);
    check(storage);
    SchemeOwners schemes = new SchemeOwners(calls);
    each(authentications, it -> startSchemes(it, schemes));
    start(transport);
    desk.transport(transport.instance());
    start(consensus);
    each(commands, it -> startCommands(it, desk));
    each(endpoints, it -> start(it).changeableBy(Changes.endpoint(desk)));
    return new Running(
        audit.isEmpty() ? null : audit.getFirst(),
        new HostedStorage(storage, calls),
        schemes.authentications(),
        transport.instance(),
        consensus.instance());
  }

  private void offerCommands(PluginCatalog catalog, CommandDesk desk) throws PluginException {
    Reloading made = new Reloading(catalog, maker, culprits, started);
    reloading = made;
    desk.offer(
        PluginCommands.of(
            made,
            task -> {
              Thread thread = Thread.ofPlatform().daemon().name("reload-plugin").unstarted(task);
              // Else it would be that of the endpoint where it was asked for, which it may be about
              // to stop.
              thread.setContextClassLoader(Lifecycle.class.getClassLoader());
              return thread;
            }));
  }

  /** Loads plugins anew; null before {@link #run}. */
  @Nullable Reloading reloading() {
    return reloading;
  }

  private HostedAudit startAudit(HostedPlugin<AuditLog> plugin) throws PluginException {
    HostedAudit audit = new HostedAudit(plugin, calls);
    start(plugin).changeableBy(Changes.audit(audit));
    return audit;
  }

  private void startSchemes(HostedPlugin<Authentication> plugin, SchemeOwners owners)
      throws PluginException {
    Seat<Authentication> seat = start(plugin);
    seat.changeableBy(Changes.schemes(owners.add(plugin)));
  }

  private void startCommands(HostedPlugin<AdminCommands> plugin, CommandDesk desk)
      throws PluginException {
    HostedCommands commands = new HostedCommands(plugin, desk);
    Seat<AdminCommands> seat = start(plugin);
    commands.offer();
    seat.changeableBy(Changes.commands(desk, commands));
  }

  private static <T extends Plugin> List<InstalledPlugin<T>> optional(
      @Nullable InstalledPlugin<T> plugin) {
    return plugin == null ? List.of() : List.of(plugin);
  }

  private <T extends Plugin> List<HostedPlugin<T>> createAll(List<InstalledPlugin<T>> plugins)
      throws PluginException {
    List<HostedPlugin<T>> created = new ArrayList<>();
    for (InstalledPlugin<T> plugin : plugins) {
      try {
        created.add(create(plugin));
      } catch (BrokenPluginException e) {
        setAside(plugin, e);
      }
    }
    return created;
  }

  /** Makes a configured instance; nothing is acquired yet. */
  <T extends Plugin> HostedPlugin<T> create(InstalledPlugin<T> plugin) throws PluginException {
    culprits.know(plugin);
    return maker.make(plugin);
  }

  /** Does something with each plugin, and goes on with those that did not break and be set aside. */
  private <T extends Plugin> List<HostedPlugin<T>> each(List<HostedPlugin<T>> plugins, Step<T> step)
      throws PluginException {
    List<HostedPlugin<T>> well = new ArrayList<>();
    for (HostedPlugin<T> plugin : plugins) {
      try {
        step.with(plugin);
        well.add(plugin);
      } catch (BrokenPluginException e) {
        plugin.forget();
        setAside(plugin.installed(), e);
      } catch (PluginException e) {
        close();
        throw e;
      }
    }
    return well;
  }

  /** The server goes on without this one; fails when it cannot. */
  private void setAside(InstalledPlugin<?> plugin, BrokenPluginException why)
      throws PluginException {
    if (!plugin.kind().optional() || limits().strict()) {
      close();
      throw why;
    }
    maker.metrics().counter("plugin_faults").increment();
    LOG.error(
        "{}. The server goes on without it; repair or remove it", why.getMessage(), why.getCause());
  }

  /**
   * Starts a plugin; kinds come in their order.
   *
   * @throws BrokenPluginException when it breaks; it has been closed then
   * @throws PluginException when it does not start; names it. Everything that was started has been stopped then.
   */
  <T extends Plugin> Seat<T> start(HostedPlugin<T> plugin) throws PluginException {
    PluginKind<?> kind = plugin.installed().kind();
    if (!started.isEmpty()) {
      InstalledPlugin<?> last = started.getLast().plugin().installed();
      if (rank(kind) < rank(last.kind())) {
        throw new IllegalStateException(
            plugin.installed().name() + " starts before " + last.name());
      }
    }
    Seat<T> seat = new Seat<>(plugin);
    started.add(seat); // it is closed even when it does not start
    try {
      plugin.start();
    } catch (BrokenPluginException e) {
      if (kind.optional() && !limits().strict()) {
        started.remove(seat);
        stop(plugin).forEach(LOG::warn);
      } else {
        close();
      }
      throw e;
    } catch (PluginException e) {
      close();
      throw e;
    }
    LOG.info("Started plugin {}", plugin.installed().description());
    return seat;
  }

  /** What a storage has must be there before it is asked for. */
  private void check(HostedPlugin<Storage> storage) throws PluginException {
    each(
        List.of(storage),
        plugin -> {
          plugin.ask("log", "has no log", plugin.instance()::log);
          plugin.ask("snapshots", "has no snapshots", plugin.instance()::snapshots);
        });
  }

  /**
   * Looks after the threads that order and log the writes, until everything is closed.
   *
   * @param agents how far they have come
   */
  public void watch(Supplier<List<Progress>> agents) {
    watched = agents;
    patrol =
        new Patrol(
            new Watchdog(
                limits(),
                calls,
                culprits,
                this::faults,
                agents,
                (reason, message, cause) -> maker.fatalErrors().stop(reason, message, cause)));
  }

  private @Nullable PluginFaults faults(InstalledPlugin<?> plugin) {
    for (Seat<?> seat : started) {
      if (seat.plugin().installed().equals(plugin)) {
        return seat.plugin().faults();
      }
    }
    return null;
  }

  /**
   * Has the server come to rest before its plugins are closed. Goes on all the same when it does not come to rest: a plugin may keep a
   * thread of it for ever.
   */
  public void rest(Rest server) {
    boolean interrupted = Thread.interrupted();
    try {
      Duration atMost = limits().stop().multipliedBy(2);
      BoundedCall.Outcome<Boolean> outcome =
          BoundedCall.run(
              "stop",
              Lifecycle.class.getClassLoader(),
              atMost,
              maker.bounds().patience(),
              () -> {
                server.come();
                return true;
              });
      switch (outcome) {
        case BoundedCall.Outcome.Returned<Boolean> _ -> {}
        case BoundedCall.Outcome.Threw<Boolean>(var failure) ->
            LOG.error("{}", blame("The server did not stop in good order: " + failure, failure));
        case BoundedCall.Outcome.Overdue<Boolean>(var where) -> tellRestless(atMost, where);
      }
    } catch (InterruptedException e) {
      interrupted = true;
    }
    if (interrupted) {
      Thread.currentThread().interrupt();
    }
  }

  /** {@link #close} has this come to rest after the plugins that reach others are closed, right before the storage is. */
  public void beforeStorageCloses(Rest user) {
    storageUser = user;
  }

  private void tellRestless(Duration waited, List<StackTraceElement> where) {
    List<StackTraceElement[]> stacks = new ArrayList<>();
    stacks.add(where.toArray(StackTraceElement[]::new));
    watched.get().forEach(agent -> stacks.add(agent.thread().getStackTrace()));
    String plugins =
        stacks.stream()
            .map(culprits::in)
            .filter(Objects::nonNull)
            .map(InstalledPlugin::description)
            .distinct()
            .collect(Collectors.joining(", "));
    LOG.error(
        "The server did not come to rest within {} ms and is stopped all the same; it waits for {}",
        waited.toMillis(),
        plugins.isEmpty() ? "no plugin" : "plugin " + plugins);
  }

  /** A failure's message, with the plugin in which it began if it began in one. Any thread. */
  public String blame(String message, @Nullable Throwable failure) {
    InstalledPlugin<?> plugin = culprits.in(failure);
    return plugin == null ? message : message + " (in plugin " + plugin.description() + ")";
  }

  /** Stops what was started, the last first; whatever goes wrong is logged with the plugin's name. Idempotent. */
  @Override
  public void close() {
    if (reloading != null) {
      reloading.close();
    }
    if (patrol != null) {
      patrol.close();
    }
    stopAll().forEach(LOG::warn);
  }

  /** Stops what was started and tells what was not as it should be. */
  List<String> stopAll() {
    List<String> complaints = new ArrayList<>();
    while (!started.isEmpty()) {
      HostedPlugin<?> plugin = started.removeLast().plugin();
      Rest last = storageUser;
      if (last != null && plugin.installed().kind().equals(PluginKind.STORAGE)) {
        rest(last);
      }
      complaints.addAll(stop(plugin));
    }
    return complaints;
  }

  /** An interrupt waits until the plugin is stopped. */
  static List<String> stop(HostedPlugin<?> plugin) {
    boolean interrupted = Thread.interrupted();
    try {
      return plugin.stop();
    } catch (InterruptedException e) {
      interrupted = true;
      return List.of();
    } finally {
      if (interrupted) {
        Thread.currentThread().interrupt();
      }
    }
  }

  private static int rank(PluginKind<?> kind) {
    return PluginKind.START_ORDER.indexOf(kind);
  }

  /** How a server, or the last of it, comes to rest. */
  @FunctionalInterface
  public interface Rest {
    /** Lets nobody in any more and finishes what is under way. */
    void come() throws InterruptedException;
  }

  /** What is done with each plugin of a kind. */
  @FunctionalInterface
  private interface Step<T extends Plugin> {
    void with(HostedPlugin<T> plugin) throws PluginException;
  }
}
