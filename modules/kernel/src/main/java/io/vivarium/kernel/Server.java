package io.vivarium.kernel;

import io.vivarium.config.ServerConfig;
import io.vivarium.kernel.admin.CommandDesk;
import io.vivarium.kernel.admin.CommandSettings;
import io.vivarium.kernel.admin.ServerVersion;
import io.vivarium.kernel.execution.Agent;
import io.vivarium.kernel.execution.OwnThreads;
import io.vivarium.kernel.metrics.KernelMetrics;
import io.vivarium.kernel.metrics.ServerStats;
import io.vivarium.kernel.plugin.Lifecycle;
import io.vivarium.kernel.plugin.PluginCatalog;
import io.vivarium.spi.FatalErrors;
import io.vivarium.spi.FatalReason;
import io.vivarium.spi.PluginException;
import io.vivarium.spi.TimeSource;
import io.vivarium.spi.admin.AdminHost;
import io.vivarium.spi.storage.StorageException;
import java.io.IOException;
import java.util.Optional;
import java.util.random.RandomGenerator;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * A running server: plugins started, state recovered, clients served. Made by {@link ServerBuilder}. Any thread.
 *
 * <p>The order of a start: metrics, audit, storage (takes the data directory), authentication, transport, consensus, admin, recovery, the pipeline, and at
 * last the client port, so that nobody is let in before everything stands. A stop goes the other way.
 */
public final class Server implements AutoCloseable {
  private static final Logger LOG = LoggerFactory.getLogger(Server.class);

  private final ServerConfig config;
  private final Lifecycle plugins;
  private final FatalErrorLatch end;
  private final ServerStats stats = new ServerStats();
  private final KernelMetrics metrics;
  private final CommandDesk desk;
  private ServerAudit audit = new ServerAudit(null, TimeSource.system());
  private @Nullable ServerCore core;
  private @Nullable Agent pauses;
  private boolean serves;
  private boolean closed;

  private Server(
      ServerConfig config, Lifecycle plugins, FatalErrorLatch end, KernelMetrics metrics) {
    this.config = config;
    this.plugins = plugins;
    this.end = end;
    this.metrics = metrics;
    this.desk = new CommandDesk(BuildVersion.read(), commands(config), metrics);
  }

  static Server start(ServerConfig config, PluginCatalog catalog) throws PluginException {
    KernelMetrics metrics = new KernelMetrics();
    FatalErrorLatch end = new FatalErrorLatch(metrics.counter("unrecoverable_error_count"));
    Lifecycle plugins =
        new Lifecycle(
            config.pluginConfigs(), config.pluginLimits(), TimeSource.system(), metrics, end);
    Server server = new Server(config, plugins, end, metrics);
    end.starting();
    try {
      server.run(catalog);
      return server;
    } catch (StorageException e) {
      throw server.failed(new PluginException(e.reason(), String.valueOf(e.getMessage()), e));
    } catch (IOException e) {
      throw server.failed(
          new PluginException(FatalReason.UNEXPECTED, String.valueOf(e.getMessage()), e));
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw server.failed(
          new PluginException(FatalReason.UNEXPECTED, "interrupted while starting", e));
    } catch (PluginException e) {
      throw server.failed(e);
    } catch (RuntimeException | LinkageError | StackOverflowError e) {
      throw server.failed(
          new PluginException(
              FatalReason.UNEXPECTED, plugins.blame("the server did not start: " + e, e), e));
    } finally {
      end.started();
    }
  }

  /** Stops what has started; why it failed is what was reported as fatal meanwhile, if anything was. */
  private PluginException failed(PluginException failure) {
    end.started();
    // What is reported while everything is taken down is a consequence of that.
    Optional<FatalError> meanwhile = end.first();
    close();
    return meanwhile
        .map(fatal -> new PluginException(fatal.reason(), fatal.message(), fatal.cause()))
        .orElse(failure);
  }

  private void run(PluginCatalog catalog)
      throws PluginException, IOException, InterruptedException {
    Lifecycle.Running running = plugins.run(catalog, config.plugins(), desk);
    audit = new ServerAudit(running.audit(), TimeSource.system());
    Schemes.check(config.access().enforcedSchemes(), running.authentications());
    Schemes.checkCertificates(config.access().certificateScheme(), running.authentications());
    ServerEnvironment environment = environment();
    pauses = PauseWatch.start(config.pauses(), environment, metrics);
    ServerCore built =
        new ServerCore(
            config,
            new ServerParts(
                running.storage(),
                running.authentications(),
                running.transport(),
                running.consensus(),
                running.audit()),
            environment,
            stats,
            metrics);
    core = built;
    plugins.beforeStorageCloses(built::awaitSnapshot);
    desk.serve(built.served());
    built.start();
    built.clientPort().open();
    audit.started(true);
    serves = true;
  }

  private static CommandSettings commands(ServerConfig config) {
    return new CommandSettings(
        config.admin().snapshot(),
        config.admin().restore(),
        config.snapshots().serializeLastProcessedZxid(),
        config.admin().pauseMs(),
        TimeSource.system());
  }

  private ServerEnvironment environment() {
    ServerVersion version = BuildVersion.read();
    FatalErrors named =
        (reason, message, cause) -> end.stop(reason, plugins.blame(message, cause), cause);
    OwnThreads threads = new OwnThreads(TimeSource.system(), this::daemon, named);
    plugins.watch(threads::progress);
    return new ServerEnvironment(
        TimeSource.system(), threads, RandomGenerator.getDefault(), named, version);
  }

  private Thread daemon(Runnable task) {
    Thread thread = new Thread(task);
    thread.setDaemon(true);
    thread.setUncaughtExceptionHandler(
        (ended, failure) ->
            LOG.error(
                "{}", plugins.blame("A task of the server failed: " + failure, failure), failure));
    return thread;
  }

  /** Where admin commands are asked without an endpoint between; commands that need authorisation need it here, too. */
  public AdminHost admin() {
    return desk;
  }

  /** The port that clients connect to; −1 when there is none. */
  public int clientPort() {
    ServerCore running = core;
    return running == null ? -1 : running.clientPort().number();
  }

  /** The port that only clients with TLS connect to; −1 when there is none. */
  public int secureClientPort() {
    ServerCore running = core;
    return running == null ? -1 : running.clientPort().secureNumber();
  }

  /** Blocks until the server is closed, or stops by itself: then the reason is returned, and it still has to be closed. */
  public Optional<FatalError> awaitEnd() throws InterruptedException {
    return end.await();
  }

  /** Lets nobody in any more, finishes what is under way, and gives everything back. Blocks; idempotent. */
  @Override
  public void close() {
    synchronized (this) {
      if (closed) {
        return;
      }
      closed = true;
    }
    if (serves) {
      audit.stops();
    } else {
      audit.started(false);
    }
    if (core != null) {
      plugins.rest(core::stop);
    }
    if (pauses != null) {
      plugins.rest(pauses::stop);
    }
    plugins.close();
    end.end();
  }
}
