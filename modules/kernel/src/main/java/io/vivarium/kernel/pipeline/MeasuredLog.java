package io.vivarium.kernel.pipeline;

import io.vivarium.kernel.metrics.KernelMetrics;
import io.vivarium.spi.metrics.Summary;
import io.vivarium.spi.storage.StorageException;
import io.vivarium.spi.storage.TxnCursor;
import io.vivarium.spi.storage.TxnLog;
import java.nio.ByteBuffer;

/** Counts how many txns each force of the log makes durable. The log's thread appends and forces. */
final class MeasuredLog implements TxnLog {
  private final TxnLog log;
  private final Summary batch;
  private int gathered;

  MeasuredLog(TxnLog log, KernelMetrics metrics) {
    this.log = log;
    this.batch = metrics.owned("sync_processor_batch_size");
  }

  @Override
  public void append(long zxid, ByteBuffer txn) throws StorageException {
    log.append(zxid, txn);
    gathered++;
  }

  @Override
  public void force() throws StorageException {
    log.force();
    if (gathered > 0) {
      batch.record(gathered);
      gathered = 0;
    }
  }

  @Override
  public void roll() throws StorageException {
    log.roll();
  }

  @Override
  public TxnCursor read(long fromZxid) throws StorageException {
    return log.read(fromZxid);
  }

  @Override
  public long truncate(long zxid) throws StorageException {
    return log.truncate(zxid);
  }

  @Override
  public long sizeBytes() {
    return log.sizeBytes();
  }
}
