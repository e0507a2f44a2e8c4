package io.vivarium.kernel.pipeline;

import com.lmax.disruptor.EventPoller;
import com.lmax.disruptor.InsufficientCapacityException;
import com.lmax.disruptor.RingBuffer;
import com.lmax.disruptor.YieldingWaitStrategy;
import io.vivarium.kernel.execution.Agent;
import io.vivarium.kernel.execution.Execution;
import io.vivarium.spi.FatalErrors;
import io.vivarium.spi.FatalReason;
import io.vivarium.spi.TimeSource;
import io.vivarium.spi.consensus.Proposal;
import io.vivarium.spi.storage.StorageException;
import io.vivarium.spi.storage.TxnLog;
import org.jspecify.annotations.Nullable;

/**
 * Writes proposals to the log by an agent of its own: a turn appends everything that is waiting, forces once, then publishes how far
 * the log is durable and wakes the pipeline. While the disk works the next batch gathers in the ring. Where {@link
 * PipelineParts.Forcing} says so, what was appended waits a little for more before it is forced.
 *
 * <p>{@link #append} and {@link #roll} are called by the pipeline's thread; it may block on a full ring, because this stage
 * waits for nothing but the disk.
 */
final class LogStage implements Agent.Work, PipelineParts.DiskLog {
  /** Appends that are worth a wake-up before {@link #wake}: so that the disk works while the pipeline goes on. */
  private static final int MANY = 64;

  /** A place in the ring. */
  private static final class Slot {
    private @Nullable Proposal proposal;
    private boolean roll;
  }

  private final TxnLog log;
  private final PipelineParts.Forcing forcing;
  private final TimeSource time;
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

  private int restarts;

  /** Handed over since the agent was last woken; the pipeline's. */
  private int unannounced;

  /** Records appended and not forced yet; the agent's alone. */
  private int gathered;

  /** Whether something was appended, or a segment begun, and not forced yet. Written by the agent alone. */
  private volatile boolean unforced;

  /** When what was gathered is forced at the latest, and when something was last forced; the agent's alone. */
  private long forceNanos;

  private long forcedNanos;

  /** Somebody waits for the disk, so that nothing may wait for more. */
  private volatile boolean quietWanted;

  private volatile boolean stopping;

  private boolean broken;

  LogStage(
      TxnLog log,
      PipelineParts.Forcing forcing,
      int ringSize,
      TimeSource time,
      Execution execution,
      Runnable wakePipeline,
      FatalErrors fatal) {
    this.log = log;
    this.forcing = forcing;
    this.time = time;
    this.forcedNanos = time.monotonicNanos();
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

  /**
   * Hands a proposal over to be logged. The log is woken when many have been handed over, or by {@link #wake}: were it woken by the
   * first, it would force that one alone while the others of the batch wait.
   */
  void append(Proposal proposal) {
    long sequence = claim();
    ring.get(sequence).proposal = proposal;
    ring.publish(sequence);
    if (++unannounced >= MANY) {
      wake();
    }
  }

  /** Has what was handed over written; at the end of each of the pipeline's batches. */
  void wake() {
    if (unannounced > 0) {
      unannounced = 0;
      agent.wake();
    }
  }

  /** Has the next append begin a new segment. */
  void roll() {
    long sequence = claim();
    ring.get(sequence).roll = true;
    ring.publish(sequence);
    agent.wake();
  }

  private long claim() {
    while (true) {
      try {
        return ring.tryNext();
      } catch (InsufficientCapacityException full) {
        agent.wake();
        agent.giveWay();
      }
    }
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
    quietWanted = true;
    agent.wake();
    // The poller's sequence moves on when a batch is appended; what is not forced then has been
    // marked before.
    while ((backlog() > 0 || unforced) && !agent.ended()) {
      agent.giveWay();
    }
    quietWanted = false;
  }

  @Override
  public void restart() {
    awaitQuiet(); // a new file that is still being begun reports what was before
    restarts++;
    appended = -1;
    persisted = -1;
  }

  /** How often {@link #restart} was called: the same counter afterwards is another one. Pipeline's thread. */
  int restarts() {
    return restarts;
  }

  @Override
  public long turn() throws Exception {
    if (poller.poll(handler) == EventPoller.PollState.PROCESSING) {
      return AGAIN;
    }
    if (!unforced) {
      return Long.MAX_VALUE;
    }
    if (!hurried() && forceNanos - time.monotonicNanos() > 0) {
      return forceNanos;
    }
    try {
      force();
    } catch (Throwable e) {
      fail(e);
    }
    return Long.MAX_VALUE;
  }

  @Override
  public boolean idle() {
    return backlog() == 0 && !(unforced && hurried());
  }

  private boolean hurried() {
    return quietWanted || stopping;
  }

  private boolean take(Slot slot, long sequence, boolean endOfBatch) {
    Proposal proposal = slot.proposal;
    boolean roll = slot.roll;
    slot.proposal = null;
    slot.roll = false;
    if (!broken) {
      try {
        write(proposal, roll, endOfBatch);
      } catch (Throwable e) {
        fail(e);
      }
    }
    return true;
  }

  private void write(@Nullable Proposal proposal, boolean roll, boolean endOfBatch)
      throws StorageException {
    if (!unforced) {
      unforced = true;
    }
    if (roll) {
      log.roll();
    }
    if (proposal != null) {
      log.append(proposal.zxid(), proposal.txn());
      appended = proposal.zxid();
      gathered++;
    }
    if (forcing.full(gathered) || (endOfBatch && !waitsForMore())) {
      force();
    }
  }

  /** Whether what was gathered is to wait; decides how long. */
  private boolean waitsForMore() {
    if (forcing.delayNanos() == 0 || hurried()) {
      return false;
    }
    long now = time.monotonicNanos();
    forceNanos = forcing.waitUntil(now, forcedNanos);
    return forceNanos - now > 0;
  }

  private void force() throws StorageException {
    log.force();
    gathered = 0;
    if (forcing.delayNanos() > 0) {
      forcedNanos = time.monotonicNanos();
    }
    persisted = appended;
    // Last, so that whoever finds the log quiet finds the counter where it is to stay.
    unforced = false;
    wakePipeline.run();
  }

  /**
   * Nothing after this may be acknowledged: a disk that failed once may have lost what it was given. Errors too: an agent that ended
   * without a word would leave a server that only seems to live.
   */
  private void fail(Throwable e) {
    broken = true;
    unforced = false;
    fatal.stop(
        e instanceof StorageException failure ? failure.reason() : FatalReason.STORAGE_WRITE,
        "The transaction log cannot be written: " + e.getMessage(),
        e);
  }

  /** Writes what was handed over and ends. Any thread, once nobody appends any more. */
  void stop() throws InterruptedException {
    stopping = true;
    agent.stop();
  }
}
