package io.vivarium.storage.filelog;

import io.vivarium.spi.FatalErrors;
import io.vivarium.spi.PluginConfig;
import io.vivarium.spi.PluginContext;
import io.vivarium.spi.TimeSource;
import io.vivarium.spi.metrics.Counter;
import io.vivarium.spi.metrics.Metrics;
import io.vivarium.spi.metrics.Summary;
import io.vivarium.spi.storage.Storage;
import io.vivarium.spi.storage.StorageException;
import java.io.Closeable;
import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import java.util.OptionalLong;
import java.util.concurrent.ThreadFactory;
import java.util.function.LongSupplier;

/**
 * Data directories, ours or ZooKeeper's, for tools. What does not say otherwise may be used while a server has the directory. Any thread.
 */
public final class DataFiles {
  private DataFiles() {}

  /** The directory below {@code dataDir} or {@code dataLogDir} in which the files are. */
  public static Path directory(Path dataDir) {
    return dataDir.resolve(Directories.VERSION);
  }

  /** The log files in a directory, smallest zxid first. */
  public static List<NumberedFile> logs(Path directory) throws StorageException {
    try {
      return NumberedFile.list(new RealDisk(), directory, LogFormat.PREFIX, "");
    } catch (IOException e) {
      throw Failures.read("list", directory, e);
    }
  }

  /** The snapshots in a directory that look whole, newest first. */
  public static List<NumberedFile> snapshots(Path directory) throws StorageException {
    return store(directory, directory).whole().stream()
        .map(file -> new NumberedFile(file.path(), file.zxid()))
        .toList();
  }

  /** A number beside the snapshots, such as {@code currentEpoch}; empty when there is none. */
  public static OptionalLong number(Path directory, String name) throws StorageException {
    return new FileNumber(new RealDisk(), directory, name).read();
  }

  /**
   * Takes possession of a directory as a server does, until the result is closed.
   *
   * @throws StorageException when a server has it; ZooKeeper's takes no possession, so this tells nothing of one
   */
  public static Closeable possess(Path directory) throws StorageException {
    return Directories.lock(new RealDisk(), directory);
  }

  /** The name of a log whose first record has this zxid. */
  public static String logName(long zxid) {
    return LogFormat.fileName(zxid);
  }

  /**
   * Removes what recovery from the newest snapshots does not need, as a server does that purges by itself: nothing at all unless so many
   * snapshots remain and one of them is sound to its last byte.
   *
   * @param snapshots the directory of the snapshots
   * @param logs the directory of the logs; may be the same
   * @param count snapshots to keep, at least 1
   */
  public static Purged purge(Path snapshots, Path logs, int count) throws StorageException {
    return store(snapshots, logs).purge(count);
  }

  /**
   * What became of a directory's old files.
   *
   * @param removed the files that are gone
   * @param unsound snapshots that cannot be used, newest first, and why; not all of them when one was found that can
   * @param refused whether nothing was removed because of these
   */
  public record Purged(List<Path> removed, List<String> unsound, boolean refused) {
    /** Copies the lists. */
    public Purged {
      removed = List.copyOf(removed);
      unsound = List.copyOf(unsound);
    }
  }

  /**
   * A storage over the directories of a server that does not run; to be started and closed. It takes possession of them.
   *
   * @param dataLogDir may be the same as {@code dataDir}
   * @param maxBufferBytes {@code jute.maxbuffer}
   */
  public static Storage storage(
      Path dataDir, Path dataLogDir, Compression compression, int maxBufferBytes) {
    LogSettings log =
        new LogSettings(0, 0, true, Long.MAX_VALUE, Settings.largestRecord(maxBufferBytes, null));
    return new FileStorage(
        new RealDisk(),
        new Settings(dataDir, dataLogDir, true, compression, log),
        new OfflineContext(),
        false);
  }

  private static FileSnapshotStore store(Path snapshots, Path logs) {
    LogSettings log = new LogSettings(0, 0, true, 0, Settings.largestRecord(0, null));
    Disk disk = new RealDisk();
    return new FileSnapshotStore(
        disk, snapshots, new LogDirectory(disk, logs, log), Compression.NONE);
  }

  /** No server is around: nobody reads figures, and what is fatal ends the tool by its exception. */
  private static final class OfflineContext implements PluginContext, Metrics {
    @Override
    public PluginConfig config() {
      throw new IllegalStateException("the settings are given already");
    }

    @Override
    public TimeSource time() {
      return TimeSource.system();
    }

    @Override
    public ThreadFactory threads() {
      return Thread.ofPlatform().daemon().name("storage-", 0).factory();
    }

    @Override
    public Metrics metrics() {
      return this;
    }

    @Override
    public FatalErrors fatalErrors() {
      return (_, _, _) -> {};
    }

    @Override
    public Counter counter(String name) {
      return new Counter() {
        @Override
        public void add(long amount) {}

        @Override
        public long value() {
          return 0;
        }
      };
    }

    @Override
    public void gauge(String name, LongSupplier value) {}

    @Override
    public Summary summary(String name) {
      return _ -> {};
    }
  }
}
