package io.vivarium.kernel.pipeline;

import io.vivarium.kernel.metrics.KernelMetrics;
import io.vivarium.spi.TimeSource;
import io.vivarium.spi.consensus.Delivery;
import io.vivarium.spi.consensus.ForwardedRequest;
import io.vivarium.spi.consensus.Proposal;
import io.vivarium.spi.metrics.Counter;
import io.vivarium.spi.metrics.Summary;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.function.BooleanSupplier;

/**
 * Counts proposals on their way through log and consensus by the names that ZooKeeper has for them, and times one of them after the
 * other. Times since the primary prepared a txn go by the clocks of two servers, as in ZooKeeper. Pipeline's thread.
 */
final class MeasuredDelivery implements Delivery {
  /** Where the header of a txn has its time: behind session, cxid and zxid. */
  private static final int TIME_AT = 2 * Long.BYTES + Integer.BYTES;

  private final Delivery delivery;
  private final BooleanSupplier primary;
  private final SampledProposal sample;
  private final TimeSource time;
  private final Counter proposals;
  private final Counter received;
  private final Counter pending;
  private final Counter applied;
  private final Counter queued;
  private final Counter commits;
  private final Counter receivedCommits;
  private final Summary proposalLatency;
  private final Summary commitLatency;
  private final Summary propagation;
  private final Summary quorumAck;
  private long preparedAtMs;

  /**
   * Measures what goes to {@code delivery}.
   *
   * @param primary whether this server is the primary now
   */
  MeasuredDelivery(
      Delivery delivery,
      BooleanSupplier primary,
      SampledProposal sample,
      TimeSource time,
      KernelMetrics metrics) {
    this.delivery = delivery;
    this.primary = primary;
    this.sample = sample;
    this.time = time;
    this.proposals = metrics.counter("proposal_count");
    this.received = metrics.counter("learner_proposal_received_count");
    this.pending = metrics.counter("outstanding_changes_queued");
    this.applied = metrics.counter("outstanding_changes_removed");
    this.queued = metrics.counter("request_commit_queued");
    this.commits = metrics.counter("commit_count");
    this.receivedCommits = metrics.counter("learner_commit_received_count");
    this.proposalLatency = metrics.owned("proposal_latency");
    this.commitLatency = metrics.owned("commit_propagation_latency");
    this.propagation = metrics.owned("propagation_latency");
    this.quorumAck = metrics.owned("quorum_ack_us", 1_000, List.of("quorum_ack_latency"));
  }

  @Override
  public void persist(Proposal proposal) {
    boolean mine = primary.getAsBoolean();
    (mine ? proposals : received).increment();
    if (mine) {
      pending.increment();
    }
    if (sample.free()) {
      preparedAtMs = proposal.txn().getLong(proposal.txn().position() + TIME_AT);
      if (!mine) {
        proposalLatency.record(sincePrepared());
      }
      sample.begin(proposal.zxid(), time.monotonicNanos());
    }
    delivery.persist(proposal);
  }

  /** Clocks differ, so this may not be so. */
  private long sincePrepared() {
    return Math.max(0, time.wallMillis() - preparedAtMs);
  }

  @Override
  public void deliver(Proposal proposal) {
    boolean mine = primary.getAsBoolean();
    (mine ? commits : receivedCommits).increment();
    queued.increment();
    boolean sampled = sample.is(proposal.zxid());
    if (sampled) {
      if (mine) {
        quorumAck.record(TimeUnit.NANOSECONDS.toMicros(sample.nanos(time.monotonicNanos())));
      } else {
        commitLatency.record(sincePrepared());
      }
    }
    delivery.deliver(proposal);
    if (mine) {
      applied.increment();
    }
    if (sampled) {
      propagation.record(sincePrepared());
      sample.end();
    } else if (sample.passedBy(proposal.zxid())) {
      sample.end();
    }
  }

  @Override
  public void submit(ForwardedRequest request) {
    delivery.submit(request);
  }

  @Override
  public void synced(long ticket) {
    delivery.synced(ticket);
  }
}
