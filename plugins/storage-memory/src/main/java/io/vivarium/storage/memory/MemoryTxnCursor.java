package io.vivarium.storage.memory;

import io.vivarium.spi.storage.TxnCursor;
import java.nio.ByteBuffer;
import java.util.List;

/** Goes over records that were forced when it was opened. */
final class MemoryTxnCursor implements TxnCursor {
  private final List<MemoryPlace.LogRecord> records;
  private int next;

  MemoryTxnCursor(List<MemoryPlace.LogRecord> records) {
    this.records = records;
  }

  @Override
  public boolean next() {
    if (next == records.size()) {
      return false;
    }
    next++;
    return true;
  }

  @Override
  public long zxid() {
    return next == 0 ? -1 : records.get(next - 1).zxid();
  }

  @Override
  public ByteBuffer txn() {
    return records.get(next - 1).bytes().duplicate();
  }

  @Override
  public String place() {
    return next == 0
        ? "the beginning of the log"
        : "record " + records.get(next - 1).index() + " in memory";
  }

  @Override
  public void close() {}
}
