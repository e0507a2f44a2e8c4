package io.vivarium.kernel.pipeline;

import com.lmax.disruptor.EventPoller;
import com.lmax.disruptor.InsufficientCapacityException;
import com.lmax.disruptor.RingBuffer;
import com.lmax.disruptor.YieldingWaitStrategy;
import io.vivarium.kernel.execution.Agent;
import io.vivarium.kernel.execution.Execution;
import io.vivarium.spi.FatalErrors;
import io.vivarium.spi.FatalReason;
import io.vivarium.spi.consensus.Proposal;
import io.vivarium.spi.storage.StorageException;
import io.vivarium.spi.storage.TxnLog;
import org.jspecify.annotations.Nullable;

/**
 * Writes proposals to the log by an agent of its own: a turn appends everything that is waiting, forces once, then publishes how far
 * the log is durable and wakes the pipeline. While the disk works the next batch gathers in the ring.
 *
 * <p>{@link #append} and {@link #roll} are called by the pipeline's thread; it may block on a full ring, because this stage
 * waits for nothing but the disk.
 */
final class LogStage implements Agent.Work, PipelineParts.DiskLog {
  /** A place in the ring. */
  private static final class Slot {
    private @Nullable Proposal proposal;
    private boolean roll;
  }

  private final TxnLog log;
  private final Runnable wakePipeline;
  private final FatalErrors fatal;
  private final RingBuffer<Slot> ring;
  private final EventPoller<Slot> poller;
  private final EventPoller.Handler<Slot> handler = this::take;
  private final Agent agent;

  /** Zxid of the last record appended; the agent's alone, and the pipeline's while the log is quiet. */
  private long appended = -1;

  /** Every record up to here is durable. Written as {@link #appended}. */
  private volatile long persisted = -1;

  private boolean broken;

  LogStage(
      TxnLog log, int ringSize, Execution execution, Runnable wakePipeline, FatalErrors fatal) {
    this.log = log;
    this.wakePipeline = wakePipeline;
    this.fatal = fatal;
    this.ring = RingBuffer.createSingleProducer(Slot::new, ringSize, new YieldingWaitStrategy());
    this.poller = ring.newPoller();
    ring.addGatingSequences(poller.getSequence());
    this.agent = execution.agent("log", this);
  }

  void start() throws InterruptedException {
    agent.start();
  }

  /** Hands a proposal over to be logged. */
  void append(Proposal proposal) {
    long sequence = claim();
    ring.get(sequence).proposal = proposal;
    publish(sequence);
  }

  /** Has the next append begin a new segment. */
  void roll() {
    long sequence = claim();
    ring.get(sequence).roll = true;
    publish(sequence);
  }

  private long claim() {
    while (true) {
      try {
        return ring.tryNext();
      } catch (InsufficientCapacityException full) {
        agent.giveWay();
      }
    }
  }

  private void publish(long sequence) {
    ring.publish(sequence);
    agent.wake();
  }

  /** The log is durable up to this zxid; −1 before anything was logged. Any thread. */
  long persisted() {
    return persisted;
  }

  /** Proposals waiting for the disk. Any thread. */
  long backlog() {
    return ring.getBufferSize() - ring.remainingCapacity();
  }

  /** Blocks until everything handed over is durable, or the agent has ended. Pipeline's thread, or any when nobody appends. */
  @Override
  public void awaitQuiet() {
    // The poller's sequence moves on when a batch is done, its force included.
    while (backlog() > 0 && !agent.ended()) {
      agent.giveWay();
    }
  }

  @Override
  public void restart() {
    appended = -1;
    persisted = -1;
  }

  @Override
  public long turn() throws Exception {
    return poller.poll(handler) == EventPoller.PollState.PROCESSING ? AGAIN : Long.MAX_VALUE;
  }

  @Override
  public boolean idle() {
    return backlog() == 0;
  }

  private boolean take(Slot slot, long sequence, boolean endOfBatch) {
    Proposal proposal = slot.proposal;
    boolean roll = slot.roll;
    slot.proposal = null;
    slot.roll = false;
    if (!broken) {
      write(proposal, roll, endOfBatch);
    }
    return true;
  }

  private void write(@Nullable Proposal proposal, boolean roll, boolean endOfBatch) {
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
      // given. Errors too: an agent that ended without a word would leave a server that only
      // seems to live.
      broken = true;
      fatal.stop(
          e instanceof StorageException failure ? failure.reason() : FatalReason.STORAGE_WRITE,
          "The transaction log cannot be written: " + e.getMessage(),
          e);
    }
  }

  /** Writes what was handed over and ends. Any thread, once nobody appends any more. */
  void stop() throws InterruptedException {
    agent.stop();
  }
}
