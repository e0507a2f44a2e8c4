package io.vivarium.zab;

import io.vivarium.model.Zxid;
import io.vivarium.model.ensemble.Membership.Member;
import io.vivarium.spi.consensus.ConsensusStatus;
import io.vivarium.spi.consensus.ForwardedRequest;
import io.vivarium.spi.consensus.Proposal;
import io.vivarium.spi.consensus.StagedState;
import io.vivarium.zab.Ending.Next;
import io.vivarium.zab.message.QuorumMessage;
import io.vivarium.zab.message.QuorumMessage.Ack;
import io.vivarium.zab.message.QuorumMessage.AckEpoch;
import io.vivarium.zab.message.QuorumMessage.LeaderInfo;
import io.vivarium.zab.message.QuorumMessage.LearnerInfo;
import io.vivarium.zab.message.ServerState;
import io.vivarium.zab.message.Vote;
import io.vivarium.zab.port.HistoryPart;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * A server that learns from a leader: it promises itself to the leader's epoch, takes over its history, and then serves, following
 * or observing. Invariant: the promise is on disk before it is made, and nothing is sent between it and the acknowledgement of the history.
 */
final class Learner implements Role {
  private static final Logger log = LoggerFactory.getLogger(Learner.class);
  private static final long NANOS_PER_MS = 1_000_000;
  private static final long NO_LINK = 0;

  private enum Stage {
    CONNECTING,
    DISCOVERY,
    SYNCHRONIZATION,
    SERVING
  }

  private final Self self;
  private final Vote vote;
  private final boolean observing;
  private final TxnStream stream;

  /** Where to connect to: the leader, or a follower that serves observers, at the port it has for them. */
  private final @Nullable Member master;

  private final int port;
  private Stage stage = Stage.CONNECTING;
  private long link = NO_LINK;
  private long epoch;
  private long deadline;
  private long connectedAt;
  private @Nullable Synchronization synchronization;
  private @Nullable Following following;

  /**
   * A learner that has not begun.
   *
   * @param vote tells who leads
   * @param master the server to connect to; null when nobody knows its address
   * @param port its port; 0 for its quorum port
   */
  Learner(Self self, Vote vote, boolean observing, @Nullable Member master, int port) {
    this.self = self;
    this.vote = vote;
    this.observing = observing;
    this.master = master;
    this.port = port;
    this.stream = new TxnStream(self, vote, observing);
  }

  /** What peers are told that this server is. */
  ServerState state() {
    return observing ? ServerState.OBSERVING : ServerState.FOLLOWING;
  }

  @Override
  public void begin(long now) {
    if (master == null) {
      self.leave("server " + vote.leader() + " is to lead and is not in the membership");
      return;
    }
    long patience =
        self.timing().connectLimit() > 0 ? self.timing().connectMs() : self.timing().initMs();
    deadline = now + patience * NANOS_PER_MS;
    link = self.links().connect(master, port, patience);
  }

  // ---- the link

  @Override
  public void linkAccepted(long accepted, long now) {
    if (following == null || !following.accept(accepted, now)) {
      self.links().close(accepted, "this server does not serve learners");
    }
  }

  @Override
  public void linkOpened(long opened, long now) {
    if (opened != link) {
      return;
    }
    if (stage != Stage.CONNECTING) {
      throw new IllegalStateException("link " + opened + " was opened in stage " + stage);
    }
    stage = Stage.DISCOVERY;
    connectedAt = now;
    deadline = now + self.initNanos();
    self.links()
        .send(
            link,
            new LearnerInfo(
                observing,
                self.epochs().accepted(),
                self.id(),
                LearnerInfo.PROTOCOL,
                self.memberships().committed().version()));
  }

  @Override
  public void linkClosed(long closed, String reason, long now) {
    if (closed == link) {
      link = NO_LINK;
      self.leave("the link to the leader, server " + vote.leader() + ", is gone: " + reason);
    } else if (following != null) {
      following.linkClosed(closed, reason);
    }
  }

  @Override
  public void acceptFailed(String reason) {
    log.warn("Observers cannot connect here: {}", reason);
  }

  @Override
  public void received(long from, QuorumMessage message, long now) {
    if (from != link) {
      if (following != null) {
        following.receivedFromObserver(from, message, now);
      }
      return;
    }
    boolean settling = synchronization == null || !synchronization.acknowledged();
    deadline = now + (settling ? self.initNanos() : self.syncNanos());
    switch (stage) {
      case CONNECTING ->
          throw new IllegalStateException(
              message + " came on link " + from + ", which is not open");
      case DISCOVERY -> discovered(message);
      case SYNCHRONIZATION -> {
        synchronization().received(message);
        serveIfDone(now);
      }
      case SERVING -> following().received(message, now);
    }
  }

  private Synchronization synchronization() {
    if (synchronization == null) {
      throw new IllegalStateException("not synchronising in stage " + stage);
    }
    return synchronization;
  }

  private Following following() {
    if (following == null) {
      throw new IllegalStateException("not serving in stage " + stage);
    }
    return following;
  }

  // ---- discovery

  private void discovered(QuorumMessage message) {
    if (!(message instanceof LeaderInfo(long announced, int protocol))) {
      self.leave(message.getClass().getSimpleName() + " came before the epoch");
      return;
    }
    long accepted = self.epochs().accepted();
    if (announced < accepted || announced > Epochs.LAST || protocol < LearnerInfo.PROTOCOL) {
      self.leave(
          "the leader announces epoch "
              + announced
              + ", protocol "
              + protocol
              + "; this server is promised to epoch "
              + accepted);
      return;
    }
    // A promise that was made before must not be counted twice.
    int current = announced == accepted ? -1 : (int) self.epochs().current();
    if (announced > accepted) {
      self.epochs().accept(announced);
    }
    epoch = announced;
    stage = Stage.SYNCHRONIZATION;
    synchronization = new Synchronization(self, link, epoch, stream, leader());
    self.links().send(link, new AckEpoch(self.history().claimIn(epoch), current));
  }

  private @Nullable Member leader() {
    return self.memberships().member(vote.leader());
  }

  // ---- synchronisation

  @Override
  public void stateArriving(long from, long now) {
    if (from == link) {
      deadline = now + self.initNanos();
    }
  }

  @Override
  public void stateArrived(long from, StagedState state, long now) {
    if (from == link) {
      deadline = now + self.initNanos();
      synchronization().arrived(state);
      serveIfDone(now);
    }
  }

  @Override
  public void stateSettled(long now) {
    deadline = now + self.initNanos();
    synchronization().settled();
    serveIfDone(now);
  }

  /**
   * Whoever cannot go back needs the state, and leaders decide by what they are told. So it connects once more, to the same leader, and
   * says then that it knows nothing: in an epoch that it is promised to already, where its word is not counted for anything else.
   */
  @Override
  public void neverHad(long now) {
    self.history().needStateIn(epoch);
    self.leave("the leader is to send its state", new Next.Learn(vote));
  }

  private void serveIfDone(long now) {
    if (stage == Stage.SERVING || !synchronization().done() || self.ending().isOver()) {
      return;
    }
    stage = Stage.SERVING;
    deadline = now + self.syncNanos();
    self.links().send(link, new Ack(Zxid.of(epoch, 0)));
    self.election().settled(state(), new Vote(vote.leader(), vote.zxid(), vote.round(), epoch));
    self.memberships().show();
    log.info(
        "{} server {} in epoch {} from {} on",
        state(),
        vote.leader(),
        epoch,
        Zxid.text(self.history().delivered()));
    self.parts().figures().synced(observing, now - connectedAt);
    self.host().roles().follow(epoch, self.history().delivered());
    following = new Following(self, link, epoch, stream, observing);
    following.begin(now);
  }

  @Override
  public void persisted(long now) {
    if (following != null) {
      following.persisted();
    } else if (synchronization != null) {
      synchronization.persisted();
    }
  }

  @Override
  public void historyRead(long forLink, @Nullable HistoryPart part, long now) {
    // Asked for while this server led.
  }

  // ---- the kernel

  @Override
  public void propose(Proposal proposal, long now) {
    throw new IllegalStateException("a learner proposes nothing");
  }

  @Override
  public void forward(ForwardedRequest request) {
    following().forward(request);
  }

  @Override
  public void sync(long ticket, long now) {
    following().sync(ticket);
  }

  @Override
  public void revalidate(long sessionId, int timeout) {
    following().revalidate(sessionId, timeout);
  }

  // ---- time and the end

  @Override
  public long poll(long now) {
    boolean busy = self.history().underWay();
    if (now - deadline >= 0 && !busy) {
      self.leave("nothing was heard from server " + vote.leader() + " in time, stage " + stage);
      return now;
    }
    long patience = busy ? Long.MAX_VALUE : deadline;
    return following == null ? patience : Math.min(patience, following.poll(now));
  }

  @Override
  public void looksAgain(long serverId, long now) {
    // Only a leader waits for others.
  }

  @Override
  public void end(String reason) {
    if (following != null) {
      following.end(reason);
    }
    if (link != NO_LINK) {
      self.links().close(link, reason);
    }
  }

  @Override
  public boolean serving() {
    return stage == Stage.SERVING;
  }

  @Override
  public void show(ShownStatus to) {
    if (!serving()) {
      to.show(ConsensusStatus.Mode.LOOKING, self.epochs().current(), -1, 0);
      return;
    }
    to.show(
        observing ? ConsensusStatus.Mode.OBSERVER : ConsensusStatus.Mode.FOLLOWER,
        epoch,
        vote.leader(),
        (link == NO_LINK ? 0 : 1) + (following == null ? 0 : following.observers()));
  }
}
