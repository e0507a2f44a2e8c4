package io.vivarium.kernel;

import io.vivarium.config.ConfigLoader;
import io.vivarium.config.ConfigSource;
import io.vivarium.config.ServerConfig;
import io.vivarium.kernel.execution.OwnThreads;
import io.vivarium.kernel.metrics.KernelMetrics;
import io.vivarium.kernel.metrics.ServerStats;
import io.vivarium.kernel.plugin.HostedPlugin;
import io.vivarium.kernel.plugin.Lifecycle;
import io.vivarium.kernel.plugin.PluginCatalog;
import io.vivarium.kernel.plugin.PluginSelector;
import io.vivarium.kernel.plugin.SelectedPlugins;
import io.vivarium.spi.TimeSource;
import io.vivarium.spi.auth.Authentication;
import io.vivarium.spi.storage.DurableNumber;
import io.vivarium.spi.storage.SnapshotStore;
import io.vivarium.spi.storage.Storage;
import io.vivarium.spi.storage.StorageException;
import io.vivarium.spi.storage.TxnCursor;
import io.vivarium.spi.storage.TxnLog;
import io.vivarium.spi.transport.Endpoint;
import io.vivarium.spi.transport.Listener;
import java.net.InetSocketAddress;
import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.concurrent.Semaphore;

/** A server in memory whose log is forced only when the test says so: what is not forced is not committed. */
final class GatedServer implements AutoCloseable {
  private static final int OPEN = Integer.MAX_VALUE / 2;

  private final Lifecycle plugins;
  private final ServerCore core;
  private final Listener listener;
  private final Semaphore gate = new Semaphore(OPEN);
  private final FatalErrorLatch fatal = new FatalErrorLatch();

  GatedServer(String... settings) throws Exception {
    Map<String, String> code = new HashMap<>();
    code.put("storage", "memory");
    code.put("dataDir", "unused");
    code.put("admin.enableServer", "false");
    code.put("maxClientCnxns", "0");
    for (String setting : settings) {
      int equals = setting.indexOf('=');
      code.put(setting.substring(0, equals), setting.substring(equals + 1));
    }
    PluginCatalog catalog = PluginCatalog.discover(null);
    ServerConfig config =
        ConfigLoader.load(ConfigSource.empty().withCode(code), catalog.configKeys()).require();
    KernelMetrics metrics = new KernelMetrics();
    plugins = new Lifecycle(config.pluginConfigs(), TimeSource.system(), metrics, fatal);
    SelectedPlugins selected = PluginSelector.choose(catalog, config.plugins(), false);
    HostedPlugin<Storage> storage = plugins.create(selected.storage());
    List<Authentication> authentications = new ArrayList<>();
    plugins.start(storage);
    for (var installed : selected.auth()) {
      var hosted = plugins.create(installed);
      plugins.start(hosted);
      authentications.add(hosted.instance());
    }
    var transport = plugins.create(selected.transport());
    plugins.start(transport);
    var consensus = plugins.create(selected.consensus());
    plugins.start(consensus);
    core =
        new ServerCore(
            config,
            new ServerParts(
                new GatedStorage(storage.instance(), gate),
                authentications,
                transport.instance(),
                consensus.instance()),
            new ServerEnvironment(
                TimeSource.system(),
                new OwnThreads(TimeSource.system(), Thread::new, fatal),
                new Random(7),
                fatal,
                BuildVersion.read()),
            new ServerStats(),
            metrics);
    core.start();
    listener = transport.instance().listen(Endpoint.client("127.0.0.1", 0), core.clients());
  }

  int port() {
    return ((InetSocketAddress) listener.address()).getPort();
  }

  RunningServerView view() {
    return core.view();
  }

  /** Nothing is forced from now on. */
  void shut() {
    gate.drainPermits();
  }

  /** What is waiting and what comes is forced. */
  void open() {
    gate.release(OPEN);
  }

  @Override
  public void close() {
    open();
    listener.close();
    try {
      core.stop();
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
    plugins.close();
  }

  private record GatedStorage(Storage storage, Semaphore gate) implements Storage {
    @Override
    public TxnLog log() {
      return new GatedLog(storage.log(), gate);
    }

    @Override
    public SnapshotStore snapshots() {
      return storage.snapshots();
    }

    @Override
    public DurableNumber number(String name) {
      return storage.number(name);
    }

    @Override
    public void start() {}

    @Override
    public void close() {}
  }

  private record GatedLog(TxnLog log, Semaphore gate) implements TxnLog {
    @Override
    public void append(long zxid, ByteBuffer txn) throws StorageException {
      log.append(zxid, txn);
    }

    @Override
    public void force() throws StorageException {
      gate.acquireUninterruptibly();
      log.force();
    }

    @Override
    public void roll() throws StorageException {
      log.roll();
    }

    @Override
    public TxnCursor read(long fromZxid) throws StorageException {
      return log.read(fromZxid);
    }

    @Override
    public long truncate(long zxid) throws StorageException {
      return log.truncate(zxid);
    }

    @Override
    public long sizeBytes() {
      return log.sizeBytes();
    }
  }
}
