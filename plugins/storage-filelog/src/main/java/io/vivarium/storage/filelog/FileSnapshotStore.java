package io.vivarium.storage.filelog;

import io.vivarium.spi.storage.SnapshotExport;
import io.vivarium.spi.storage.SnapshotImport;
import io.vivarium.spi.storage.SnapshotReader;
import io.vivarium.spi.storage.SnapshotStore;
import io.vivarium.spi.storage.SnapshotWriter;
import io.vivarium.spi.storage.StorageException;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.atomic.AtomicBoolean;

/** The snapshots as files. */
final class FileSnapshotStore implements SnapshotStore {
  private final Disk disk;
  private final Path directory;
  private final LogDirectory logs;
  private final Compression compression;
  private final AtomicBoolean writing = new AtomicBoolean();

  FileSnapshotStore(Disk disk, Path directory, LogDirectory logs, Compression compression) {
    this.disk = disk;
    this.directory = directory;
    this.logs = logs;
    this.compression = compression;
  }

  @Override
  public List<Long> list() throws StorageException {
    return whole().stream().map(SnapshotFile::zxid).distinct().toList();
  }

  @Override
  public SnapshotReader open(long zxid) throws StorageException {
    for (SnapshotFile file : whole()) {
      if (file.zxid() == zxid) {
        return FileSnapshotReader.open(disk, file.path(), file.compression());
      }
    }
    throw Failures.damaged(
        "There is no snapshot "
            + LogFormat.hex(zxid)
            + " in "
            + directory
            + " that was written to its end");
  }

  @Override
  public SnapshotWriter create(long zxid) throws StorageException {
    if (!writing.compareAndSet(false, true)) {
      throw new IllegalStateException("a snapshot is being written already in " + directory);
    }
    String name = SnapshotFormat.fileName(zxid, compression);
    Path unfinished = directory.resolve(SnapshotFormat.UNFINISHED + name);
    try {
      return FileSnapshotWriter.begin(
          disk,
          unfinished,
          compression,
          () -> publish(unfinished, directory.resolve(name), zxid),
          () -> writing.set(false));
    } catch (IOException e) {
      writing.set(false);
      throw Failures.write("begin snapshot", unfinished, e);
    }
  }

  @Override
  public void truncate(long zxid) throws StorageException {
    List<SnapshotFile> newer = all().stream().filter(file -> file.zxid() > zxid).toList();
    remove(newer);
  }

  @Override
  public List<String> retain(int count) throws StorageException {
    return new Retention(disk, this, logs).retain(count);
  }

  /** The same, for whoever wants to know what stood in the way. */
  DataFiles.Purged purge(int count) throws StorageException {
    return new Retention(disk, this, logs).purge(count);
  }

  @Override
  public long sizeBytes(long zxid) throws StorageException {
    for (SnapshotFile snapshot : all()) {
      if (snapshot.zxid() == zxid) {
        try (Disk.OpenFile file = disk.open(snapshot.path(), Disk.Mode.READ)) {
          return file.size();
        } catch (IOException e) {
          throw Failures.read("measure", snapshot.path(), e);
        }
      }
    }
    return -1;
  }

  @Override
  public long writtenAtMs(long zxid) throws StorageException {
    for (SnapshotFile snapshot : all()) {
      if (snapshot.zxid() == zxid) {
        try {
          return disk.modifiedAtMs(snapshot.path());
        } catch (IOException e) {
          throw Failures.read("look at", snapshot.path(), e);
        }
      }
    }
    return -1;
  }

  @Override
  public SnapshotExport export(long zxid) throws StorageException {
    for (SnapshotFile snapshot : whole()) {
      if (snapshot.zxid() == zxid) {
        return FileExport.open(disk, snapshot.path());
      }
    }
    throw Failures.damaged("There is no snapshot " + LogFormat.hex(zxid) + " in " + directory);
  }

  @Override
  public SnapshotImport receive(InputStream file) throws StorageException {
    return FileImport.receive(disk, directory, file);
  }

  /** Removes what a crash left of a snapshot that was being written. */
  void removeUnfinished() throws StorageException {
    try {
      for (Path path : disk.list(directory)) {
        if (String.valueOf(path.getFileName())
            .startsWith(SnapshotFormat.UNFINISHED + SnapshotFormat.PREFIX)) {
          disk.delete(path);
        }
      }
    } catch (IOException e) {
      throw Failures.write("remove unfinished snapshots in", directory, e);
    }
  }

  /** Every snapshot, newest first. */
  List<SnapshotFile> all() throws StorageException {
    try {
      return SnapshotFile.list(disk, directory);
    } catch (IOException e) {
      throw Failures.read("list", directory, e);
    }
  }

  /** Snapshots that look whole, newest first. */
  List<SnapshotFile> whole() throws StorageException {
    List<SnapshotFile> whole = new ArrayList<>();
    for (SnapshotFile file : all()) {
      try {
        if (file.looksWhole(disk)) {
          whole.add(file);
        }
      } catch (IOException e) {
        throw Failures.read("read", file.path(), e);
      }
    }
    return whole;
  }

  /** Removes snapshots, durably. */
  void remove(List<SnapshotFile> files) throws StorageException {
    if (files.isEmpty()) {
      return;
    }
    for (SnapshotFile file : files) {
      try {
        disk.delete(file.path());
      } catch (IOException e) {
        throw Failures.write("remove", file.path(), e);
      }
    }
    try {
      disk.forceDirectory(directory);
    } catch (IOException e) {
      throw Failures.write("force", directory, e);
    }
  }

  private void publish(Path unfinished, Path named, long zxid) throws IOException {
    disk.rename(unfinished, named);
    disk.forceDirectory(directory);
    for (SnapshotFile file : SnapshotFile.list(disk, directory)) {
      if (file.zxid() == zxid && !file.path().equals(named)) {
        disk.delete(file.path()); // The same snapshot, compressed another way.
        disk.forceDirectory(directory);
      }
    }
  }
}
