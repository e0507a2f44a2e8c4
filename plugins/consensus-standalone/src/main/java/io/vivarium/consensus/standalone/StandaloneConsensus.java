package io.vivarium.consensus.standalone;

import io.vivarium.spi.FatalErrors;
import io.vivarium.spi.FatalReason;
import io.vivarium.spi.consensus.Consensus;
import io.vivarium.spi.consensus.ConsensusHost;
import io.vivarium.spi.consensus.ConsensusStatus;
import io.vivarium.spi.consensus.ForwardedRequest;
import io.vivarium.spi.consensus.Proposal;
import io.vivarium.spi.consensus.RecoveredHistory;
import io.vivarium.spi.consensus.StagedState;
import java.io.IOException;
import java.util.ArrayDeque;
import java.util.Queue;
import java.util.concurrent.atomic.AtomicReference;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/**
 * A quorum of one. Proposals wait in order until the log has them and are delivered then; barriers wait behind the proposals that
 * came before them. There is no other server, no thread and no timer.
 *
 * <p>A state that an operator brings is put in place when the log is quiet: the role ends, what is in the log is delivered, the state is
 * installed and made durable on another thread, and a role begins in a later epoch, so that clients find no zxid again that they have seen.
 */
final class StandaloneConsensus implements Consensus {
  private static final ConsensusStatus STATUS =
      new ConsensusStatus(ConsensusStatus.Mode.STANDALONE, 0, -1, 0);

  private final Queue<Proposal> undelivered = new ArrayDeque<>();
  private final Queue<Barrier> barriers = new ArrayDeque<>();

  private @Nullable ConsensusHost host;
  private long lastProposed;
  private final FatalErrors fatalErrors;
  private final AtomicReference<@Nullable Restoration> wanted = new AtomicReference<>();

  private long epoch;
  private boolean leading;

  StandaloneConsensus(FatalErrors fatalErrors) {
    this.fatalErrors = fatalErrors;
  }

  /** A state to be put in place; {@code secured} once it is durable. */
  private record Restoration(
      StagedState state, Consumer<@Nullable Exception> done, AtomicReference<Stage> stage) {}

  private enum Stage {
    ASKED,
    LOOKING,
    SECURING,
    SECURED
  }

  /** A sync that is answered when everything up to {@code zxid} has been delivered. */
  private record Barrier(long zxid, long ticket) {}

  @Override
  public void start() {}

  @Override
  public void attach(ConsensusHost newHost, RecoveredHistory history) {
    host = newHost;
    lastProposed = history.lastZxid();
    epoch = lastProposed >>> Integer.SIZE;
    newHost.wake();
  }

  @Override
  public long poll(long nowNanos) {
    Restoration restoration = wanted.get();
    if (restoration != null) {
      restore(restoration);
    } else if (!leading) {
      lead();
    }
    return Long.MAX_VALUE;
  }

  private void lead() {
    leading = true;
    // A log that comes from an ensemble is continued in its epoch, as ZooKeeper does.
    host().roles().lead(epoch, lastProposed);
    answerBarriers();
  }

  @Override
  public void restore(StagedState state, Consumer<@Nullable Exception> done) {
    Restoration asked = new Restoration(state, done, new AtomicReference<>(Stage.ASKED));
    if (wanted.compareAndSet(null, asked)) {
      host().wake();
    } else {
      done.accept(new IllegalStateException("another state is being put in place"));
    }
  }

  @Override
  public boolean restores() {
    return true;
  }

  /** Goes on with it as far as it can be gone; called again with the next news. */
  private void restore(Restoration restoration) {
    if (restoration.stage().compareAndSet(Stage.ASKED, Stage.LOOKING)) {
      leading = false;
      host().roles().look();
      // Nobody waits for them any more.
      barriers.clear();
    }
    if (undelivered.isEmpty() && restoration.stage().compareAndSet(Stage.LOOKING, Stage.SECURING)) {
      host().state().install(restoration.state());
      host().resources().blocking().execute(() -> secure(restoration));
    }
    if (restoration.stage().get() == Stage.SECURED) {
      epoch = Math.max(epoch, restoration.state().zxid() >>> Integer.SIZE) + 1;
      lastProposed = epoch << Integer.SIZE;
      wanted.set(null);
      lead();
      restoration.done().accept(null);
    }
  }

  private void secure(Restoration restoration) {
    try {
      host().state().secure();
      restoration.stage().set(Stage.SECURED);
      host().wake();
    } catch (IOException | RuntimeException e) {
      restoration.done().accept(e);
      fatalErrors.stop(
          FatalReason.STORAGE_WRITE,
          "the state that was brought could not be made durable: " + e.getMessage(),
          e);
    }
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
