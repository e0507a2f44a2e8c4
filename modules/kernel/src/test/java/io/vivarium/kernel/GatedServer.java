package io.vivarium.kernel;

import io.vivarium.config.ConfigLoader;
import io.vivarium.config.ConfigSource;
import io.vivarium.config.ServerConfig;
import io.vivarium.kernel.admin.CommandDesk;
import io.vivarium.kernel.admin.CommandSettings;
import io.vivarium.kernel.admin.RunningServerView;
import io.vivarium.kernel.execution.OwnThreads;
import io.vivarium.kernel.metrics.KernelMetrics;
import io.vivarium.kernel.metrics.ServerStats;
import io.vivarium.kernel.plugin.Lifecycle;
import io.vivarium.kernel.plugin.PluginCatalog;
import io.vivarium.spi.TimeSource;
import io.vivarium.spi.admin.AdminHost;
import io.vivarium.spi.storage.DurableNumber;
import io.vivarium.spi.storage.SnapshotReader;
import io.vivarium.spi.storage.SnapshotStore;
import io.vivarium.spi.storage.SnapshotWriter;
import io.vivarium.spi.storage.Storage;
import io.vivarium.spi.storage.StorageException;
import io.vivarium.spi.storage.TxnCursor;
import io.vivarium.spi.storage.TxnLog;
import io.vivarium.spi.transport.Endpoint;
import io.vivarium.spi.transport.Listener;
import java.net.InetSocketAddress;
import java.nio.ByteBuffer;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.concurrent.Semaphore;
import java.util.concurrent.atomic.AtomicBoolean;

/** A server in memory whose log is forced only when the test says so: what is not forced is not committed. */
final class GatedServer implements AutoCloseable {
  private static final int OPEN = Integer.MAX_VALUE / 2;

  /** More parts than the snapshots of any test have. */
  private static final int OPEN_PARTS = 1 << 20;

  private final Lifecycle plugins;
  private final CommandDesk desk;
  private final ServerCore core;
  private final Storage storage;
  private final Listener listener;
  private final Semaphore gate = new Semaphore(OPEN);
  private final SnapshotGate snapshotGate =
      new SnapshotGate(new Semaphore(OPEN_PARTS), new Semaphore(0));
  private final KernelMetrics metrics = new KernelMetrics();
  private final FatalErrorLatch fatal =
      new FatalErrorLatch(metrics.counter("unrecoverable_error_count"));
  private final AtomicBoolean closed = new AtomicBoolean();

  GatedServer(String... settings) throws Exception {
    this(TimeSource.system(), settings);
  }

  /** A server on a clock of the test's. */
  GatedServer(TimeSource time, String... settings) throws Exception {
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
    plugins = new Lifecycle(config.pluginConfigs(), config.pluginLimits(), time, metrics, fatal);
    desk =
        new CommandDesk(
            BuildVersion.read(), new CommandSettings(true, true, true, 0, time), metrics);
    Lifecycle.Running running = plugins.run(catalog, config.plugins(), desk);
    storage = running.storage();
    core =
        new ServerCore(
            config,
            new ServerParts(
                new GatedStorage(storage, gate, snapshotGate),
                running.authentications(),
                running.transport(),
                running.consensus(),
                running.audit()),
            new ServerEnvironment(
                time,
                new OwnThreads(time, Thread::new, fatal),
                new Random(7),
                fatal,
                BuildVersion.read()),
            new ServerStats(),
            metrics);
    core.start();
    desk.serve(core.served());
    listener = running.transport().listen(Endpoint.client("127.0.0.1", 0), core.clients());
  }

  int port() {
    return ((InetSocketAddress) listener.address()).getPort();
  }

  /** Where admin commands are asked. */
  AdminHost admin() {
    return desk;
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

  /** Snapshots stop at their next part from now on. */
  void shutSnapshots() {
    snapshotGate.open().drainPermits();
    snapshotGate.waiting().drainPermits();
  }

  /** Returns when a snapshot has come to its next part. */
  void awaitSnapshotPart() {
    snapshotGate.waiting().acquireUninterruptibly();
  }

  /** Snapshots that wait and those that come are written. */
  void openSnapshots() {
    snapshotGate.open().release(OPEN_PARTS);
  }

  /** What of snapshots was committed, by zxid. */
  List<Long> snapshots() throws StorageException {
    return storage.snapshots().list();
  }

  /** Idempotent, so that a test may close on a thread of its own. */
  @Override
  public void close() {
    if (closed.getAndSet(true)) {
      return;
    }
    open();
    listener.close();
    try {
      core.stop();
      core.awaitSnapshot();
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
    plugins.close();
  }

  /** Lets the parts of snapshots through, and tells when one is waiting. */
  private record SnapshotGate(Semaphore open, Semaphore waiting) {
    void pass() {
      waiting.release();
      open.acquireUninterruptibly();
    }
  }

  private record GatedStorage(Storage storage, Semaphore gate, SnapshotGate snapshotGate)
      implements Storage {
    @Override
    public TxnLog log() {
      return new GatedLog(storage.log(), gate);
    }

    @Override
    public SnapshotStore snapshots() {
      return new GatedSnapshots(storage.snapshots(), snapshotGate);
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

  private record GatedSnapshots(SnapshotStore store, SnapshotGate gate) implements SnapshotStore {
    @Override
    public List<Long> list() throws StorageException {
      return store.list();
    }

    @Override
    public SnapshotReader open(long zxid) throws StorageException {
      return store.open(zxid);
    }

    @Override
    public SnapshotWriter create(long zxid) throws StorageException {
      SnapshotWriter to = store.create(zxid);
      return new SnapshotWriter() {
        @Override
        public void write(ByteBuffer bytes) throws StorageException {
          gate.pass();
          to.write(bytes);
        }

        @Override
        public void seal() throws StorageException {
          to.seal();
        }

        @Override
        public void commit() throws StorageException {
          to.commit();
        }

        @Override
        public void close() {
          to.close();
        }
      };
    }

    @Override
    public void truncate(long zxid) throws StorageException {
      store.truncate(zxid);
    }

    @Override
    public List<String> retain(int count) throws StorageException {
      return store.retain(count);
    }
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
