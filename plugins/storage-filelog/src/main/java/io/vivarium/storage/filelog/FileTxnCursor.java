package io.vivarium.storage.filelog;

import io.vivarium.spi.storage.StorageException;
import io.vivarium.spi.storage.TxnCursor;
import java.nio.ByteBuffer;
import java.nio.file.Path;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Goes through log files one after the other and checks that they continue each other. */
final class FileTxnCursor implements TxnCursor {
  private final LogDirectory directory;
  private final List<NumberedFile> files;
  private final long fromZxid;
  private final boolean refuseGaps;
  private int opened;
  private @Nullable LogScanner scanner;
  private long zxid = -1;

  /**
   * A cursor over some files.
   *
   * @param files smallest zxid first
   * @param fromZxid records with smaller zxids are passed over
   */
  FileTxnCursor(
      LogDirectory directory, List<NumberedFile> files, long fromZxid, boolean refuseGaps) {
    this.directory = directory;
    this.files = files;
    this.fromZxid = fromZxid;
    this.refuseGaps = refuseGaps;
  }

  @Override
  public boolean next() throws StorageException {
    while (true) {
      LogScanner current = scanner;
      if (current == null) {
        if (opened == files.size()) {
          return false;
        }
        current = directory.scan(files.get(opened++));
        scanner = current;
      }
      if (current.next()) {
        checkOrder(current);
        zxid = current.zxid();
        if (zxid >= fromZxid) {
          return true;
        }
      } else if (opened == files.size()) {
        return false;
      } else {
        close();
      }
    }
  }

  /** Within a file and from one file to the next, zxids do not go back and leave no gap inside an epoch. */
  private void checkOrder(LogScanner current) throws StorageException {
    long next = current.zxid();
    if (!refuseGaps || zxid < 0 || next == zxid || next == zxid + 1) {
      return;
    }
    if (next < zxid) {
      throw Failures.damaged(
          place()
              + " has zxid "
              + LogFormat.hex(next)
              + " after "
              + LogFormat.hex(zxid)
              + ": two histories are mixed. Remove the files of the wrong one, or set "
              + Keys.REFUSE_GAPS.name()
              + "=false to read both as ZooKeeper does");
    }
    boolean firstOfFile = current.offset() == LogFormat.HEADER_BYTES;
    if (firstOfFile && next >>> 32 == zxid >>> 32) {
      throw Failures.damaged(
          "The txns from "
              + LogFormat.hex(zxid + 1)
              + " to "
              + LogFormat.hex(next - 1)
              + " are missing between "
              + files.get(opened - 2).path()
              + " and "
              + files.get(opened - 1).path()
              + ": a log file is gone, or the end of the earlier one is damaged. Put the missing file back, restore a backup, or, in"
              + " an ensemble, move this server's version-2 directories away so that it fetches the state from the others. "
              + Keys.REFUSE_GAPS.name()
              + "=false goes on without those txns, as ZooKeeper does");
    }
  }

  @Override
  public long zxid() {
    return zxid;
  }

  @Override
  public ByteBuffer txn() {
    LogScanner current = scanner;
    return current == null ? ByteBuffer.allocate(0) : current.payload();
  }

  @Override
  public String place() {
    LogScanner current = scanner;
    if (current == null || opened == 0) {
      return "the beginning of " + directory.path();
    }
    Path path = files.get(opened - 1).path();
    return path + " at offset " + current.offset();
  }

  @Override
  public void close() {
    LogScanner current = scanner;
    scanner = null;
    if (current != null) {
      current.close();
    }
  }
}
