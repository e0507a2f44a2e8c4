package io.vivarium.storage.filelog;

import io.vivarium.spi.storage.SnapshotExport;
import io.vivarium.spi.storage.StorageException;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.nio.file.Path;

/** A snapshot file on its way out. It is held open: retention may remove its name meanwhile. */
final class FileExport implements SnapshotExport {
  private final Path path;
  private final Disk.OpenFile file;
  private final long length;

  private FileExport(Path path, Disk.OpenFile file, long length) {
    this.path = path;
    this.file = file;
    this.length = length;
  }

  static FileExport open(Disk disk, Path path) throws StorageException {
    try {
      Disk.OpenFile file = disk.open(path, Disk.Mode.READ);
      return new FileExport(path, file, file.size());
    } catch (IOException e) {
      throw Failures.read("open", path, e);
    }
  }

  @Override
  public long length() {
    return length;
  }

  @Override
  public void writeTo(OutputStream out) throws StorageException {
    try (InputStream in = DiskStreams.input(file)) {
      in.transferTo(out);
    } catch (IOException e) {
      throw Failures.read("send", path, e);
    }
  }

  @Override
  public void close() {
    try {
      file.close();
    } catch (IOException e) {
      // It was open for reading: nothing can be lost.
    }
  }
}
