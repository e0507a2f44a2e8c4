package io.vivarium.kernel.pipeline;

import com.lmax.disruptor.EventPoller;
import com.lmax.disruptor.InsufficientCapacityException;
import com.lmax.disruptor.RingBuffer;
import com.lmax.disruptor.YieldingWaitStrategy;
import io.vivarium.spi.FatalErrors;
import io.vivarium.spi.FatalReason;
import io.vivarium.spi.TimeSource;
import java.lang.invoke.VarHandle;
import java.util.ArrayDeque;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ThreadFactory;
import java.util.concurrent.locks.LockSupport;
import org.jspecify.annotations.Nullable;

/**
 * The one door for everything that changes replicated state, and the thread behind it. Requests wait in a ring; the thread takes
 * what is there through prep, propose, commit, apply and reply, looks how far the log is durable, lets consensus do what is due,
 * and wakes the clients that were answered, once each.
 *
 * <p><b>Waiting.</b> The thread waits for several things at once: the ring, the log's counter, consensus, and timers. So it is an
 * agent: it marks itself parked, looks once more at everything, and parks; whoever brings something unparks it when the mark is
 * set. A wake-up cannot be missed: the bringer publishes before it reads the mark, the thread sets the mark before it looks.
 */
public final class RequestPipeline {
  /** Requests taken before the log and consensus are looked at again. */
  private static final int BATCH = 1024;

  /** Between two tries to put something into a full ring. */
  private static final long FULL_NANOS = 20_000;

  /** A place in the ring. */
  private static final class Slot {
    private @Nullable PipelineInput input;
  }

  /** What the thread does besides taking requests. All on the pipeline's thread. */
  public interface Duties {
    /** Takes one input. */
    void accept(PipelineInput input);

    /** Tells consensus how far the log is durable and lets it act. Returns when to be called again at the latest. */
    long poll(long nowNanos);

    /** Whether the log has news for {@link #poll}. */
    boolean newsFromLog();

    /** The batch is over: wake who was answered. */
    void endOfBatch();
  }

  private final RingBuffer<Slot> ring;
  private final EventPoller<Slot> poller;
  private final EventPoller.Handler<Slot> handler = this::take;
  private final Duties duties;
  private final TimeSource time;
  private final FatalErrors fatal;
  private final Thread thread;
  private final CountDownLatch firstTurn = new CountDownLatch(1);

  /** Requests of the server itself, made on the pipeline's thread: they may not wait for room in the ring they would be read from. */
  private final ArrayDeque<PipelineInput> own = new ArrayDeque<>();

  private volatile boolean parked;
  private volatile boolean wakeWanted;
  private volatile boolean running = true;

  /** The thread is gone: nobody makes room in the ring any more. */
  private volatile boolean ended;

  private int taken;

  /**
   * A pipeline that does not run yet.
   *
   * @param ringSize a power of two
   */
  public RequestPipeline(
      int ringSize, Duties duties, TimeSource time, ThreadFactory threads, FatalErrors fatal) {
    this.ring = RingBuffer.createMultiProducer(Slot::new, ringSize, new YieldingWaitStrategy());
    this.poller = ring.newPoller();
    ring.addGatingSequences(poller.getSequence());
    this.duties = duties;
    this.time = time;
    this.fatal = fatal;
    this.thread = threads.newThread(this::run);
    thread.setName("pipeline");
  }

  /**
   * Begins to take requests. Returns after consensus had its first turn, so that a server that needs no other one serves already.
   */
  public void start() throws InterruptedException {
    thread.start();
    firstTurn.await();
  }

  /**
   * Hands something to the pipeline. Blocks while the ring is full: this is where back-pressure reaches the socket readers. Any
   * thread but the pipeline's own. Fails when the ring is full and the pipeline has ended.
   */
  public void submit(PipelineInput input) {
    publish(input);
    unpark();
  }

  /** As {@link #submit}, but the pipeline is not woken before {@link #unpark}: for readers that submit several in a row. */
  public void publish(PipelineInput input) {
    long sequence = claim();
    ring.get(sequence).input = input;
    ring.publish(sequence);
  }

  private long claim() {
    while (true) {
      try {
        return ring.tryNext();
      } catch (InsufficientCapacityException e) {
        if (ended) {
          throw new IllegalStateException("the server is stopping", e);
        }
        // Others may have filled the ring without waking anyone yet; waiting for room with the
        // reader asleep would last for ever.
        unpark();
        LockSupport.parkNanos(this, FULL_NANOS);
      }
    }
  }

  /** As {@link #submit}, for the pipeline's own thread. */
  public void submitOwn(PipelineInput input) {
    own.add(input);
  }

  /** Wakes the thread if it sleeps. Any thread. */
  public void unpark() {
    // The ring publishes with a release only; without the fence the mark could be read before the
    // entry is visible.
    VarHandle.fullFence();
    if (parked) {
      parked = false;
      LockSupport.unpark(thread);
    }
  }

  /** Has {@link Duties#poll} called soon. Any thread. */
  public void wake() {
    wakeWanted = true;
    unpark();
  }

  /** Requests waiting in the ring. Any thread. */
  public long backlog() {
    return ring.getBufferSize() - ring.remainingCapacity();
  }

  /** Takes what is waiting and ends the thread. No submit may follow. */
  public void stop() throws InterruptedException {
    running = false;
    LockSupport.unpark(thread);
    thread.join();
  }

  private void run() {
    try {
      duties.poll(time.monotonicNanos());
      firstTurn.countDown();
      while (running || backlog() > 0) {
        long due = cycle();
        if (taken == 0) {
          park(due);
        }
      }
    } catch (Throwable failure) {
      fatal.stop(
          FatalReason.UNEXPECTED,
          "The pipeline met a failure that it cannot go on from: " + failure,
          failure);
    } finally {
      ended = true;
      firstTurn.countDown();
    }
  }

  /** One round over everything there is to do; returns when the next is due at the latest. */
  private long cycle() throws Exception {
    taken = 0;
    for (PipelineInput input; (input = own.poll()) != null; taken++) {
      duties.accept(input);
    }
    poller.poll(handler);
    wakeWanted = false;
    long due = duties.poll(time.monotonicNanos());
    duties.endOfBatch();
    return due;
  }

  private boolean take(Slot slot, long sequence, boolean endOfBatch) {
    PipelineInput input = slot.input;
    slot.input = null;
    taken++;
    if (input != null) {
      duties.accept(input);
    }
    return taken < BATCH;
  }

  private void park(long dueNanos) {
    parked = true;
    long wait = dueNanos == Long.MAX_VALUE ? Long.MAX_VALUE : dueNanos - time.monotonicNanos();
    boolean idle = own.isEmpty() && backlog() == 0 && !wakeWanted && !duties.newsFromLog();
    if (idle && running && wait > 0) {
      LockSupport.parkNanos(this, wait);
    }
    parked = false;
  }
}
