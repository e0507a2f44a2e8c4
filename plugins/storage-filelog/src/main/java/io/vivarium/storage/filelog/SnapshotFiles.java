package io.vivarium.storage.filelog;

import io.vivarium.spi.storage.SnapshotReader;
import io.vivarium.spi.storage.StorageException;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.nio.file.Path;

/** Single snapshot files, ours or ZooKeeper's, for tools. Nothing is held in memory but buffers. Any thread. */
public final class SnapshotFiles {
  private static final int CHUNK_BYTES = 64 * 1024;

  private SnapshotFiles() {}

  /** Opens a file behind its header; its suffix says how it is compressed. */
  public static SnapshotReader open(Path file) throws StorageException {
    return FileSnapshotReader.open(new RealDisk(), file, Compression.of(file));
  }

  /** Whether a file ends in a seal that fits all before it; all of it is read. */
  public static boolean isSound(Path file) throws StorageException {
    try (SnapshotReader reader = open(file)) {
      return Retention.endsInSeal(reader);
    }
  }

  /**
   * Writes a snapshot compressed another way; the suffixes of the names say how. The copy has another name until it is complete and durable.
   *
   * @param to must not exist
   */
  public static void convert(Path from, Path to) throws StorageException {
    Disk disk = new RealDisk();
    Path directory = to.toAbsolutePath().getParent();
    if (directory == null || disk.exists(to)) {
      throw Failures.directory(to + " exists already; remove it or name another file", null);
    }
    Path unfinished = directory.resolve(SnapshotFormat.UNFINISHED + to.getFileName());
    try {
      if (disk.exists(unfinished)) {
        disk.delete(unfinished);
      }
      try (Disk.OpenFile target = disk.open(unfinished, Disk.Mode.CREATE);
          InputStream in =
              Compression.of(from).expand(DiskStreams.input(disk.open(from, Disk.Mode.READ)));
          OutputStream out = Compression.of(to).compress(DiskStreams.output(target))) {
        byte[] chunk = new byte[CHUNK_BYTES];
        for (int count; (count = in.read(chunk)) >= 0; ) {
          out.write(chunk, 0, count);
        }
      }
      disk.rename(unfinished, to);
      disk.forceDirectory(directory);
    } catch (IOException e) {
      throw Failures.write("convert " + from + " to", to, e);
    }
  }
}
