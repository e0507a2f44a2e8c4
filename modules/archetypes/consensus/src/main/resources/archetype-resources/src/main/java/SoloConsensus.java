package ${package};

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
 * An engine whose quorum is this server: it leads from the first poll on, and a proposal is decided as soon as the log has it. Every
 * method but {@link #status} is called by the pipeline's thread, so nothing here needs a lock.
 */
final class SoloConsensus implements Consensus {
  private static final ConsensusStatus STATUS =
      new ConsensusStatus(ConsensusStatus.Mode.STANDALONE, 0, -1, 0);

  /** A sync that is answered once everything up to a zxid has been delivered. */
  private record Barrier(long zxid, long ticket) {}

  private final Queue<Proposal> undelivered = new ArrayDeque<>();
  private final Queue<Barrier> barriers = new ArrayDeque<>();
  private @Nullable ConsensusHost host;
  private long lastProposed;
  private boolean leading;

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
      // The upper half of a zxid is its epoch: a log is continued in the one it ends with.
      host().roles().lead(lastProposed >>> Integer.SIZE, lastProposed);
      answerBarriers();
    }
    return Long.MAX_VALUE;
  }

  @Override
  public void propose(Proposal proposal) {
    if (!leading || proposal.zxid() <= lastProposed) {
      throw new IllegalStateException(
          "proposal 0x%x after 0x%x".formatted(proposal.zxid(), lastProposed));
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
      // Between two deliveries: a barrier comes before what was proposed after it.
      answerBarriers();
      next = undelivered.peek();
    }
  }

  @Override
  public void sync(long ticket) {
    barriers.add(new Barrier(lastProposed, ticket));
    answerBarriers();
  }

  private void answerBarriers() {
    Proposal oldest = undelivered.peek();
    while (leading
        && !barriers.isEmpty()
        && (oldest == null || barriers.element().zxid() < oldest.zxid())) {
      host().delivery().synced(barriers.remove().ticket());
    }
  }

  @Override
  public void forward(ForwardedRequest request) {
    throw new IllegalStateException("this server is the primary and forwards nothing");
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

  private ConsensusHost host() {
    if (host == null) {
      throw new IllegalStateException("not attached to a host");
    }
    return host;
  }
}
