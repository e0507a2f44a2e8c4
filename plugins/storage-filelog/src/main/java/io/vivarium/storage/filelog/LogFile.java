package io.vivarium.storage.filelog;

import io.vivarium.spi.storage.StorageException;
import java.io.Closeable;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.file.Path;
import java.util.OptionalLong;

/**
 * One log file, ours or ZooKeeper's, read record by record by a tool: nothing is locked, changed or remembered, and memory is bounded by
 * the largest record. A server may be writing the file meanwhile. One thread.
 */
public final class LogFile implements Closeable {
  /** What a file begins with; a shorter one holds nothing. */
  public static final int HEADER_BYTES = LogFormat.HEADER_BYTES;

  /** What follows the last whole record of a file. */
  public enum End {
    /** Nothing, or the zeros of a file that was allocated ahead. */
    CLEAN,
    /** A record that was not written to its end; it was never acknowledged. */
    TORN
  }

  private final Path path;
  private final Disk.OpenFile file;
  private final LogScanner records;
  private final int maxRecordBytes;

  private LogFile(Path path, Disk.OpenFile file, long mark, int maxRecordBytes) {
    this.path = path;
    this.file = file;
    this.maxRecordBytes = maxRecordBytes;
    this.records = new LogScanner(path, file, null, mark, maxRecordBytes);
  }

  /**
   * Opens a file before its first record.
   *
   * @param maxBufferBytes the largest request, {@code jute.maxbuffer}; records of 64 MiB are believed in any case
   * @throws StorageException when it cannot be read or does not begin as a log does
   */
  public static LogFile open(Path path, int maxBufferBytes) throws StorageException {
    Disk disk = new RealDisk();
    Disk.OpenFile file;
    long mark;
    try {
      mark = mark(disk, path);
      file = disk.open(path, Disk.Mode.READ);
    } catch (IOException e) {
      throw Failures.read("open", path, e);
    }
    LogFile log = new LogFile(path, file, mark, Settings.largestRecord(maxBufferBytes, null));
    try {
      LogHeader header = LogHeader.of(file);
      if (header != LogHeader.VALID) {
        String what =
            header == LogHeader.OF_OTHER_VERSION
                ? LogHeader.otherVersion(file)
                : "does not begin with the header of a log (ZKLG): it was damaged, or is no log";
        log.close();
        throw Failures.damaged(path + " " + what);
      }
      return log;
    } catch (StorageException e) {
      throw e;
    } catch (IOException e) {
      log.close();
      throw Failures.read("read", path, e);
    }
  }

  /**
   * How far the file was forced for certain: a record behind it may be one that a crash tore. Looked at before the file is opened, as
   * both move when a server writes.
   */
  private static long mark(Disk disk, Path path) throws IOException {
    OptionalLong zxid = NumberedFile.zxid(String.valueOf(path.getFileName()), LogFormat.PREFIX, "");
    return zxid.isEmpty()
        ? EndOfLog.NO_MARK
        : ForcedMark.of(disk, new NumberedFile(path, zxid.getAsLong())).orElse(EndOfLog.NO_MARK);
  }

  /**
   * Goes to the next record.
   *
   * @return false where no whole record follows; {@link #end} judges that place
   * @throws StorageException when there is one, and it has changed since it was written
   */
  public boolean next() throws StorageException {
    try {
      return records.readRecord();
    } catch (IOException e) {
      throw e instanceof StorageException known ? known : Failures.read("read", path, e);
    }
  }

  /** From now on a record with a wrong checksum is handed out all the same. */
  public void acceptWrongChecksums() {
    records.acceptWrongChecksums();
  }

  /** Whether the checksum of the record at hand is right. */
  public boolean checksumMatches() {
    return records.checksumMatches();
  }

  /**
   * Judges the place where {@link #next} returned false.
   *
   * @throws StorageException when whole records follow: a crash does not leave that, so that the file is damaged
   */
  public End end() throws StorageException {
    EndOfLog end =
        new EndOfLog(
            path, file, records.nextOffset(), records.zxid(), EndOfLog.NO_MARK, maxRecordBytes);
    try {
      return end.judge() ? End.CLEAN : End.TORN;
    } catch (IOException e) {
      throw e instanceof StorageException known ? known : Failures.read("read", path, e);
    }
  }

  /** Looks again at the file from behind the record at hand: a server may have written more. */
  public void refresh() {
    records.refresh();
  }

  /** The database id in the header; 0 in practice. */
  public long databaseId() throws IOException {
    return ByteBuffer.wrap(Bytes.read(file, 0, LogFormat.HEADER_BYTES)).getLong(8);
  }

  /** The version in the header; 2 in practice. */
  public int version() throws IOException {
    return ByteBuffer.wrap(Bytes.read(file, 0, LogFormat.HEADER_BYTES)).getInt(4);
  }

  /** The record at hand: header, body and digest of a txn; valid until the next call of {@link #next}. */
  public ByteBuffer payload() {
    return records.payload().duplicate();
  }

  /** Zxid of the record at hand, also after the last one; −1 before the first. */
  public long zxid() {
    return records.zxid();
  }

  /** Where the record at hand begins, in bytes from the start of the file. */
  public long offset() {
    return records.offset();
  }

  /** Where the next record begins, or would. */
  public long nextOffset() {
    return records.nextOffset();
  }

  /** Length of the file in bytes, with what was allocated ahead. */
  public long size() throws IOException {
    return file.size();
  }

  /** The file. */
  public Path path() {
    return path;
  }

  @Override
  public void close() {
    records.close();
  }
}
