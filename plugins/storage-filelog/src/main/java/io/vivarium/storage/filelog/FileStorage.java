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
  private final boolean fills;
  private final Directories directories;
  private @Nullable LogDirectory logs;
  private @Nullable FillAhead fillAhead;
  private @Nullable FileTxnLog log;
  private @Nullable FileSnapshotStore snapshots;

  /**
   * A storage that has not been started.
   *
   * @param fills whether zeros are written ahead of the log, on a thread of the context
   */
  FileStorage(Disk disk, Settings settings, PluginContext context, boolean fills) {
    this.disk = disk;
    this.fills = fills;
    this.settings = settings;
    this.context = context;
    this.directories = new Directories(disk, settings);
  }

  @Override
  public void start() throws PluginException {
    context.grants().file(settings.dataDir());
    context.grants().file(settings.dataLogDir());
    try {
      directories.open();
      LogDirectory files = new LogDirectory(disk, directories.logs(), settings.log());
      logs = files;
      FileSnapshotStore store =
          new FileSnapshotStore(disk, directories.snapshots(), files, settings.compression());
      store.removeUnfinished();
      long lastZxid = files.recover();
      log = openLog(files, lastZxid);
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

  private FileTxnLog openLog(LogDirectory files, long lastZxid) {
    ForceFigures figures = new ForceFigures(context.metrics());
    if (fills) {
      fillAhead = new FillAhead(disk, context.threads());
      fillAhead.start();
    }
    return new FileTxnLog(
        disk, files, settings.log(), context.time(), figures, fillAhead, lastZxid);
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
    FillAhead filling = fillAhead;
    fillAhead = null;
    if (filling != null) {
      filling.close();
    }
    LogDirectory files = logs;
    logs = null;
    if (files != null) {
      files.close();
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
