package io.vivarium.consensus.zab;

import io.vivarium.spi.metrics.Counter;
import io.vivarium.spi.metrics.Metrics;
import io.vivarium.spi.metrics.Summary;
import io.vivarium.zab.port.LearnerFigures;
import java.util.HashMap;
import java.util.Map;
import java.util.concurrent.TimeUnit;

/** What is measured between leader and learners, by the names that ZooKeeper has for it. Engine's thread. */
final class MeasuredLearners implements LearnerFigures {
  /** As many as are told apart; learners choose their own numbers. */
  private static final int MOST = 256;

  private final Metrics metrics;
  private final Counter diffs;
  private final Counter snaps;
  private final Summary inflightDiffs;
  private final Summary inflightSnaps;
  private final Summary followerSync;
  private final Summary observerSync;
  private final Map<Long, Figures> byServer = new HashMap<>();

  /**
   * Of one learner.
   *
   * @param latency ms from a proposal to its acknowledgement
   * @param queue proposals that are on their way to it
   */
  private record Figures(Summary latency, Summary queue) {}

  MeasuredLearners(Metrics metrics) {
    this.metrics = metrics;
    this.diffs = metrics.counter("diff_count");
    this.snaps = metrics.counter("snap_count");
    this.inflightDiffs = metrics.summary("inflight_diff_count");
    this.inflightSnaps = metrics.summary("inflight_snap_count");
    this.followerSync = metrics.summary("follower_sync_time");
    this.observerSync = metrics.summary("observer_sync_time");
  }

  private Figures of(long serverId) {
    Figures known = byServer.get(serverId);
    if (known != null || byServer.size() >= MOST) {
      return known == null ? make("other") : known;
    }
    Figures made = make(Long.toString(serverId));
    byServer.put(serverId, made);
    return made;
  }

  private Figures make(String key) {
    return new Figures(
        metrics.summary("ack_latency", key), metrics.summary("learner_handler_qp_size", key));
  }

  @Override
  public void connected(long serverId) {
    of(serverId);
    // Nothing waits here for a thread of the learner's: shown, as dashboards ask for it, and empty.
    metrics.summary("learner_handler_qp_time_ms", Long.toString(serverId));
  }

  @Override
  public void acked(long serverId, long nanos, long onTheirWay) {
    Figures figures = of(serverId);
    figures.latency().record(TimeUnit.NANOSECONDS.toMillis(nanos));
    figures.queue().record(Math.max(0, onTheirWay));
  }

  @Override
  public void sendsTxns(int learners) {
    diffs.increment();
    inflightDiffs.record(learners);
  }

  @Override
  public void sendsState(int learners) {
    snaps.increment();
    inflightSnaps.record(learners);
  }

  @Override
  public void synced(boolean observer, long nanos) {
    (observer ? observerSync : followerSync).record(TimeUnit.NANOSECONDS.toMillis(nanos));
  }
}
