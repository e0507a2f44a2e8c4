package io.vivarium.kernel.pipeline;

import io.vivarium.spi.consensus.Consensus;
import io.vivarium.spi.consensus.RecoveredHistory;
import java.util.List;
import java.util.function.LongUnaryOperator;

/**
 * What the pipeline's thread does, put together: requests come in by {@link Intake}, the log's progress and the time go to
 * consensus and to the timers, and whoever was answered is woken at the end of each batch.
 */
final class ServerPipeline implements RequestPipeline.Duties {
  private final Overdue overdue;
  private final Intake intake;
  private final Consensus consensus;
  private final LogStage log;
  private final WakeBatch wakes;
  private final LongUnaryOperator[] primaryTimers;
  private final LongUnaryOperator[] timers;

  /** What consensus was last told of the log. */
  private long reported = -1;

  private int reportedLife;

  /**
   * The duties of one server.
   *
   * @param primaryTimers each takes the monotonic clock, does what is due and returns when it wants to be called again; called
   *     on the primary only
   * @param timers likewise, called in any role and without one
   */
  ServerPipeline(
      Overdue overdue,
      Intake intake,
      Consensus consensus,
      LogStage log,
      WakeBatch wakes,
      List<LongUnaryOperator> primaryTimers,
      List<LongUnaryOperator> timers) {
    this.overdue = overdue;
    this.intake = intake;
    this.consensus = consensus;
    this.log = log;
    this.wakes = wakes;
    this.primaryTimers = primaryTimers.toArray(LongUnaryOperator[]::new);
    this.timers = timers.toArray(LongUnaryOperator[]::new);
  }

  void attach(EngineHost host, RecoveredHistory history) {
    consensus.attach(host, history);
  }

  @Override
  public void accept(PipelineInput input) {
    if (!overdue.refuses(input)) {
      intake.accept(input);
    }
  }

  @Override
  public long poll(long nowNanos) {
    long persisted = log.persisted();
    if (persisted != reported || log.restarts() != reportedLife) {
      // A zxid that is logged anew after a rewind may be durable before anybody looks: then only
      // the
      // count tells that there is news.
      reportedLife = log.restarts();
      reported = persisted;
      if (persisted >= 0) {
        consensus.persisted(persisted);
      }
    }
    long due = consensus.poll(nowNanos);
    if (intake.primary()) {
      due = Math.min(due, run(primaryTimers, nowNanos));
    }
    return Math.min(due, run(timers, nowNanos));
  }

  private static long run(LongUnaryOperator[] timers, long nowNanos) {
    long due = Long.MAX_VALUE;
    for (LongUnaryOperator timer : timers) {
      due = Math.min(due, timer.applyAsLong(nowNanos));
    }
    return due;
  }

  @Override
  public boolean newsFromLog() {
    return log.persisted() != reported || log.restarts() != reportedLife;
  }

  @Override
  public void endOfBatch() {
    log.wake();
    wakes.wakeAll();
  }
}
