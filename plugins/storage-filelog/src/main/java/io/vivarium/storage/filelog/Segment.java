package io.vivarium.storage.filelog;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.file.Path;
import org.jspecify.annotations.Nullable;

/**
 * A log file whose end is known, because this process checked or wrote it, and which can be written when it is open. One
 * thread writes; any thread asks for {@link #forcedEnd()}.
 */
final class Segment {
  private static final ByteBuffer ONE_ZERO = ByteBuffer.allocateDirect(1);

  private final Path path;
  private final Disk disk;
  private final long preallocBytes;
  private Disk.@Nullable OpenFile file;

  /** Where the next byte goes. Everything before is handed to the operating system. */
  private long position;

  /** Length of the file including what was allocated ahead. */
  private long allocated;

  /** Everything before is on disk. Only grows, except by {@link #cut}; written by the log's thread. */
  private volatile long forcedEnd;

  private Segment(Path path, Disk disk, long preallocBytes, long end) {
    this.path = path;
    this.disk = disk;
    this.preallocBytes = preallocBytes;
    this.position = end;
    this.forcedEnd = end;
  }

  /** A file that ends at {@code end}, all forced; not open. */
  static Segment existing(Disk disk, Path path, long end, long preallocBytes) {
    return new Segment(path, disk, preallocBytes, end);
  }

  /** A file yet to be created by {@link #create}. */
  static Segment planned(Disk disk, Path path, long preallocBytes) {
    return new Segment(path, disk, preallocBytes, 0);
  }

  /** Creates the file with its header and makes its name durable, so that records can follow. */
  void create(Path directory) throws IOException {
    Disk.OpenFile created = disk.open(path, Disk.Mode.CREATE);
    file = created;
    ByteBuffer header = ByteBuffer.allocate(LogFormat.HEADER_BYTES);
    LogHeader.put(header);
    created.write(header.flip(), 0);
    position = LogFormat.HEADER_BYTES;
    allocated = position;
    grow(0);
    created.force();
    disk.forceDirectory(directory);
    forcedEnd = position;
  }

  /** Opens the file again to write behind its end; what is there now, padding or a torn record, goes. */
  void reopen() throws IOException {
    Disk.OpenFile opened = disk.open(path, Disk.Mode.WRITE);
    file = opened;
    opened.truncate(position);
    opened.force();
    allocated = position;
  }

  /** Writes whole records; they are durable after {@link #force}. */
  void write(ByteBuffer records) throws IOException {
    int length = records.remaining();
    grow(length);
    opened().write(records, position);
    position += length;
  }

  /** Makes what was written durable. */
  void force(boolean reallyForce) throws IOException {
    if (reallyForce) {
      opened().force();
    }
    forcedEnd = position;
  }

  /** Removes everything behind an offset, durably, and closes the file. */
  void cut(long end) throws IOException {
    if (file == null) {
      file = disk.open(path, Disk.Mode.WRITE);
    }
    forcedEnd = end;
    position = end;
    opened().truncate(end);
    opened().force();
    close();
  }

  /** Gives back what was allocated ahead and closes the file. What was not forced may be lost. */
  void finish() throws IOException {
    if (file != null && allocated > position) {
      opened().truncate(position);
    }
    close();
  }

  /** Closes the file as it is. */
  void close() throws IOException {
    Disk.OpenFile open = file;
    file = null;
    if (open != null) {
      open.close();
    }
  }

  /**
   * Allocates ahead so that a force need not write the new length of the file as well. Sizes as ZooKeeper's: a multiple of the
   * step, plus the header in the first step.
   */
  private void grow(int coming) throws IOException {
    long end = position + coming;
    if (preallocBytes <= 0 || end + LogFormat.GROW_MARGIN_BYTES < allocated) {
      return;
    }
    long size =
        end <= allocated
            ? allocated + preallocBytes
            : (end + preallocBytes) / preallocBytes * preallocBytes;
    opened().write(ONE_ZERO.duplicate(), size - 1);
    allocated = size;
  }

  private Disk.OpenFile opened() throws IOException {
    Disk.OpenFile open = file;
    if (open == null) {
      throw new IOException("the file is not open");
    }
    return open;
  }

  boolean isOpen() {
    return file != null;
  }

  Path path() {
    return path;
  }

  /** Where the next byte goes. */
  long position() {
    return position;
  }

  /** Everything before this offset is on disk. Any thread. */
  long forcedEnd() {
    return forcedEnd;
  }
}
