package io.vivarium.storage.filelog;

import io.vivarium.spi.storage.SnapshotReader;
import io.vivarium.spi.storage.StorageException;
import java.io.IOException;
import java.io.InputStream;
import java.nio.ByteBuffer;
import java.nio.file.Path;
import java.util.zip.Adler32;
import org.jspecify.annotations.Nullable;

/** Reads a snapshot and computes the checksum that its seals are compared with. */
final class FileSnapshotReader implements SnapshotReader {
  private static final int CHUNK_BYTES = 64 * 1024;

  private final Path path;
  private final InputStream in;
  private final Adler32 adler = new Adler32();

  /** Read from the file, from {@code next} to {@code end} not handed out yet. */
  private final byte[] chunk = new byte[CHUNK_BYTES];

  private int next;
  private int end;

  /** Of what was handed out the checksum has all before here: it is asked for seldom, and bytes are by the dozen. */
  private int summed;

  /** Bytes handed out. */
  private long offset;

  private FileSnapshotReader(Path path, InputStream in) {
    this.path = path;
    this.in = in;
  }

  /** Opens a file and checks its header. */
  static FileSnapshotReader open(Disk disk, Path path, Compression compression)
      throws StorageException {
    Disk.OpenFile file = null;
    try {
      file = disk.open(path, Disk.Mode.READ);
      InputStream in = compression.expand(DiskStreams.input(file));
      FileSnapshotReader reader = new FileSnapshotReader(path, in);
      reader.readHeader();
      file = null;
      return reader;
    } catch (StorageException e) {
      throw e;
    } catch (IOException e) {
      throw Failures.read("open snapshot", path, e);
    } finally {
      closeQuietly(file);
    }
  }

  @Override
  public int read(ByteBuffer buffer) throws StorageException {
    if (next == end && !refill()) {
      return -1;
    }
    int count = Math.min(buffer.remaining(), end - next);
    buffer.put(chunk, next, count);
    next += count;
    offset += count;
    return count;
  }

  private boolean refill() throws StorageException {
    sum();
    try {
      int count = in.read(chunk, 0, chunk.length);
      next = 0;
      summed = 0;
      end = Math.max(0, count);
      return count > 0;
    } catch (IOException e) {
      throw unreadable(e);
    }
  }

  private void sum() {
    adler.update(chunk, summed, next - summed);
    summed = next;
  }

  @Override
  public void verifySeal() throws StorageException {
    sum();
    long expected = adler.getValue();
    long at = offset;
    ByteBuffer seal = exactly(SnapshotFormat.SEAL_BYTES, "a seal");
    long found = seal.getLong();
    if (found != expected) {
      throw Failures.damaged(
          "Snapshot "
              + path
              + ": the seal at offset "
              + at
              + " is 0x"
              + Long.toHexString(found)
              + ", the bytes before it give 0x"
              + Long.toHexString(expected)
              + ": the file has changed since it was written. An older snapshot and the logs after it can replace it");
    }
    if (seal.getInt() != 1 || seal.get() != '/') {
      throw Failures.damaged(
          "Snapshot "
              + path
              + ": the seal at offset "
              + at
              + " does not end in \"/\": the file is damaged");
    }
  }

  @Override
  public String place() {
    return path + " at offset " + offset;
  }

  @Override
  public void close() {
    try {
      in.close();
    } catch (IOException e) {
      // It was open for reading: nothing can be lost.
    }
  }

  private void readHeader() throws StorageException {
    ByteBuffer header = exactly(SnapshotFormat.HEADER_BYTES, "its header");
    int magic = header.getInt();
    if (magic != SnapshotFormat.MAGIC) {
      throw Failures.damaged(
          "Snapshot "
              + path
              + " begins with 0x"
              + Integer.toHexString(magic)
              + " instead of ZKSN: it was damaged, or is no snapshot");
    }
    int version = header.getInt();
    if (version != SnapshotFormat.VERSION) {
      throw Failures.damaged(
          "Snapshot "
              + path
              + " is written in version "
              + Integer.toUnsignedString(version)
              + " of the format of snapshots, and this release knows version "
              + SnapshotFormat.VERSION
              + ": a newer release wrote it, or it was damaged. After an upgrade start the newer release again");
    }
  }

  private ByteBuffer exactly(int count, String what) throws StorageException {
    ByteBuffer bytes = ByteBuffer.allocate(count);
    while (bytes.hasRemaining()) {
      if (read(bytes) < 0) {
        throw Failures.damaged(
            "Snapshot " + path + " ends at offset " + offset + ", inside " + what);
      }
    }
    return bytes.flip();
  }

  private StorageException unreadable(IOException cause) {
    return Failures.damaged(
        "Snapshot "
            + path
            + " cannot be read behind offset "
            + offset
            + ": "
            + Failures.said(cause));
  }

  private static void closeQuietly(Disk.@Nullable OpenFile file) {
    if (file != null) {
      try {
        file.close();
      } catch (IOException e) {
        // It was open for reading: nothing can be lost.
      }
    }
  }
}
