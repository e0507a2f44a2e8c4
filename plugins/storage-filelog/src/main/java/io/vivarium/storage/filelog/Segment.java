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
  /** Zeros that {@link #fill} writes at once. */
  static final int FILL_STEP_BYTES = 256 * 1024;

  /** Filling begins when fewer zeros than this are left, and ends with twice as many. */
  private static final int FEW_ZEROS_BYTES = 1024 * 1024;

  /** Forces of more than this gain nothing from zeros: the disk then counts bytes, and zeros double them. Measured. */
  private static final int LARGE_FORCE_BYTES = 128 * 1024;

  private static final ByteBuffer ONE_ZERO = ByteBuffer.allocateDirect(1);

  private final Path path;
  private final long zxid;
  private final Disk disk;
  private final long preallocBytes;
  private Disk.@Nullable OpenFile file;

  /** Whether so much is written at once that zeros ahead would only cost. */
  private volatile boolean large;

  /** Where the next byte goes. Everything before is handed to the operating system. */
  private long position;

  /** Length of the file including what was allocated ahead. Changed with {@code filling} held. */
  private volatile long allocated;

  /** Held while zeros are written, and to move the border between them and records. */
  private final Object filling = new Object();

  /** Zeros or records were written before this offset. Only grows; changed with {@code filling} held. */
  private volatile long filled;

  /** Everything before is on disk. Only grows, except by {@link #cut}; written by the log's thread. */
  private volatile long forcedEnd;

  private Segment(NumberedFile name, Disk disk, long preallocBytes, long end) {
    this.path = name.path();
    this.zxid = name.zxid();
    this.disk = disk;
    this.preallocBytes = preallocBytes;
    this.position = end;
    this.forcedEnd = end;
  }

  /** A file that ends at {@code end}, all forced; not open. */
  static Segment existing(Disk disk, NumberedFile name, long end, long preallocBytes) {
    return new Segment(name, disk, preallocBytes, end);
  }

  /** A file yet to be created by {@link #create}. */
  static Segment planned(Disk disk, Path path, long zxid, long preallocBytes) {
    return new Segment(new NumberedFile(path, zxid), disk, preallocBytes, 0);
  }

  /** Creates the file with its header and makes its name durable, so that records can follow. */
  void create(Path directory) throws IOException {
    Disk.OpenFile created = disk.open(path, Disk.Mode.CREATE);
    file = created;
    ByteBuffer header = ByteBuffer.allocate(LogFormat.HEADER_BYTES);
    LogHeader.put(header);
    created.write(header.flip(), 0);
    position = LogFormat.HEADER_BYTES;
    synchronized (filling) {
      allocated = position;
      filled = position;
    }
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
    synchronized (filling) {
      allocated = position;
      filled = position;
    }
  }

  /** Writes whole records; they are durable after {@link #force}. */
  void write(ByteBuffer records) throws IOException {
    int length = records.remaining();
    grow(length);
    long end = position + length;
    if (end > filled) {
      synchronized (filling) {
        filled = Math.max(filled, end);
      }
    }
    opened().write(records, position);
    position = end;
  }

  /** Whether {@link #fill} should be called. Any thread. */
  boolean wantsFilling() {
    return !large && filled - forcedEnd < FEW_ZEROS_BYTES && filled < allocated;
  }

  /**
   * Writes zeros behind everything written so far, inside of what is allocated. One thread, beside the one that writes records.
   *
   * @param own the same file, opened by the caller
   * @return whether there was something to write
   */
  boolean fill(Disk.OpenFile own, ByteBuffer zeros) throws IOException {
    synchronized (filling) {
      long count =
          Math.min(
              zeros.remaining(), Math.min(allocated, forcedEnd + 2 * FEW_ZEROS_BYTES) - filled);
      if (large || count <= 0) {
        return false;
      }
      own.write(zeros.limit(zeros.position() + (int) count), filled);
      filled += count;
      return true;
    }
  }

  /** Makes what was written durable. */
  void force(boolean reallyForce) throws IOException {
    if (reallyForce) {
      opened().force();
    }
    large = position - forcedEnd > LARGE_FORCE_BYTES;
    forcedEnd = position;
  }

  /** Removes everything behind an offset, durably, and closes the file. */
  void cut(long end) throws IOException {
    if (file == null) {
      file = disk.open(path, Disk.Mode.WRITE);
    }
    noMoreZeros();
    forcedEnd = end;
    position = end;
    opened().truncate(end);
    opened().force();
    close();
  }

  /** Gives back what was allocated ahead and closes the file. What was not forced may be lost. */
  void finish() throws IOException {
    noMoreZeros();
    if (file != null && allocated > position) {
      opened().truncate(position);
    }
    close();
  }

  /** Closes the file as it is. */
  void close() throws IOException {
    noMoreZeros();
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
    synchronized (filling) {
      allocated = size;
    }
  }

  private void noMoreZeros() {
    synchronized (filling) {
      filled = Long.MAX_VALUE;
    }
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

  /** The zxid in its name. */
  long zxid() {
    return zxid;
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
