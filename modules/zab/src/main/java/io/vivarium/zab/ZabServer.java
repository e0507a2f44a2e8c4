package io.vivarium.zab;

import io.vivarium.model.ErrorCode;
import io.vivarium.model.Request;
import io.vivarium.model.ensemble.Membership;
import io.vivarium.model.ensemble.Membership.Member;
import io.vivarium.spi.FatalReason;
import io.vivarium.spi.consensus.ConsensusStatus;
import io.vivarium.spi.consensus.ForwardedRequest;
import io.vivarium.spi.consensus.MembershipChange;
import io.vivarium.spi.consensus.Proposal;
import io.vivarium.spi.consensus.RecoveredHistory;
import io.vivarium.spi.consensus.StagedState;
import io.vivarium.zab.Ending.Next;
import io.vivarium.zab.election.Election;
import io.vivarium.zab.election.ElectionOutcome;
import io.vivarium.zab.message.Notification;
import io.vivarium.zab.message.QuorumMessage;
import io.vivarium.zab.message.ServerState;
import io.vivarium.zab.message.Vote;
import io.vivarium.zab.port.HistoryPart;
import java.util.function.Consumer;
import java.util.function.LongConsumer;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * A server of an ensemble: looks for a leader, is one, or learns from one. A machine without clock, thread or socket: what happens
 * comes in through its methods, what is to be done goes out through {@link ZabParts}, from within those methods.
 *
 * <p>All methods but {@link #status} are called by one thread. In a turn all inputs that are there are given before {@link #poll}, so
 * that what others have sent is known before their silence is judged. Times are the monotonic clock's.
 *
 * <p>Here is only what is common to all roles: which one is in force, and what happens between two of them. A broken invariant is an
 * {@link IllegalStateException} that is meant to stop the server; what others do wrong ends their link or this role.
 */
public final class ZabServer {
  private static final Logger log = LoggerFactory.getLogger(ZabServer.class);
  private static final long NANOS_PER_MS = 1_000_000;

  /** Time without a role after which stale reads are served, when they are at all. */
  private static final long READ_ONLY_AFTER_MS = 2000;

  private final ZabSettings settings;
  private final Self self;
  private final Turns turns;
  private final Masters masters;

  /** The role in force; null while looking for one. */
  private @Nullable Role role;

  /** What comes after the last role, once memory and disk are the same; null when that was done. */
  private @Nullable Next pending;

  /** When it may come at the earliest. */
  private long nextAt;

  /** A state that is to take the place of what there is; null for none. */
  private @Nullable Restoration restoration;

  private long lookingSince;
  private boolean readOnly;
  private boolean stopped;
  private final ShownStatus status = new ShownStatus();

  /** A server that does nothing until it is started. */
  public ZabServer(ZabSettings settings, ZabParts parts) {
    this.settings = settings;
    Election election = new Election(settings.election(), parts.elections(), new Outcome());
    Memberships memberships =
        new Memberships(
            settings.ensemble(),
            parts.host().membership(),
            election,
            parts.elections(),
            parts.fatal());
    History history =
        new History(parts.host(), parts.work(), settings.ensemble().options().historyCount());
    Epochs epochs = new Epochs(parts.host().state().storage(), parts.fatal());
    this.self = new Self(settings, parts, history, epochs, memberships, election, new Ending());
    this.turns = new Turns(self.tickNanos());
    this.masters = new Masters(self);
  }

  /** Begins to look for a leader. Called once, first. */
  public void start(RecoveredHistory history, long nowNanos) {
    self.epochs().recover(history.lastZxid());
    self.history().recover(history);
    self.memberships().announce();
    nextAt = nowNanos;
    pending = new Next.Look();
    turn(nowNanos, now -> {});
  }

  /** Does what time has made due; returns when to be called again at the latest. */
  public long poll(long nowNanos) {
    long now = turns.at(nowNanos);
    if (stopped) {
      return Long.MAX_VALUE;
    }
    long due = role == null ? pollLooking(now) : role.poll(now);
    goOn(now);
    updateStatus();
    return turns.onHost(self.ending().isOver() || pending != null ? Long.MAX_VALUE : due);
  }

  private long pollLooking(long now) {
    long readOnlyAt =
        lookingSince + Math.max(READ_ONLY_AFTER_MS, self.timing().tickMs()) * NANOS_PER_MS;
    boolean offers = settings.ensemble().options().readOnly() && pending == null && !readOnly;
    if (offers && now - readOnlyAt >= 0) {
      readOnly = true;
      log.info("No leader for {} ms: serving reads only", (now - lookingSince) / NANOS_PER_MS);
      self.host().roles().serveReadOnly();
    }
    long due = self.election().poll(now);
    return offers && !readOnly ? Math.min(due, readOnlyAt) : due;
  }

  // ---- election connections

  /** A server said something on its election connection. */
  public void notified(long serverId, Notification notification, long nowNanos) {
    turn(nowNanos, now -> self.election().received(serverId, notification, now));
  }

  // ---- quorum links

  /** A learner connected to our listener: the one of a leader, or the one that a follower has for observers. */
  public void linkAccepted(long link, long nowNanos) {
    turn(
        nowNanos,
        now -> {
          if (role == null) {
            self.links().close(link, "this server has no role");
          } else {
            role.linkAccepted(link, now);
          }
        });
  }

  /** None of the addresses that learners were to be accepted at could be bound: a leader steps down, a follower does without. */
  public void acceptFailed(String reason, long nowNanos) {
    inRole(nowNanos, (current, now) -> current.acceptFailed(reason));
  }

  /** A link that was asked for with {@code connect} stands. */
  public void linkOpened(long link, long nowNanos) {
    inRole(nowNanos, (current, now) -> current.linkOpened(link, now));
  }

  /** A message came. What comes for a link that was closed is ignored. */
  public void received(long link, QuorumMessage message, long nowNanos) {
    inRole(nowNanos, (current, now) -> current.received(link, message, now));
  }

  /** A link ended, or could not be opened, for a reason that is not ours. */
  public void linkClosed(long link, String reason, long nowNanos) {
    inRole(nowNanos, (current, now) -> current.linkClosed(link, reason, now));
  }

  /** More of the stream behind {@link QuorumMessage.Snap} came: the leader is not silent. */
  public void stateArriving(long link, long nowNanos) {
    inRole(nowNanos, (current, now) -> current.stateArriving(link, now));
  }

  /** The stream behind {@link QuorumMessage.Snap} is complete. Messages behind it come afterwards. */
  public void stateArrived(long link, StagedState state, long nowNanos) {
    inRole(nowNanos, (current, now) -> current.stateArrived(link, state, now));
  }

  // ---- outcomes of StateWork

  /**
   * {@code rewind} is done.
   *
   * @param state what remains; null when it failed
   * @param failure why it failed; empty when it did not
   */
  public void rewound(@Nullable StagedState state, String failure, long nowNanos) {
    if (state == null) {
      stop(
          FatalReason.STORAGE_WRITE,
          "Cannot forget txns that the leader does not know: " + failure);
      return;
    }
    // Also when the role has ended meanwhile: the disk was truncated, so memory has to follow.
    if (settings.has(Defect.ZOOKEEPER_4837)) {
      self.history().rewoundOnDiskOnly(state);
    } else {
      self.history().rewound(state);
    }
    inRole(nowNanos, (current, now) -> current.stateSettled(now));
  }

  /**
   * {@code rewind} was refused: the history on disk does not lead to that txn, and nothing of it was changed. The leader is to send its
   * state instead.
   */
  public void neverHad(long nowNanos) {
    self.history().notRewound();
    inRole(nowNanos, (current, now) -> current.neverHad(now));
  }

  /**
   * {@code secure} is done.
   *
   * @param failure why it failed; null when it did not
   */
  public void secured(@Nullable String failure, long nowNanos) {
    if (failure != null) {
      stop(FatalReason.STORAGE_WRITE, "Cannot write the state that the leader sent: " + failure);
      return;
    }
    self.history().secured();
    inRole(nowNanos, (current, now) -> current.stateSettled(now));
  }

  /**
   * {@code readHistory} is done.
   *
   * @param part what was read; null when it is more than allowed, or could not be read
   */
  public void historyRead(long link, @Nullable HistoryPart part, long nowNanos) {
    inRole(nowNanos, (current, now) -> current.historyRead(link, part, now));
  }

  private void stop(FatalReason reason, String message) {
    stopped = true;
    self.parts()
        .fatal()
        .stop(reason, message + ". Restart the server: it goes on from what its disk has.", null);
  }

  // ---- the kernel

  /** Broadcasts a proposal; on the leader only. */
  public void propose(Proposal proposal, long nowNanos) {
    served().propose(proposal, turns.at(nowNanos));
  }

  /** Sends a write to the leader; on others only. */
  public void forward(ForwardedRequest request) {
    served().forward(request);
  }

  /** Asks for a barrier. */
  public void sync(long ticket, long nowNanos) {
    served().sync(ticket, turns.at(nowNanos));
  }

  /** Asks the leader whether a session may be attached here; on others only. */
  public void revalidate(long sessionId, int timeout) {
    served().revalidate(sessionId, timeout);
  }

  /** Judges a change of the membership; on the leader only. */
  public MembershipChange reconfigure(Request.Reconfig request, long zxid) {
    return role == null
        ? new MembershipChange.Refused(ErrorCode.CONNECTION_LOSS, "this server has no role")
        : role.reconfigure(request, zxid);
  }

  /**
   * Puts a state that an operator brings in the place of what the ensemble has; on the leader only. See {@link Restoration}.
   *
   * @param done told the outcome, from within a later call
   */
  public void restore(StagedState state, Consumer<@Nullable Exception> done, long nowNanos) {
    turn(
        nowNanos,
        now -> {
          Restoration asked = new Restoration(state, done);
          if (restoration != null) {
            asked.refused("another state is being put in place");
          } else if (role instanceof Leader leader && leader.serving() && !self.ending().isOver()) {
            restoration = leader.restore(asked) ? asked : null;
          } else {
            asked.refused("this server does not lead; ask the one that does");
          }
        });
  }

  /** Closes the link of a learner, because an operator wants it; it may come back. */
  public void dropLearner(long serverId, long nowNanos) {
    turn(
        nowNanos,
        now -> {
          if (role instanceof Leader leader && !self.ending().isOver()) {
            leader.dropLearner(serverId);
          }
        });
  }

  /** The log is durable up to and including a zxid. */
  public void persisted(long zxid, long nowNanos) {
    self.history().persisted(zxid);
    inRole(nowNanos, (current, now) -> current.persisted(now));
  }

  private Role served() {
    if (role == null || !role.serving()) {
      throw new IllegalStateException("this server does not serve");
    }
    return role;
  }

  /** Where the server stands. Any thread. */
  public ConsensusStatus status() {
    return status.current();
  }

  // ---- turns

  @FunctionalInterface
  private interface Happening {
    void happens(Role role, long now);
  }

  private void inRole(long nowNanos, Happening happening) {
    turn(
        nowNanos,
        now -> {
          if (role != null && !self.ending().isOver()) {
            happening.happens(role, now);
          }
        });
  }

  private void turn(long nowNanos, LongConsumer input) {
    long now = turns.at(nowNanos);
    if (!stopped) {
      input.accept(now);
      goOn(now);
    }
  }

  /** Ends a role that is over, and begins what comes next as soon as it may. */
  private void goOn(long now) {
    Next next = self.ending().take();
    if (next != null && role != null) {
      endRole(role, next, now);
    }
    if (restoration != null && restoration.isOver(role, self.history().logged())) {
      restoration = null;
    }
    Next begins = pending;
    if (begins == null || !self.history().quiet() || now - nextAt < 0) {
      return;
    }
    if (settings.has(Defect.ZOOKEEPER_2845)) {
      self.history().forgetTail();
    } else {
      // Memory is now what a restart would find: whoever is asked for its history tells that.
      self.history().deliverAll();
    }
    if (unwritten()) {
      self.history().secure();
    } else {
      pending = null;
      begin(begins, now);
    }
  }

  /** An observer that keeps no log is to vote, or to lead: what it says of its history must be on its disk from now on. */
  private boolean unwritten() {
    return self.history().memoryOnly() && !self.memberships().observing();
  }

  private void endRole(Role over, Next next, long now) {
    boolean served = over.serving();
    role = null;
    pending = next;
    boolean delayed = next instanceof Next.Look && self.memberships().observing();
    nextAt = now + (delayed ? settings.observerDelayMs() * NANOS_PER_MS : 0);
    self.election().roleEnded();
    over.end("server " + self.id() + " has ended its role");
    if (served) {
      self.host().roles().look();
    }
    updateStatus();
  }

  // ---- between roles

  private void begin(Next next, long now) {
    switch (next) {
      case Next.Look _ -> look(now);
      case Next.Lead(Vote vote) -> take(ServerState.LEADING, vote, now);
      case Next.Learn(Vote vote) -> {
        boolean observing = self.memberships().observing();
        take(observing ? ServerState.OBSERVING : ServerState.FOLLOWING, vote, now);
      }
    }
  }

  private void look(long now) {
    lookingSince = now;
    self.election()
        .begin(
            self.history().claim(), self.epochs().current(), self.memberships().observing(), now);
  }

  private void take(ServerState state, Vote vote, long now) {
    if (readOnly) {
      readOnly = false;
      self.host().roles().look();
    }
    self.election().settled(state, vote);
    Role begun =
        switch (state) {
          case LEADING -> new Leader(self, vote);
          case FOLLOWING ->
              new Learner(self, vote, false, self.memberships().member(vote.leader()), 0);
          case OBSERVING -> {
            Masters.Master master = masters.next(vote.leader());
            yield new Learner(self, vote, true, master.server(), master.port());
          }
          case LOOKING -> throw new IllegalStateException("elected to look on");
        };
    log.info("{} after {} ms, vote {}", state, (now - lookingSince) / NANOS_PER_MS, vote);
    role = begun;
    begun.begin(now);
  }

  private final class Outcome implements ElectionOutcome {
    private long now() {
      return turns.now();
    }

    @Override
    public void elected(ServerState state, Vote vote) {
      take(state, vote, now());
    }

    @Override
    public void newerMembership(Membership membership) {
      Member before = self.memberships().me();
      self.memberships().commit(membership);
      log.info("A peer knows a newer membership; looking anew, as {} before", before);
      if (unwritten()) {
        self.election().roleEnded();
        pending = new Next.Look();
        nextAt = now();
      } else {
        look(now());
      }
    }

    @Override
    public void looksAgain(long serverId) {
      if (role != null && !self.ending().isOver()) {
        role.looksAgain(serverId, now());
      }
    }
  }

  private void updateStatus() {
    if (role != null) {
      role.show(status);
      return;
    }
    status.show(
        readOnly ? ConsensusStatus.Mode.READ_ONLY : ConsensusStatus.Mode.LOOKING,
        self.epochs().current(),
        -1,
        0);
  }
}
