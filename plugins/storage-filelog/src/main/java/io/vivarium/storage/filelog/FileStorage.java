package io.vivarium.storage.filelog;

import io.vivarium.spi.PluginContext;
import io.vivarium.spi.PluginException;
import io.vivarium.spi.storage.DurableNumber;
import io.vivarium.spi.storage.SnapshotStore;
import io.vivarium.spi.storage.Storage;
import io.vivarium.spi.storage.StorageException;
import io.vivarium.spi.storage.TxnLog;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Log, snapshots and numbers in the directories that ZooKeeper would use, and in its formats. */
final class FileStorage implements Storage {
  private static final Logger LOG = LoggerFactory.getLogger(FileStorage.class);

  private final Disk disk;
  private final Settings settings;
  private final PluginContext context;
  private final Directories directories;
  private @Nullable FileTxnLog log;
  private @Nullable FileSnapshotStore snapshots;

  FileStorage(Disk disk, Settings settings, PluginContext context) {
    this.disk = disk;
    this.settings = settings;
    this.context = context;
    this.directories = new Directories(disk, settings);
  }

  @Override
  public void start() throws PluginException {
    try {
      directories.open();
      LogDirectory logs = new LogDirectory(disk, directories.logs(), settings.log());
      FileSnapshotStore store =
          new FileSnapshotStore(disk, directories.snapshots(), logs, settings.compression());
      store.removeUnfinished();
      long lastZxid = logs.recover();
      ForceFigures figures = new ForceFigures(context.metrics());
      log = new FileTxnLog(disk, logs, settings.log(), context.time(), figures, lastZxid);
      snapshots = store;
    } catch (StorageException e) {
      throw new PluginException(e.reason(), String.valueOf(e.getMessage()), e);
    }
    if (!settings.log().forceSync()) {
      LOG.warn(
          "{}=no: writes are acknowledged before they are on disk. When this machine stops, acknowledged writes are lost,"
              + " and an ensemble may lose agreement",
          Keys.FORCE_SYNC.name());
    }
  }

  @Override
  public TxnLog log() {
    return started(log);
  }

  @Override
  public SnapshotStore snapshots() {
    return started(snapshots);
  }

  @Override
  public DurableNumber number(String name) {
    if (name.isEmpty() || !name.chars().allMatch(c -> c < 0x80 && Character.isLetter(c))) {
      throw new IllegalArgumentException(
          "the name of a number has letters only, not \"" + name + "\"");
    }
    return new FileNumber(disk, directories.snapshots(), name);
  }

  @Override
  public void close() {
    FileTxnLog open = log;
    log = null;
    snapshots = null;
    if (open != null) {
      open.close();
    }
    directories.close();
  }

  private static <T> T started(@Nullable T part) {
    if (part == null) {
      throw new IllegalStateException("the storage is not started");
    }
    return part;
  }
}
