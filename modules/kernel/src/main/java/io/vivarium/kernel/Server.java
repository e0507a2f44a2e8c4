package io.vivarium.kernel;

import io.vivarium.config.ServerConfig;
import io.vivarium.kernel.admin.CommandDesk;
import io.vivarium.kernel.admin.CommandSettings;
import io.vivarium.kernel.admin.ServerVersion;
import io.vivarium.kernel.execution.OwnThreads;
import io.vivarium.kernel.metrics.KernelMetrics;
import io.vivarium.kernel.metrics.ServerStats;
import io.vivarium.kernel.plugin.Lifecycle;
import io.vivarium.kernel.plugin.PluginCatalog;
import io.vivarium.spi.FatalReason;
import io.vivarium.spi.PluginException;
import io.vivarium.spi.TimeSource;
import io.vivarium.spi.admin.AdminHost;
import io.vivarium.spi.storage.StorageException;
import java.io.IOException;
import java.util.Optional;
import java.util.random.RandomGenerator;
import org.jspecify.annotations.Nullable;

/**
 * A running server: plugins started, state recovered, clients served. Made by {@link ServerBuilder}. Any thread.
 *
 * <p>The order of a start: metrics, audit, storage (takes the data directory), authentication, transport, consensus, admin, recovery, the pipeline, and at
 * last the client port, so that nobody is let in before everything stands. A stop goes the other way.
 */
public final class Server implements AutoCloseable {
  private final ServerConfig config;
  private final Lifecycle plugins;
  private final FatalErrorLatch end;
  private final ServerStats stats = new ServerStats();
  private final KernelMetrics metrics;
  private final CommandDesk desk;
  private ServerAudit audit = new ServerAudit(null, TimeSource.system());
  private @Nullable ServerCore core;
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
    FatalErrorLatch end = new FatalErrorLatch();
    KernelMetrics metrics = new KernelMetrics();
    Lifecycle plugins = new Lifecycle(config.pluginConfigs(), TimeSource.system(), metrics, end);
    Server server = new Server(config, plugins, end, metrics);
    try {
      server.run(catalog);
      return server;
    } catch (StorageException e) {
      server.close();
      throw new PluginException(e.reason(), String.valueOf(e.getMessage()), e);
    } catch (IOException e) {
      server.close();
      throw new PluginException(FatalReason.UNEXPECTED, String.valueOf(e.getMessage()), e);
    } catch (InterruptedException e) {
      server.close();
      Thread.currentThread().interrupt();
      throw new PluginException(FatalReason.UNEXPECTED, "interrupted while starting", e);
    } catch (PluginException | RuntimeException e) {
      server.close();
      throw e;
    }
  }

  private void run(PluginCatalog catalog)
      throws PluginException, IOException, InterruptedException {
    Lifecycle.Running running = plugins.run(catalog, config.plugins(), desk);
    audit = new ServerAudit(running.audit(), TimeSource.system());
    Schemes.check(config.access().enforcedSchemes(), running.authentications());
    Schemes.checkCertificates(config.access().certificateScheme(), running.authentications());
    ServerCore built =
        new ServerCore(
            config,
            new ServerParts(
                running.storage(),
                running.authentications(),
                running.transport(),
                running.consensus(),
                running.audit()),
            environment(),
            stats,
            metrics);
    core = built;
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
    return new ServerEnvironment(
        TimeSource.system(),
        new OwnThreads(TimeSource.system(), Server::daemon, end),
        RandomGenerator.getDefault(),
        end,
        version);
  }

  private static Thread daemon(Runnable task) {
    Thread thread = new Thread(task);
    thread.setDaemon(true);
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
      try {
        core.stop();
      } catch (InterruptedException e) {
        Thread.currentThread().interrupt();
      }
    }
    plugins.close();
    end.end();
  }
}
