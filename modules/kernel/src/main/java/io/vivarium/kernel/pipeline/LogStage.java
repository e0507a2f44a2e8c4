package io.vivarium.kernel.pipeline;

import com.lmax.disruptor.BatchEventProcessor;
import com.lmax.disruptor.BatchEventProcessorBuilder;
import com.lmax.disruptor.BlockingWaitStrategy;
import com.lmax.disruptor.EventHandler;
import com.lmax.disruptor.RingBuffer;
import io.vivarium.spi.FatalErrors;
import io.vivarium.spi.FatalReason;
import io.vivarium.spi.consensus.Proposal;
import io.vivarium.spi.storage.StorageException;
import io.vivarium.spi.storage.TxnLog;
import java.util.concurrent.ThreadFactory;
import java.util.concurrent.locks.LockSupport;
import org.jspecify.annotations.Nullable;

/**
 * Writes proposals to the log on a thread of its own: appends everything that is waiting, forces once, then publishes how far the
 * log is durable and wakes the pipeline. While the disk works the next batch gathers in the ring.
 *
 * <p>{@link #append} and {@link #roll} are called by the pipeline's thread; it may block on a full ring, because this stage
 * waits for nothing but the disk.
 */
final class LogStage implements EventHandler<LogStage.Slot> {
  /** A place in the ring. */
  static final class Slot {
    private @Nullable Proposal proposal;
    private boolean roll;
  }

  /** Between two looks whether the log has become quiet. */
  private static final long QUIET_NANOS = 20_000;

  private final TxnLog log;
  private final Runnable wakePipeline;
  private final FatalErrors fatal;
  private final RingBuffer<Slot> ring;
  private final BatchEventProcessor<Slot> processor;
  private final Thread thread;

  /** Zxid of the last record appended; log thread only. */
  private long appended = -1;

  /** Every record up to here is durable. Written by the log's thread alone. */
  private volatile long persisted = -1;

  private boolean broken;

  LogStage(
      TxnLog log, int ringSize, ThreadFactory threads, Runnable wakePipeline, FatalErrors fatal) {
    this.log = log;
    this.wakePipeline = wakePipeline;
    this.fatal = fatal;
    this.ring = RingBuffer.createSingleProducer(Slot::new, ringSize, new BlockingWaitStrategy());
    this.processor = new BatchEventProcessorBuilder().build(ring, ring.newBarrier(), this);
    ring.addGatingSequences(processor.getSequence());
    this.thread = threads.newThread(processor);
    thread.setName("log");
  }

  void start() {
    thread.start();
  }

  /** Hands a proposal over to be logged. */
  void append(Proposal proposal) {
    long sequence = ring.next();
    ring.get(sequence).proposal = proposal;
    ring.publish(sequence);
  }

  /** Has the next append begin a new segment. */
  void roll() {
    long sequence = ring.next();
    ring.get(sequence).roll = true;
    ring.publish(sequence);
  }

  /** The log is durable up to this zxid; −1 before anything was logged. Any thread. */
  long persisted() {
    return persisted;
  }

  /** Proposals waiting for the disk. Any thread. */
  long backlog() {
    return ring.getBufferSize() - ring.remainingCapacity();
  }

  /** Blocks until everything handed over is durable, or the log's thread is gone. Pipeline's thread, or any when nobody appends. */
  void awaitQuiet() {
    // The processor's sequence moves on when a batch is done, its force included.
    while (backlog() > 0 && thread.isAlive()) {
      LockSupport.parkNanos(QUIET_NANOS);
    }
  }

  @Override
  public void onEvent(Slot slot, long sequence, boolean endOfBatch) {
    Proposal proposal = slot.proposal;
    boolean roll = slot.roll;
    slot.proposal = null;
    slot.roll = false;
    if (broken) {
      return;
    }
    try {
      if (roll) {
        log.roll();
      }
      if (proposal != null) {
        log.append(proposal.zxid(), proposal.txn());
        appended = proposal.zxid();
      }
      if (endOfBatch) {
        log.force();
        persisted = appended;
        wakePipeline.run();
      }
    } catch (Throwable e) {
      // Nothing after this may be acknowledged: a disk that failed once may have lost what it was
      // given. Errors too: a log's thread that ended without a word would leave a server that only
      // seems to live.
      broken = true;
      fatal.stop(
          e instanceof StorageException failure ? failure.reason() : FatalReason.STORAGE_WRITE,
          "The transaction log cannot be written: " + e.getMessage(),
          e);
    }
  }

  /** Waits until what was handed over is written and ends the thread. Any thread, once nobody appends any more. */
  void stop() throws InterruptedException {
    awaitQuiet();
    processor.halt();
    thread.join();
  }
}
