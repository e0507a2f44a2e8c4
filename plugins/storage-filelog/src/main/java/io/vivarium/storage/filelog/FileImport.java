package io.vivarium.storage.filelog;

import io.vivarium.spi.storage.SnapshotImport;
import io.vivarium.spi.storage.SnapshotReader;
import io.vivarium.spi.storage.StorageException;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.nio.file.Path;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** A snapshot file that somebody sent, under a name that the next start removes. One at a time. */
final class FileImport implements SnapshotImport {
  private static final Logger LOG = LoggerFactory.getLogger(FileImport.class);

  private static final String NAME = SnapshotFormat.UNFINISHED + SnapshotFormat.PREFIX + "received";

  private final Disk disk;
  private final Path path;

  private FileImport(Disk disk, Path path) {
    this.disk = disk;
    this.path = path;
  }

  /** Writes all bytes of a stream to the disk. */
  static FileImport receive(Disk disk, Path directory, InputStream from) throws StorageException {
    FileImport received = new FileImport(disk, directory.resolve(NAME));
    boolean whole = false;
    try {
      if (disk.exists(received.path)) {
        disk.delete(received.path);
      }
      try (Disk.OpenFile file = disk.open(received.path, Disk.Mode.CREATE);
          OutputStream out = DiskStreams.output(file)) {
        from.transferTo(out);
      }
      whole = true;
      return received;
    } catch (IOException e) {
      throw Failures.write("receive snapshot", received.path, e);
    } finally {
      if (!whole) {
        received.close();
      }
    }
  }

  @Override
  public SnapshotReader open() throws StorageException {
    return FileSnapshotReader.open(disk, path, Compression.NONE);
  }

  @Override
  public void close() {
    try {
      if (disk.exists(path)) {
        disk.delete(path);
      }
    } catch (IOException e) {
      LOG.warn("Cannot remove the snapshot {}: {}", path, Failures.said(e));
    }
  }
}
