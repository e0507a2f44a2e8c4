package io.vivarium.storage.filelog;

import io.vivarium.spi.storage.StorageException;
import java.io.Closeable;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.file.Path;

/**
 * Writes a log file of its own for a tool: header and records, without room ahead. The file must not exist; it has its name from the
 * start, and is durable once {@link #finish} returned. One thread.
 */
public final class LogFileWriter implements Closeable {
  private final Path path;
  private final Disk.OpenFile file;
  private final RecordBuffer buffer = new RecordBuffer();
  private long position;

  private LogFileWriter(Path path, Disk.OpenFile file) {
    this.path = path;
    this.file = file;
  }

  /** Creates a file with a header. */
  public static LogFileWriter create(Path path) throws StorageException {
    try {
      LogFileWriter writer = new LogFileWriter(path, new RealDisk().open(path, Disk.Mode.CREATE));
      ByteBuffer header = ByteBuffer.allocate(LogFormat.HEADER_BYTES);
      LogHeader.put(header);
      writer.put(header.flip());
      return writer;
    } catch (IOException e) {
      throw Failures.write("create", path, e);
    }
  }

  /** Adds a record; its checksum is computed anew. */
  public void append(ByteBuffer payload) throws StorageException {
    if (!buffer.fits(payload.remaining())) {
      flush();
      buffer.ensure(payload.remaining());
    }
    buffer.add(payload);
  }

  /** Makes the file durable, with its name. */
  public void finish() throws StorageException {
    flush();
    try {
      file.force();
      Path directory = path.toAbsolutePath().getParent();
      if (directory != null) {
        new RealDisk().forceDirectory(directory);
      }
    } catch (IOException e) {
      throw Failures.write("force", path, e);
    }
  }

  @Override
  public void close() throws StorageException {
    try {
      file.close();
    } catch (IOException e) {
      throw Failures.write("close", path, e);
    }
  }

  private void flush() throws StorageException {
    if (buffer.size() == 0) {
      return;
    }
    try {
      put(buffer.flipped());
    } catch (IOException e) {
      throw Failures.write("write", path, e);
    }
    buffer.clear();
  }

  private void put(ByteBuffer bytes) throws IOException {
    int length = bytes.remaining();
    file.write(bytes, position);
    position += length;
  }
}
