package io.vivarium.storage.filelog;

import io.vivarium.spi.storage.StorageException;
import java.io.Closeable;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.function.LongSupplier;
import java.util.zip.Adler32;
import org.jspecify.annotations.Nullable;

/**
 * Reads the records of one log file. Where they stop is either known, because this process forced the file up to there, or is
 * for {@link EndOfLog} to judge. One thread.
 */
final class LogScanner implements Closeable {
  private static final int WINDOW_BYTES = 64 * 1024;

  private final Path path;
  private final Disk.OpenFile file;
  private final @Nullable LongSupplier knownEnd;
  private final long mark;
  private final int maxRecordBytes;
  private final Adler32 adler = new Adler32();

  /** The window holds the bytes of the file from here on. */
  private long windowStart;

  private ByteBuffer window = ByteBuffer.allocate(WINDOW_BYTES).limit(0);
  private ByteBuffer payload = ByteBuffer.allocate(0);
  private long offset = -1;
  private long nextOffset = LogFormat.HEADER_BYTES;
  private long zxid = -1;
  private boolean ended;
  private boolean clean;
  private boolean tolerant;
  private boolean matches;

  /**
   * Reads a file from its first record on.
   *
   * @param knownEnd offset up to which the file certainly holds whole records, which may grow; null when nobody knows
   * @param mark offset up to which it was certainly forced, or {@link EndOfLog#NO_MARK}
   * @param maxRecordBytes longest payload that is believed
   */
  LogScanner(
      Path path,
      Disk.OpenFile file,
      @Nullable LongSupplier knownEnd,
      long mark,
      int maxRecordBytes) {
    this.path = path;
    this.file = file;
    this.knownEnd = knownEnd;
    this.mark = mark;
    this.maxRecordBytes = maxRecordBytes;
  }

  /** Goes to the next record; false where the file's records end. */
  boolean next() throws StorageException {
    try {
      if (knownEnd != null) {
        return nextOffset < knownEnd.getAsLong() && (readRecord() || stopsEarly());
      }
      if (!ended && !readRecord()) {
        ended = true;
        clean = new EndOfLog(path, file, nextOffset, zxid, mark, maxRecordBytes).judge();
      }
      return !ended;
    } catch (IOException e) {
      throw e instanceof StorageException known ? known : Failures.read("read", path, e);
    }
  }

  /** From now on a record with a wrong checksum is read all the same; {@link #checksumMatches} tells. */
  void acceptWrongChecksums() {
    tolerant = true;
  }

  /** Whether the record at hand is as it was written. */
  boolean checksumMatches() {
    return matches;
  }

  /** Forgets what was read ahead: the file may have grown meanwhile. */
  void refresh() {
    window.limit(0);
    windowStart = 0;
  }

  /** Moves to an offset at which a record begins. */
  void seek(long recordOffset) {
    nextOffset = recordOffset;
  }

  /** Offset of the record at hand. */
  long offset() {
    return offset;
  }

  /** Offset behind the record at hand; behind the header when none was read. */
  long nextOffset() {
    return nextOffset;
  }

  /** Zxid of the record at hand, also after the last one; −1 before the first. */
  long zxid() {
    return zxid;
  }

  /** Whether nothing follows the last record, not even a torn one; after {@link #next} returned false. */
  boolean endedCleanly() {
    return clean;
  }

  /** The record at hand. */
  ByteBuffer payload() {
    return payload;
  }

  @Override
  public void close() {
    try {
      file.close();
    } catch (IOException e) {
      // It was open for reading: nothing can be lost.
    }
  }

  /** Reads the record at {@code nextOffset}; false when there is none that is whole. */
  boolean readRecord() throws IOException {
    long start = nextOffset;
    if (!fill(start, LogFormat.PREFIX_BYTES)) {
      return false;
    }
    int at = (int) (start - windowStart);
    long checksum = window.getLong(at);
    int length = window.getInt(at + 8);
    if (length == 0 || length == -1) {
      return false;
    }
    if (length < 0 || length > maxRecordBytes) {
      throw tooLong(start, length);
    }
    if (!fill(start, LogFormat.FRAME_BYTES + length)) {
      return false;
    }
    at = (int) (start - windowStart) + LogFormat.PREFIX_BYTES;
    if (window.get(at + length) != LogFormat.END_OF_RECORD) {
      return false;
    }
    adler.reset();
    adler.update(window.array(), at, length);
    matches = checksum == adler.getValue();
    if (!matches && !tolerant) {
      if (mayBeTorn(start, LogFormat.FRAME_BYTES + length)) {
        return false;
      }
      throw badChecksum(start, checksum);
    }
    accept(start, at, length);
    return true;
  }

  /** Of a batch that was not forced the last sector may be on disk and an earlier one not. Without a mark nobody can tell. */
  private boolean mayBeTorn(long start, int length) {
    int from = (int) (start - windowStart);
    byte[] bytes = Arrays.copyOfRange(window.array(), from, from + length);
    return mark != EndOfLog.NO_MARK
        && start >= mark
        && EndOfLog.sectorMissing(bytes, start, length);
  }

  private void accept(long start, int at, int length) throws StorageException {
    if (length < LogFormat.MIN_PAYLOAD_BYTES) {
      throw Failures.damaged(
          place(start)
              + " holds "
              + length
              + " bytes, fewer than a txn header has. "
              + advice(start));
    }
    offset = start;
    nextOffset = start + LogFormat.FRAME_BYTES + length;
    zxid = window.getLong(at + LogFormat.ZXID_OFFSET);
    payload.limit(at + length).position(at);
  }

  /** Makes the window hold {@code count} bytes from {@code from} on; false when the file ends before. */
  private boolean fill(long from, int count) throws IOException {
    if (from >= windowStart && from + count <= windowStart + window.limit()) {
      return true;
    }
    // What is behind the known end may be read half written, and is not kept for later.
    long end = knownEnd == null ? file.size() : Math.min(file.size(), knownEnd.getAsLong());
    if (from + count > end) {
      return false;
    }
    if (count > window.capacity()) {
      window = ByteBuffer.allocate(Math.max(count, 2 * window.capacity()));
    }
    window.clear().limit((int) Math.min(window.capacity(), end - from));
    windowStart = from;
    while (window.position() < count) {
      if (file.read(window, from + window.position()) < 0) {
        window.flip();
        return false;
      }
    }
    window.flip();
    payload = window.duplicate().clear().asReadOnlyBuffer();
    return true;
  }

  private boolean stopsEarly() throws StorageException {
    throw Failures.damaged(
        place(nextOffset)
            + " was written and forced, but is not there any more. "
            + advice(nextOffset));
  }

  private StorageException tooLong(long start, int length) {
    return Failures.damaged(
        place(start)
            + " has length "
            + length
            + ", allowed are 0 to "
            + maxRecordBytes
            + " (jute.maxbuffer + jute.maxbuffer.extrasize, at least 64 MiB). If the log was written with a larger"
            + " jute.maxbuffer, set that one again; otherwise: "
            + advice(start));
  }

  private StorageException badChecksum(long start, long expected) {
    return Failures.damaged(
        place(start)
            + " has checksum 0x"
            + Long.toHexString(adler.getValue())
            + ", expected 0x"
            + Long.toHexString(expected)
            + ": it was written whole and has changed since. "
            + advice(start));
  }

  private String place(long start) {
    return "Log " + path + ": the record at offset " + start;
  }

  private String advice(long start) {
    return EndOfLog.advice(path, start, zxid);
  }
}
