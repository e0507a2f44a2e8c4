package io.vivarium.storage.filelog;

import java.io.Closeable;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.file.Path;
import java.util.OptionalLong;
import java.util.zip.CRC32;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * A note beside the log of how far its newest file is certainly forced. It is written after each force and left to the operating
 * system to bring to disk, so it costs no force of its own: after the death of the process it is exact, after a loss of power it may be
 * some seconds old, and what it says is true in either case. With it a start can tell damage (before the mark) from a write that
 * was cut short (behind it). ZooKeeper overlooks the file.
 *
 * <p>32 bytes: "VFM1" and 4 zero bytes, the zxid in the name of the log file, the offset, and the CRC-32 of these as 8 bytes. One
 * thread.
 */
final class ForcedMark implements Closeable {
  private static final Logger LOG = LoggerFactory.getLogger(ForcedMark.class);
  private static final String FILE_NAME = "vivarium.forced";
  private static final long MAGIC = 0x56464d31L << 32;
  private static final int CHECKED_BYTES = 24;
  private static final int BYTES = 32;

  private final Path path;
  private final Disk.OpenFile file;
  private final ByteBuffer bytes = ByteBuffer.allocateDirect(BYTES);
  private final CRC32 crc = new CRC32();
  private boolean failed;

  private ForcedMark(Path path, Disk.OpenFile file) {
    this.path = path;
    this.file = file;
  }

  /** Where the mark of a directory is. */
  static Path path(Path directory) {
    return directory.resolve(FILE_NAME);
  }

  /** Opens the mark of a directory, creating it when there is none. */
  static ForcedMark open(Disk disk, Path directory) throws IOException {
    Path path = path(directory);
    Disk.Mode mode = disk.exists(path) ? Disk.Mode.WRITE : Disk.Mode.CREATE;
    return new ForcedMark(path, disk.open(path, mode));
  }

  /** What the mark beside a log says of it while somebody else may have the directory; empty when there is none. */
  static OptionalLong of(Disk disk, NumberedFile log) throws IOException {
    Path path = path(log.path().resolveSibling(""));
    if (!disk.exists(path)) {
      return OptionalLong.empty();
    }
    try (Disk.OpenFile file = disk.open(path, Disk.Mode.READ)) {
      return read(file, log.zxid());
    }
  }

  /** Up to where the log file of this name was forced; empty when the mark says nothing about it. */
  OptionalLong read(long fileZxid) throws IOException {
    return read(file, fileZxid);
  }

  private static OptionalLong read(Disk.OpenFile file, long fileZxid) throws IOException {
    ByteBuffer found = ByteBuffer.wrap(Bytes.read(file, 0, BYTES));
    if (found.remaining() < BYTES || found.getLong(0) != MAGIC || found.getLong(8) != fileZxid) {
      return OptionalLong.empty();
    }
    CRC32 crc = new CRC32();
    crc.update(found.array(), 0, CHECKED_BYTES);
    return crc.getValue() == found.getLong(CHECKED_BYTES)
        ? OptionalLong.of(found.getLong(16))
        : OptionalLong.empty();
  }

  /** Notes that a log file is forced up to an offset. A mark that cannot be written stays behind, which is harmless. */
  void write(long fileZxid, long forcedEnd) {
    if (failed) {
      return;
    }
    try {
      put(fileZxid, forcedEnd);
    } catch (IOException e) {
      failed = true;
      LOG.warn(
          "Cannot write {}: {}. Damage to the log will be noticed less surely until the next start",
          path,
          Failures.said(e));
    }
  }

  /** Notes an offset and makes the note durable: before the file of that name is begun anew or cut. */
  void writeAndForce(long fileZxid, long forcedEnd) throws IOException {
    put(fileZxid, forcedEnd);
    file.force();
  }

  private void put(long fileZxid, long forcedEnd) throws IOException {
    bytes.clear();
    bytes.putLong(MAGIC).putLong(fileZxid).putLong(forcedEnd);
    crc.reset();
    crc.update(bytes.flip());
    bytes.limit(BYTES).putLong(CHECKED_BYTES, crc.getValue()).position(0);
    file.write(bytes, 0);
  }

  @Override
  public void close() {
    try {
      file.close();
    } catch (IOException e) {
      LOG.debug("Closing {} failed", path, e);
    }
  }
}
