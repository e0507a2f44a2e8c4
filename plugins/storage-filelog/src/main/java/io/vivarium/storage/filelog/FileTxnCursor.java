package io.vivarium.storage.filelog;

import io.vivarium.spi.storage.StorageException;
import io.vivarium.spi.storage.TxnCursor;
import java.nio.ByteBuffer;
import java.nio.file.Path;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Goes through log files one after the other. Whether they continue each other is for the reader to say: a learner that got a snapshot has
 * a gap before it that is none.
 */
final class FileTxnCursor implements TxnCursor {
  private final LogDirectory directory;
  private final List<NumberedFile> files;
  private final long fromZxid;
  private int opened;
  private @Nullable LogScanner scanner;
  private long zxid = -1;

  /**
   * A cursor over some files.
   *
   * @param files smallest zxid first
   * @param fromZxid records with smaller zxids are passed over
   */
  FileTxnCursor(LogDirectory directory, List<NumberedFile> files, long fromZxid) {
    this.directory = directory;
    this.files = files;
    this.fromZxid = fromZxid;
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
