package io.vivarium.storage.filelog;

import io.vivarium.spi.storage.StorageException;
import java.io.Closeable;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** The directories {@code version-2} under dataDir and dataLogDir, and this process's possession of them. */
final class Directories {
  private static final Logger LOG = LoggerFactory.getLogger(Directories.class);

  /** Where the files are below the directories that are configured. */
  static final String VERSION = "version-2";

  private static final String LOCK_FILE = "vivarium.lock";

  private final Disk disk;
  private final Settings settings;
  private final Path snapshots;
  private final Path logs;
  private final List<Closeable> locks = new ArrayList<>();

  Directories(Disk disk, Settings settings) {
    this.disk = disk;
    this.settings = settings;
    this.snapshots = settings.dataDir().resolve(VERSION);
    this.logs = settings.dataLogDir().resolve(VERSION);
  }

  /** Where snapshots and numbers are. */
  Path snapshots() {
    return snapshots;
  }

  /** Where logs are; may be the same directory. */
  Path logs() {
    return logs;
  }

  /** Creates what is missing, locks it, and checks that nothing lies where it does not belong. */
  void open() throws StorageException {
    provide(Keys.DATA_DIR.name(), snapshots);
    provide(Keys.DATA_LOG_DIR.name(), logs);
    locks.add(lock(disk, snapshots));
    if (!logs.equals(snapshots)) {
      locks.add(lock(disk, logs));
      refuseStrangers(logs, SnapshotFormat.PREFIX, "snapshots", "dataLogDir");
      refuseStrangers(snapshots, LogFormat.PREFIX, "logs", "dataDir");
    }
  }

  /** Gives the directories back. */
  void close() {
    for (Closeable lock : locks.reversed()) {
      try {
        lock.close();
      } catch (IOException e) {
        LOG.warn("Cannot release a lock: {}", Failures.said(e));
      }
    }
    locks.clear();
  }

  private void provide(String key, Path directory) throws StorageException {
    if (disk.exists(directory)) {
      return;
    }
    if (!settings.autocreate()) {
      throw Failures.directory(
          key
              + ": "
              + directory
              + " does not exist and "
              + Keys.AUTOCREATE.name()
              + "=false forbids to create it. Mount or create it, or allow it to be created",
          null);
    }
    try {
      disk.createDirectories(directory);
    } catch (IOException e) {
      throw Failures.directory(
          key
              + ": cannot create "
              + directory
              + ": "
              + Failures.said(e)
              + ". "
              + Failures.remedy(e, directory),
          e);
    }
  }

  /** Takes possession of a directory, or fails and names who has it. */
  static Closeable lock(Disk disk, Path directory) throws StorageException {
    Path file = directory.resolve(LOCK_FILE);
    try {
      return disk.lock(file);
    } catch (DirectoryInUseException e) {
      throw Failures.directory(
          directory
              + " is in use by "
              + e.getMessage()
              + " (lock "
              + file
              + "). Two servers on one directory destroy it: stop the other one, or give this one a dataDir of its own",
          e);
    } catch (IOException e) {
      throw Failures.directory(
          "Cannot lock " + file + ": " + Failures.said(e) + ". " + Failures.remedy(e, file), e);
    }
  }

  private void refuseStrangers(Path directory, String prefix, String what, String key)
      throws StorageException {
    try {
      for (Path path : disk.list(directory)) {
        if (String.valueOf(path.getFileName()).startsWith(prefix)) {
          throw Failures.directory(
              key
                  + ": "
                  + directory
                  + " holds "
                  + what
                  + ", for example "
                  + path
                  + ": dataDir and dataLogDir have been exchanged, or were one directory before. Move the logs to dataLogDir and"
                  + " the snapshots to dataDir",
              null);
        }
      }
    } catch (StorageException e) {
      throw e;
    } catch (IOException e) {
      throw Failures.directory("Cannot list " + directory + ": " + Failures.said(e), e);
    }
  }
}
