package io.vivarium.tools.backup;

import io.vivarium.codec.TxnCodec;
import io.vivarium.model.OpCode;
import io.vivarium.model.ParsedTxn;
import io.vivarium.model.TxnDigest;
import io.vivarium.storage.filelog.DataFiles;
import io.vivarium.storage.filelog.LogFile;
import io.vivarium.storage.filelog.NumberedFile;
import io.vivarium.tools.output.CommonOptions;
import java.io.IOException;
import java.nio.file.Path;
import org.jspecify.annotations.Nullable;

/** What the logs of a directory say of a moment: the last txn up to it, and the digest that the tree had then. */
final class LogScan {
  private final long lastZxid;
  private final long lastTime;
  private long zxid = -1;
  private long time;
  private long next = -1;
  private @Nullable TxnDigest digest;

  private LogScan(long lastZxid, long lastTime) {
    this.lastZxid = lastZxid;
    this.lastTime = lastTime;
  }

  /** Up to the last txn whose zxid is not larger. */
  static LogScan toZxid(Path directory, long zxid) throws IOException {
    return new LogScan(zxid, Long.MAX_VALUE).read(directory);
  }

  /** Up to before the first txn that was prepared later. */
  static LogScan toTime(Path directory, long time) throws IOException {
    return new LogScan(Long.MAX_VALUE, time).read(directory);
  }

  private LogScan read(Path directory) throws IOException {
    for (NumberedFile file : DataFiles.logs(directory)) {
      try (LogFile log = LogFile.open(file.path(), CommonOptions.maxBuffer())) {
        while (log.next()) {
          if (!take(log)) {
            return this;
          }
        }
      }
    }
    return this;
  }

  private boolean take(LogFile log) {
    ParsedTxn parsed = TxnCodec.decode(log.payload(), CommonOptions.fieldLimit());
    if (log.zxid() > lastZxid || parsed.header().time() > lastTime) {
      next = log.zxid();
      return false;
    }
    zxid = log.zxid();
    time = parsed.header().time();
    // A refused write changes nothing, and its record says nothing.
    if (parsed.txn().op() != OpCode.ERROR) {
      digest = parsed.digest();
    }
    return true;
  }

  /** The last txn; −1 when there was none. */
  long zxid() {
    return zxid;
  }

  /** The txn behind it; −1 when the logs end with it. */
  long next() {
    return next;
  }

  /** When it was prepared, ms since 1970. */
  long time() {
    return time;
  }

  /** The digest of the tree after it; null when the log does not tell. */
  @Nullable TxnDigest digest() {
    return digest;
  }
}
