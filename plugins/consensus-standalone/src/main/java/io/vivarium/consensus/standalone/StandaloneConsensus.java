package io.vivarium.consensus.standalone;

import io.vivarium.spi.consensus.Consensus;
import io.vivarium.spi.consensus.ConsensusHost;
import io.vivarium.spi.consensus.ConsensusStatus;
import io.vivarium.spi.consensus.ForwardedRequest;
import io.vivarium.spi.consensus.Proposal;
import io.vivarium.spi.consensus.RecoveredHistory;
import java.util.ArrayDeque;
import java.util.Queue;
import org.jspecify.annotations.Nullable;

/**
 * A quorum of one. Proposals wait in order until the log has them and are delivered then; barriers wait behind the proposals that
 * came before them. There is no other server, no thread and no timer.
 */
final class StandaloneConsensus implements Consensus {
  private static final ConsensusStatus STATUS =
      new ConsensusStatus(ConsensusStatus.Mode.STANDALONE, 0, -1, 0);

  private final Queue<Proposal> undelivered = new ArrayDeque<>();
  private final Queue<Barrier> barriers = new ArrayDeque<>();

  private @Nullable ConsensusHost host;
  private long lastProposed;
  private boolean leading;

  /** A sync that is answered when everything up to {@code zxid} has been delivered. */
  private record Barrier(long zxid, long ticket) {}

  @Override
  public void start() {}

  @Override
  public void attach(ConsensusHost newHost, RecoveredHistory history) {
    host = newHost;
    lastProposed = history.lastZxid();
    newHost.wake();
  }

  @Override
  public long poll(long nowNanos) {
    if (!leading) {
      leading = true;
      // A log that comes from an ensemble is continued in its epoch, as ZooKeeper does.
      host().roles().lead(lastProposed >>> Integer.SIZE, lastProposed);
      answerBarriers();
    }
    return Long.MAX_VALUE;
  }

  @Override
  public void propose(Proposal proposal) {
    if (!leading || proposal.zxid() <= lastProposed) {
      throw new IllegalStateException(
          "proposal 0x%x after 0x%x%s"
              .formatted(
                  proposal.zxid(), lastProposed, leading ? "" : ", before this server leads"));
    }
    lastProposed = proposal.zxid();
    undelivered.add(proposal);
    host().delivery().persist(proposal);
  }

  @Override
  public void persisted(long zxid) {
    Proposal next = undelivered.peek();
    while (next != null && next.zxid() <= zxid) {
      undelivered.remove();
      host().delivery().deliver(next);
      // Between two deliveries, as a session's answers come in the order of its requests.
      answerBarriers();
      next = undelivered.peek();
    }
  }

  @Override
  public void sync(long ticket) {
    barriers.add(new Barrier(lastProposed, ticket));
    answerBarriers();
  }

  @Override
  public void forward(ForwardedRequest request) {
    throw new IllegalStateException("a standalone server is its own primary and forwards nothing");
  }

  @Override
  public ConsensusStatus status() {
    return STATUS;
  }

  @Override
  public void close() {
    undelivered.clear();
    barriers.clear();
  }

  private void answerBarriers() {
    if (!leading) {
      return;
    }
    Proposal oldest = undelivered.peek();
    Barrier next = barriers.peek();
    while (next != null && (oldest == null || next.zxid() < oldest.zxid())) {
      barriers.remove();
      host().delivery().synced(next.ticket());
      next = barriers.peek();
    }
  }

  private ConsensusHost host() {
    if (host == null) {
      throw new IllegalStateException("not attached to a host");
    }
    return host;
  }
}
