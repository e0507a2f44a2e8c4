package io.vivarium.storage.filelog;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.file.Path;
import java.util.zip.Adler32;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Judges the place where the whole records of a file stop: the end, a write that a crash cut short, or damage.
 *
 * <p>Records are written in order and forced in batches. A crash leaves everything that was forced, and of the batch after it any
 * selection of sectors: a sector that was not written is still zero from where the batch began. So:
 *
 * <ul>
 *   <li>No whole record follows: the end, or a torn tail; nothing of it was forced.
 *   <li>A whole record follows, and before it no sector is missing: bytes that were there have changed. Refused.
 *   <li>A whole record follows a missing sector: a batch written out of order, unless more records follow than a batch has
 *       ({@link #LARGEST_BATCH}). Then something that was forced is lost. Refused.
 * </ul>
 */
final class EndOfLog {
  /** Records that may be unforced: {@link FileTxnLog} forces by itself then; ZooKeeper batches 1000. */
  static final int LARGEST_BATCH = 4096;

  private static final Logger LOG = LoggerFactory.getLogger(EndOfLog.class);

  private final byte[] bytes;
  private final int maxRecordBytes;
  private final long lastZxid;
  private final Adler32 adler = new Adler32();

  private EndOfLog(byte[] bytes, int maxRecordBytes, long lastZxid) {
    this.bytes = bytes;
    this.maxRecordBytes = maxRecordBytes;
    this.lastZxid = lastZxid;
  }

  /**
   * Decides whether the file's records may be taken to end at an offset; fails when they may not.
   *
   * @param end where no whole record begins
   * @param lastZxid zxid of the last whole record before; −1 when there is none
   * @return whether nothing at all follows; else a torn tail does
   */
  static boolean judge(Path path, Disk.OpenFile file, long end, long lastZxid, int maxRecordBytes)
      throws IOException {
    byte[] rest = read(file, end, 2 * (maxRecordBytes + LogFormat.FRAME_BYTES));
    EndOfLog judge = new EndOfLog(rest, maxRecordBytes, lastZxid);
    int nonZero = judge.firstNonZero();
    if (nonZero == rest.length) {
      return true;
    }
    int next = judge.findRecord();
    if (next < 0) {
      LOG.warn(
          "Log {}: the record at offset {} was not written to its end before a crash and is ignored; it was never"
              + " acknowledged. Last zxid {}",
          path,
          end,
          LogFormat.hex(lastZxid));
      return false;
    }
    String found =
        "Log "
            + path
            + ": no whole record at offset "
            + end
            + ", but one at offset "
            + (end + next);
    if (!judge.sectorMissing(end, next)) {
      throw Failures.damaged(
          found
              + ", and what is between was not left out by a crash: it has changed since it was written. "
              + advice(path, end, lastZxid));
    }
    int following = count(path, file, end + next, maxRecordBytes);
    if (following > LARGEST_BATCH) {
      throw Failures.damaged(
          found
              + " followed by more than "
              + LARGEST_BATCH
              + " others, more than can have been unforced in a crash: a forced record is lost. "
              + advice(path, end, lastZxid));
    }
    LOG.warn(
        "{}: a crash left {} unforced records behind a hole; they are ignored, as they were never acknowledged. Last zxid {}",
        found,
        following,
        LogFormat.hex(lastZxid));
    return false;
  }

  /** What to do about damage that starts at an offset. */
  static String advice(Path path, long offset, long lastZxid) {
    return "Records after zxid "
        + LogFormat.hex(lastZxid)
        + " cannot be trusted. In an ensemble: move this server's version-2 directories away and start it, it fetches the state"
        + " from the others. Alone: restore a backup, or, to go on without the txns after that zxid: keep a copy of all"
        + " files, remove later logs and snapshots with a larger zxid, and cut this one with: truncate -s "
        + offset
        + " "
        + path;
  }

  private static byte[] read(Disk.OpenFile file, long from, int atMost) throws IOException {
    int length = Math.clamp(file.size() - from, 0, atMost);
    ByteBuffer bytes = ByteBuffer.allocate(length);
    while (bytes.hasRemaining() && file.read(bytes, from + bytes.position()) >= 0) {
      // Read on.
    }
    return bytes.array();
  }

  private static int count(Path path, Disk.OpenFile file, long from, int maxRecordBytes) {
    LogScanner records = new LogScanner(path, file, null, maxRecordBytes);
    records.seek(from);
    int count = 0;
    try {
      while (count <= LARGEST_BATCH && records.readRecord()) {
        count++;
      }
    } catch (IOException e) {
      LOG.debug("Log {}: the records after a hole end with: {}", path, e.getMessage());
    }
    return count;
  }

  private int firstNonZero() {
    int i = 0;
    while (i < bytes.length && bytes[i] == 0) {
      i++;
    }
    return i;
  }

  /**
   * Index of the first whole record. Where the length at the beginning is believable, the search starts behind that payload: data
   * of a client must not pass for records.
   */
  private int findRecord() {
    ByteBuffer view = ByteBuffer.wrap(bytes);
    int length = bytes.length >= LogFormat.PREFIX_BYTES ? view.getInt(8) : 0;
    int from = length > 0 && length <= maxRecordBytes ? LogFormat.FRAME_BYTES + length : 1;
    for (int i = from;
        i <= bytes.length - LogFormat.FRAME_BYTES - LogFormat.MIN_PAYLOAD_BYTES;
        i++) {
      if (isRecord(view, i)) {
        return i;
      }
    }
    return -1;
  }

  private boolean isRecord(ByteBuffer view, int at) {
    if (view.getInt(at) != 0 || view.getInt(at + 4) == 0) {
      return false; // The upper half of a checksum is always zero, the lower never.
    }
    int length = view.getInt(at + 8);
    if (length < LogFormat.MIN_PAYLOAD_BYTES
        || length > maxRecordBytes
        || length > bytes.length - at - LogFormat.FRAME_BYTES) {
      return false;
    }
    int payload = at + LogFormat.PREFIX_BYTES;
    if (bytes[payload + length] != LogFormat.END_OF_RECORD
        || view.getLong(payload + LogFormat.ZXID_OFFSET) < lastZxid) {
      return false;
    }
    adler.reset();
    adler.update(bytes, payload, length);
    return view.getLong(at) == adler.getValue();
  }

  /** Whether some sector between the end and the next record is zero from where the unforced bytes began. */
  private boolean sectorMissing(long end, int next) {
    long sectorStart = end - end % LogFormat.SECTOR_BYTES;
    for (long s = sectorStart;
        s + LogFormat.SECTOR_BYTES <= end + next;
        s += LogFormat.SECTOR_BYTES) {
      int from = (int) Math.max(0, s - end);
      int to = (int) (s + LogFormat.SECTOR_BYTES - end);
      // A checksum is 8 bytes and not zero: fewer zeros are natural at the start of a record.
      if (to - from >= 8 && isZero(from, to)) {
        return true;
      }
    }
    return false;
  }

  private boolean isZero(int from, int to) {
    for (int i = from; i < to; i++) {
      if (bytes[i] != 0) {
        return false;
      }
    }
    return true;
  }
}
