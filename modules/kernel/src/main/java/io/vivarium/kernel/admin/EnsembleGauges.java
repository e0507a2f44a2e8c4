package io.vivarium.kernel.admin;

import io.vivarium.kernel.metrics.KernelMetrics;
import io.vivarium.kernel.metrics.LeaderFigures;
import io.vivarium.spi.TimeSource;
import io.vivarium.spi.consensus.ConsensusStatus;
import io.vivarium.spi.consensus.ConsensusStatus.Mode;
import java.util.concurrent.TimeUnit;
import java.util.function.ToLongFunction;
import org.jspecify.annotations.Nullable;

/** Figures of a server in its ensemble by ZooKeeper's names; those of a leader are there only while it leads. */
final class EnsembleGauges {
  private final ServerView.Standing standing;
  private final KernelMetrics metrics;

  private EnsembleGauges(ServerView.Standing standing, KernelMetrics metrics) {
    this.standing = standing;
    this.metrics = metrics;
  }

  static void publish(ServerView server, TimeSource time) {
    KernelMetrics metrics = server.metrics();
    LeaderFigures leader = metrics.leader();
    EnsembleGauges gauges = new EnsembleGauges(server.standing(), metrics);
    metrics.level("quorum_size", gauges::quorumSize);
    metrics.level("synced_observers", gauges::syncedObservers);
    gauges.ofLeader("learners", ConsensusStatus::peers);
    gauges.ofLeader("synced_followers", ConsensusStatus::syncedFollowers);
    // No follower is without a vote here, and a sync waits for no list of its own.
    gauges.ofLeader("synced_non_voting_followers", _ -> 0);
    gauges.ofLeader("pending_syncs", _ -> 0);
    gauges.ofLeader(
        "leader_uptime",
        _ -> TimeUnit.NANOSECONDS.toMillis(time.monotonicNanos() - leader.sinceNanos()));
    gauges.ofLeader("last_proposal_size", _ -> leader.last());
    gauges.ofLeader("min_proposal_size", _ -> leader.smallest());
    gauges.ofLeader("max_proposal_size", _ -> leader.largest());
  }

  private void ofLeader(String name, ToLongFunction<ConsensusStatus> figure) {
    metrics.level(
        name,
        () -> {
          ConsensusStatus status = standing.status();
          return status.mode() == Mode.LEADER ? figure.applyAsLong(status) : null;
        });
  }

  private @Nullable Long quorumSize() {
    return standing.mode() == Mode.STANDALONE
        ? null
        : (long) standing.membership().participants().size();
  }

  private @Nullable Long syncedObservers() {
    ConsensusStatus status = standing.status();
    return switch (status.mode()) {
      case LEADER, FOLLOWER -> (long) status.syncedObservers();
      case OBSERVER, LOOKING, READ_ONLY, STANDALONE -> null;
    };
  }
}
