package io.vivarium.kernel.pipeline;

import com.lmax.disruptor.EventPoller;
import com.lmax.disruptor.InsufficientCapacityException;
import com.lmax.disruptor.RingBuffer;
import com.lmax.disruptor.YieldingWaitStrategy;
import io.vivarium.kernel.execution.Agent;
import io.vivarium.kernel.execution.Execution;
import io.vivarium.spi.TimeSource;
import java.util.ArrayDeque;
import org.jspecify.annotations.Nullable;

/**
 * The one door for everything that changes replicated state, and the agent behind it. Requests wait in a ring; a turn takes what is
 * there through prep, propose, commit, apply and reply, looks how far the log is durable, lets consensus do what is due, and wakes
 * the clients that were answered, once each.
 *
 * <p>"The pipeline's thread" is the one that the agent's turns run on.
 */
public final class RequestPipeline implements Agent.Work {
  /** Requests taken before the log and consensus are looked at again. */
  private static final int BATCH = 1024;

  /** Of those, the server's own at most: thousands of sessions may end at once, and clients' requests go on in between. */
  private static final int OWN_BATCH = BATCH / 2;

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
  private final Agent agent;

  /** Requests of the server itself, made on the pipeline's thread: they may not wait for room in the ring they would be read from. */
  private final ArrayDeque<PipelineInput> own = new ArrayDeque<>();

  private volatile boolean wakeWanted;
  private int taken;

  /**
   * A pipeline that does not run yet.
   *
   * @param ringSize a power of two
   */
  public RequestPipeline(int ringSize, Duties duties, TimeSource time, Execution execution) {
    this.ring = RingBuffer.createMultiProducer(Slot::new, ringSize, new YieldingWaitStrategy());
    this.poller = ring.newPoller();
    ring.addGatingSequences(poller.getSequence());
    this.duties = duties;
    this.time = time;
    this.agent = execution.agent("pipeline", this);
  }

  /**
   * Begins to take requests. Returns after consensus had its first turn, so that a server that needs no other one serves already.
   */
  public void start() throws InterruptedException {
    agent.start();
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
        if (agent.ended()) {
          throw new IllegalStateException("the server is stopping", e);
        }
        // Others may have filled the ring without waking anyone yet; waiting for room with the
        // reader asleep would last for ever.
        unpark();
        agent.giveWay();
      }
    }
  }

  /** As {@link #submit}, for the pipeline's own thread. */
  public void submitOwn(PipelineInput input) {
    own.add(input);
  }

  /** Wakes the pipeline if it rests. Any thread. */
  public void unpark() {
    agent.wake();
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

  /** Takes what is waiting and ends. No submit may follow. */
  public void stop() throws InterruptedException {
    agent.stop();
  }

  /** One round over everything there is to do. */
  @Override
  public long turn() throws Exception {
    taken = 0;
    for (PipelineInput input; taken < OWN_BATCH && (input = own.poll()) != null; taken++) {
      duties.accept(input);
    }
    poller.poll(handler);
    wakeWanted = false;
    long due = duties.poll(time.monotonicNanos());
    duties.endOfBatch();
    return taken > 0 ? AGAIN : due;
  }

  @Override
  public boolean idle() {
    return own.isEmpty() && backlog() == 0 && !wakeWanted && !duties.newsFromLog();
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
}
