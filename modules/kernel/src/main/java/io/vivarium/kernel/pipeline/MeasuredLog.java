package io.vivarium.kernel.pipeline;

import io.vivarium.kernel.metrics.KernelMetrics;
import io.vivarium.spi.TimeSource;
import io.vivarium.spi.metrics.Counter;
import io.vivarium.spi.metrics.Summary;
import io.vivarium.spi.storage.StorageException;
import io.vivarium.spi.storage.TxnCursor;
import io.vivarium.spi.storage.TxnLog;
import java.nio.ByteBuffer;
import java.util.List;
import java.util.concurrent.TimeUnit;

/**
 * Counts how many txns each force of the log makes durable, and how long that takes; of the proposal that is timed, how long it waited
 * for its turn and until it was durable. The log's thread appends and forces.
 */
final class MeasuredLog implements TxnLog {
  private static final int MICROS_PER_MILLI = 1_000;

  private final TxnLog log;
  private final SampledProposal sample;
  private final TimeSource time;
  private final Counter queued;
  private final Summary batch;
  private final Summary waiting;
  private final Summary writing;
  private final Summary flushing;
  private final Summary durable;
  private int gathered;
  private long beganNanos;
  private boolean sampled;

  MeasuredLog(TxnLog log, SampledProposal sample, TimeSource time, KernelMetrics metrics) {
    this.log = log;
    this.sample = sample;
    this.time = time;
    this.queued = metrics.counter("sync_processor_request_queued");
    this.batch =
        metrics.owned("sync_processor_batch_size", 1, List.of("sync_processor_queue_size"));
    this.waiting = micros(metrics, "log_wait_us", "sync_processor_queue_time_ms");
    this.writing = micros(metrics, "log_batch_us", "sync_process_time");
    this.flushing = micros(metrics, "log_force_us", "sync_processor_queue_flush_time_ms");
    this.durable =
        metrics.owned(
            "log_durable_us",
            MICROS_PER_MILLI,
            List.of("sync_processor_queue_and_flush_time_ms", "proposal_ack_creation_latency"));
  }

  private static Summary micros(KernelMetrics metrics, String name, String inMillis) {
    return metrics.owned(name, MICROS_PER_MILLI, List.of(inMillis));
  }

  @Override
  public void append(long zxid, ByteBuffer txn) throws StorageException {
    if (gathered++ == 0) {
      beganNanos = time.monotonicNanos();
    }
    if (sample.is(zxid)) {
      sampled = true;
      waiting.record(TimeUnit.NANOSECONDS.toMicros(sample.nanos(time.monotonicNanos())));
    }
    log.append(zxid, txn);
  }

  @Override
  public void force() throws StorageException {
    if (gathered == 0) {
      log.force();
      return;
    }
    long forcing = time.monotonicNanos();
    // Before: a primary may be told by others that a quorum has it, and time another one.
    long sinceSampled = sampled ? sample.nanos(forcing) : 0;
    log.force();
    long now = time.monotonicNanos();
    queued.add(gathered);
    batch.record(gathered);
    writing.record(TimeUnit.NANOSECONDS.toMicros(now - beganNanos));
    flushing.record(TimeUnit.NANOSECONDS.toMicros(now - forcing));
    if (sampled) {
      durable.record(TimeUnit.NANOSECONDS.toMicros(sinceSampled + now - forcing));
    }
    sampled = false;
    gathered = 0;
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
