package io.vivarium.storage.filelog;

import io.vivarium.spi.storage.StorageException;
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
 * selection of sectors; a sector that was not written is still zero from where the batch began. So, in this order:
 *
 * <ul>
 *   <li>Before the {@linkplain ForcedMark mark} of what was forced: damage. Refused, but for a last record that is cut off or zero at its
 *       end: that is what a disk leaves which forgets what it was told to force. ZooKeeper and every operator expect a start
 *       then; the log says that something acknowledged is lost.
 *   <li>No whole record follows: the end, or a torn tail, of which nothing was forced.
 *   <li>A whole record follows, and before it no sector is missing: bytes that were there have changed. Refused.
 *   <li>A whole record follows a missing sector: a batch that reached the disk out of order, unless more records follow than a batch
 *       has ({@link #LARGEST_BATCH}). Then something that was forced is lost. Refused.
 * </ul>
 */
final class EndOfLog {
  /** Records that may be unforced: {@link FileTxnLog} forces by itself then; ZooKeeper batches 1000. */
  static final int LARGEST_BATCH = 4096;

  /** Nobody noted how far the file was forced. */
  static final long NO_MARK = -1;

  /** How far behind the end a whole record is searched. */
  private static final int LARGEST_SEARCH_BYTES = 8 * 1024 * 1024;

  /** As much as this may be missing at the end of what was forced, when nobody can tell whether it is one record. */
  private static final int SMALL_LOSS_BYTES = 4096;

  /** So many zeros at the start of a record are more than its checksum has: its upper half is always zero. */
  private static final int UNNATURAL_ZEROS = 5;

  /** What every record begins with: the upper half of its checksum. */
  private static final int ALWAYS_ZERO_BYTES = 4;

  private static final Logger LOG = LoggerFactory.getLogger(EndOfLog.class);

  private final Path path;
  private final Disk.OpenFile file;
  private final long end;
  private final long lastZxid;
  private final long mark;
  private final int maxRecordBytes;
  private final Adler32 adler = new Adler32();

  /**
   * The end of the records of a file.
   *
   * @param end where no whole record begins
   * @param lastZxid zxid of the last whole record before; −1 when there is none
   * @param mark up to where the file was certainly forced, or {@link #NO_MARK}
   */
  EndOfLog(Path path, Disk.OpenFile file, long end, long lastZxid, long mark, int maxRecordBytes) {
    this.path = path;
    this.file = file;
    this.end = end;
    this.lastZxid = lastZxid;
    this.mark = mark;
    this.maxRecordBytes = maxRecordBytes;
  }

  /**
   * Decides whether the file's records may be taken to end here; fails when they may not.
   *
   * @return whether nothing at all follows; else a torn tail does
   */
  boolean judge() throws IOException {
    if (mark > end && !lastRecordIsCut()) {
      throw lost();
    }
    int search = Math.min(LARGEST_SEARCH_BYTES, 2 * (maxRecordBytes + LogFormat.FRAME_BYTES));
    byte[] rest = Bytes.read(file, end, Math.clamp(file.size() - end, 0, search));
    if (Bytes.areZero(rest, 0, rest.length)) {
      return true;
    }
    int next = findRecord(rest);
    if (next >= 0 && mark > end) {
      throw lost();
    }
    if (next < 0) {
      LOG.warn(
          "Log {}: the record at offset {} was not written to its end before a crash and is ignored; it was never"
              + " acknowledged. Last zxid {}",
          path,
          end,
          LogFormat.hex(lastZxid));
      return false;
    }
    int following = count(end + next);
    // The missing sector may reach into that record: nobody sees it in bytes that are zero anyway.
    if (!sectorMissing(rest, end, next + ALWAYS_ZERO_BYTES) || following > LARGEST_BATCH) {
      throw hole(next, following);
    }
    LOG.warn(
        "Log {}: a crash left {} unforced records at offset {}, behind a hole at {}; they are ignored, as they were never"
            + " acknowledged. Last zxid {}",
        path,
        following,
        end + next,
        end,
        LogFormat.hex(lastZxid));
    return false;
  }

  /**
   * Whether a sector of some bytes was never written.
   *
   * @param bytes a part of a file that begins at a record
   * @param offset where in the file that is
   * @param length how many bytes belong to it
   */
  static boolean sectorMissing(byte[] bytes, long offset, int length) {
    long sector = offset - offset % LogFormat.SECTOR_BYTES;
    for (; sector + LogFormat.SECTOR_BYTES <= offset + length; sector += LogFormat.SECTOR_BYTES) {
      int from = (int) Math.max(0, sector - offset);
      int to = (int) (sector + LogFormat.SECTOR_BYTES - offset);
      if (to - from >= UNNATURAL_ZEROS && Bytes.areZero(bytes, from, to)) {
        return true;
      }
    }
    return false;
  }

  /** What to do about damage that starts at an offset. */
  static String advice(Path path, long offset, long lastZxid) {
    return "Records after zxid "
        + LogFormat.hex(lastZxid)
        + " cannot be trusted. In an ensemble: move this server's version-2 directories away and start it, it fetches the state"
        + " from the others. Alone: restore a backup, or, to go on without the txns after that zxid: keep a copy of all"
        + " files, remove later logs, snapshots with a larger zxid and "
        + ForcedMark.path(path.resolveSibling(""))
        + ", and cut this one with: truncate -s "
        + offset
        + " "
        + path;
  }

  /** Whether what is missing before the mark is the end of one record, or little enough to be one. */
  private boolean lastRecordIsCut() throws IOException {
    byte[] last = Bytes.read(file, mark - 1, 1);
    if (last.length > 0 && last[0] != 0) {
      return false; // The end of the record is there: what is before it has changed.
    }
    byte[] prefix = Bytes.read(file, end, LogFormat.PREFIX_BYTES);
    boolean one =
        prefix.length == LogFormat.PREFIX_BYTES
            && end + LogFormat.FRAME_BYTES + ByteBuffer.wrap(prefix).getInt(8) == mark;
    if (!one && mark - end > SMALL_LOSS_BYTES) {
      return false;
    }
    LOG.error(
        "Log {} was written and forced up to offset {}, but ends at {}: the disk has lost what it was told to keep, or the file was"
            + " cut. The txns after zxid {} were acknowledged and are gone; going on without them. Make sure that the disk does"
            + " not keep forced writes in a cache that power can take away",
        path,
        mark,
        end,
        LogFormat.hex(lastZxid));
    return true;
  }

  private StorageException lost() {
    return Failures.damaged(
        "Log "
            + path
            + ": its records end at offset "
            + end
            + ", but it was written and forced up to offset "
            + mark
            + " (noted in "
            + ForcedMark.path(path.resolveSibling(""))
            + "): acknowledged txns are damaged or missing. "
            + advice(path, end, lastZxid)
            + ". If the directory is a copy made while the server ran, removing that note is enough");
  }

  private StorageException hole(int next, int following) {
    return Failures.damaged(
        "Log "
            + path
            + ": no whole record at offset "
            + end
            + ", but "
            + (following > LARGEST_BATCH ? "more than " + LARGEST_BATCH : following)
            + " at and behind offset "
            + (end + next)
            + ": a crash does not leave that, the bytes in between have changed since they were written. "
            + advice(path, end, lastZxid));
  }

  private int count(long from) {
    LogScanner records = new LogScanner(path, file, null, NO_MARK, maxRecordBytes);
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

  /**
   * Index of the first whole record. Where this is behind what was forced, the search spares the payload whose length is written
   * there: data of a client must not pass for records. Otherwise that length may be what has changed.
   */
  private int findRecord(byte[] rest) {
    ByteBuffer view = ByteBuffer.wrap(rest);
    int length = rest.length >= LogFormat.PREFIX_BYTES ? view.getInt(8) : 0;
    boolean believable = mark != NO_MARK && length > 0 && length <= maxRecordBytes;
    int from = believable ? LogFormat.FRAME_BYTES + length : 1;
    for (int i = from;
        i <= rest.length - LogFormat.FRAME_BYTES - LogFormat.MIN_PAYLOAD_BYTES;
        i++) {
      if (isRecord(rest, view, i)) {
        return i;
      }
    }
    return -1;
  }

  private boolean isRecord(byte[] rest, ByteBuffer view, int at) {
    if (view.getInt(at) != 0 || view.getInt(at + 4) == 0) {
      return false; // The upper half of a checksum is always zero, the lower never.
    }
    int length = view.getInt(at + 8);
    if (length < LogFormat.MIN_PAYLOAD_BYTES
        || length > maxRecordBytes
        || length > rest.length - at - LogFormat.FRAME_BYTES) {
      return false;
    }
    int payload = at + LogFormat.PREFIX_BYTES;
    if (rest[payload + length] != LogFormat.END_OF_RECORD
        || view.getLong(payload + LogFormat.ZXID_OFFSET) < lastZxid) {
      return false;
    }
    adler.reset();
    adler.update(rest, payload, length);
    return view.getLong(at) == adler.getValue();
  }
}
