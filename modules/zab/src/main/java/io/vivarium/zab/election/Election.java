package io.vivarium.zab.election;

import io.vivarium.model.ensemble.Membership;
import io.vivarium.zab.message.Notification;
import io.vivarium.zab.message.ServerState;
import io.vivarium.zab.message.Vote;
import io.vivarium.zab.port.ElectionNetwork;
import java.util.LinkedHashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Fast leader election. Every voter proposes itself, tells the others, and goes over to whatever proposal is better than its own; once a
 * quorum proposes the same, and nothing better arrived for a moment, that is the leader. A server that comes late is told by those that
 * have settled. The outcome is a good guess and no more: that there is one leader per epoch, with a history as long as any of its
 * quorum, is ensured by what follows.
 *
 * <p>It is always in one of three phases: between two roles, when it only listens; looking; and settled, when it tells those that look
 * what it lives by. A server on its own thread: not for use by several threads, never blocks, knows the time from its arguments only
 * (ns of a monotonic clock).
 */
public final class Election {
  private static final Logger log = LoggerFactory.getLogger(Election.class);
  private static final long NANOS_PER_MS = 1_000_000;

  /** A server that tells this as its last zxid has lost its data and does not know what it is talking about. */
  private static final long UNKNOWN_ZXID = -1;

  private enum Phase {
    BETWEEN,
    LOOKING,
    SETTLED
  }

  private final ElectionSettings settings;
  private final ElectionNetwork network;
  private final ElectionOutcome outcome;

  /** Votes of this round, mine among them. */
  private final Tally round = new Tally();

  /** Votes of servers that are not looking, whatever their round. */
  private final Tally settled = new Tally();

  /** What was put aside until the next election, or until this one is over: the last word of each voter. */
  private final Map<Long, Notification> aside = new LinkedHashMap<>();

  private Electorate electorate = new Electorate(Membership.NONE, null);
  private Phase phase = Phase.BETWEEN;

  /** While looking: whether this server only wants to learn. */
  private boolean observer;

  private long clock;

  /** While looking: the vote for this server itself, and the best one so far. When settled the latter is the outcome. */
  private Vote initial = Vote.none(0);

  private Vote proposal = initial;
  private ServerState state = ServerState.LOOKING;

  private long intervalNanos;
  private long repeatAtNanos;

  /** Whether a quorum agrees with the proposal, and since when. */
  private boolean agreed;

  private long agreedNanos;

  /** Whether voters without a connection were looked for since. */
  private boolean sought;

  /** The leader of an ensemble that works, once this server has found one. */
  private @Nullable Vote joined;

  /** An election between two roles; it needs {@link #members} first. */
  public Election(ElectionSettings settings, ElectionNetwork network, ElectionOutcome outcome) {
    this.settings = settings;
    this.network = network;
    this.outcome = outcome;
  }

  /**
   * Who votes from now on. Elections under way are begun anew by the caller.
   *
   * @param committed the membership in force; told to others too
   * @param proposed a newer one that may come into force; null when there is none
   */
  public void members(Membership committed, @Nullable Membership proposed) {
    electorate = new Electorate(committed, proposed);
  }

  /**
   * Looks for a leader, in a new round. Never ends before {@link #poll} or {@link #received} is called next.
   *
   * @param lastZxid end of this server's log; −1 when its data is lost and it must not vote
   * @param currentEpoch epoch of its history
   * @param observes whether it is to be an observer, which votes for nobody
   */
  public void begin(long lastZxid, long currentEpoch, boolean observes, long nowNanos) {
    phase = Phase.LOOKING;
    state = ServerState.LOOKING;
    observer = observes;
    clock++;
    long candidate =
        electorate.committed().votes(settings.serverId()) ? settings.serverId() : Long.MIN_VALUE;
    initial = observes ? Vote.none(clock) : new Vote(candidate, lastZxid, clock, currentEpoch);
    round.clear();
    settled.clear();
    intervalNanos = settings.minIntervalMs() * NANOS_PER_MS;
    repeatAtNanos = nowNanos + intervalNanos;
    joined = null;
    log.info(
        "Looking for a leader in round {}; the history ends at 0x{} of epoch {}{}",
        clock,
        Long.toHexString(lastZxid),
        currentEpoch,
        initial.leader() == settings.serverId() ? "" : ", this server does not vote");
    propose(initial);
    judge(nowNanos);
    Map<Long, Notification> before = new LinkedHashMap<>(aside);
    aside.clear();
    before.forEach((from, notification) -> handle(from, notification, nowNanos));
  }

  /**
   * A role has begun, or its epoch was confirmed: what those that look are told from now on.
   *
   * @param role anything but LOOKING
   * @param vote the outcome that this server lives by
   */
  public void settled(ServerState role, Vote vote) {
    if (role == ServerState.LOOKING) {
      throw new IllegalArgumentException("a server that is LOOKING has not settled");
    }
    phase = Phase.SETTLED;
    state = role;
    proposal = vote;
  }

  /**
   * The role has ended and the next election has not begun. What is said meanwhile is kept for it and not answered: the old outcome
   * would mislead those that ask.
   */
  public void roleEnded() {
    phase = Phase.BETWEEN;
    state = ServerState.LOOKING;
    aside.clear();
  }

  /**
   * A notification arrived.
   *
   * @param from number of the sender; negative for observers that have none
   */
  public void received(long from, Notification notification, long nowNanos) {
    Membership theirs = notification.membership();
    if (phase == Phase.LOOKING
        && settings.reconfig()
        && theirs != null
        && theirs.version() > electorate.committed().version()) {
      // Whoever is told may well begin anew from there; what follows looks at what is then.
      outcome.newerMembership(theirs);
    }
    handle(from, notification, nowNanos);
    if (over(nowNanos)) {
      conclude();
    }
  }

  /**
   * Does what time has made due.
   *
   * @return when to be called again at the latest; {@link Long#MAX_VALUE} for no wish
   */
  public long poll(long nowNanos) {
    if (phase != Phase.LOOKING) {
      return Long.MAX_VALUE;
    }
    if (over(nowNanos)) {
      conclude();
      return Long.MAX_VALUE;
    }
    if (nowNanos - repeatAtNanos >= 0) {
      repeat(nowNanos);
    }
    seekMissing();
    long quietEnds = agreedNanos + quietNanos();
    return agreed && quietEnds - repeatAtNanos < 0 ? quietEnds : repeatAtNanos;
  }

  /** The round of the last election that this server took part in. */
  public long round() {
    return clock;
  }

  // ---- what is answered at once

  private void handle(long from, Notification notification, long nowNanos) {
    boolean looks = notification.state() == ServerState.LOOKING;
    if (phase == Phase.BETWEEN) {
      // Observers repeat what they say, and there may be any number of them.
      if (electorate.votes(from)) {
        aside.put(from, notification);
      }
    } else if (!electorate.votes(from)) {
      // Only one that looks is answered: two servers that take each other for no voter would answer
      // answers for ever.
      if (looks) {
        tell(from, clock);
      }
    } else if (phase == Phase.LOOKING) {
      if (looks && notification.vote().round() < clock) {
        tell(from, clock);
      }
      count(from, notification, nowNanos);
    } else if (looks) {
      tell(from, proposal.round());
      if (state == ServerState.LEADING) {
        outcome.looksAgain(from);
      }
    }
  }

  private void tell(long to, long roundToTell) {
    Vote vote = new Vote(proposal.leader(), proposal.zxid(), roundToTell, proposal.epoch());
    network.notify(to, new Notification(state, vote, electorate.committed()));
  }

  // ---- the election proper

  private void count(long from, Notification notification, long nowNanos) {
    Vote vote = notification.vote();
    if (from == settings.serverId() || !electorate.votes(vote.leader()) || joined != null) {
      return;
    }
    switch (notification.state()) {
      case LOOKING -> countProposal(from, notification);
      case FOLLOWING, LEADING -> countOutcome(from, Ballot.of(notification));
      case OBSERVING -> {
        // It was told who leads, as this server wants to be: it is no witness.
      }
    }
    judge(nowNanos);
  }

  private void countProposal(long from, Notification notification) {
    Vote vote = notification.vote();
    if (initial.zxid() == UNKNOWN_ZXID || vote.zxid() == UNKNOWN_ZXID || vote.round() < clock) {
      return;
    }
    boolean better = electorate.beats(vote, proposal);
    if (vote.round() > clock) {
      if (agreed && !better) {
        // What a quorum agrees on is not given up for a vote that would not change it; its sender
        // is told how it ends.
        aside.put(from, notification);
        return;
      }
      clock = vote.round();
      round.clear();
      propose(electorate.beats(vote, initial) ? vote : inRound(initial));
    } else if (better) {
      propose(vote);
    } else if (electorate.beats(proposal, vote)) {
      // It may have been in a role still when it was told, and would hear of the proposal at its
      // next repetition only.
      tell(from, clock);
    }
    round.put(from, Ballot.proposal(vote));
  }

  private Vote inRound(Vote vote) {
    return new Vote(vote.leader(), vote.zxid(), clock, vote.epoch());
  }

  private void propose(Vote vote) {
    proposal = vote;
    agreed = false;
    if (electorate.votes(settings.serverId())) {
      round.put(settings.serverId(), Ballot.proposal(vote));
    }
    tellAll();
  }

  private void tellAll() {
    for (long voter : electorate.voters()) {
      if (voter != settings.serverId()) {
        tell(voter, clock);
      }
    }
  }

  private void repeat(long nowNanos) {
    if (network.someoneWasTold()) {
      tellAll();
    } else {
      network.connectAll();
    }
    intervalNanos = Math.min(2 * intervalNanos, settings.maxIntervalMs() * NANOS_PER_MS);
    repeatAtNanos = nowNanos + intervalNanos;
  }

  /**
   * A server that has settled tells of its leader. Of this round, it is a vote like others. Otherwise a quorum that has settled,
   * the leader itself among it, is an ensemble that works, to be joined whatever its round and whatever became of a membership that
   * this server knows as a proposal only.
   */
  private void countOutcome(long from, Ballot ballot) {
    Vote vote = ballot.vote();
    if (vote.round() == clock) {
      // In the round itself the leader's name is enough, so the votes are kept as if they told no
      // epoch (ZOOKEEPER-1805).
      round.put(from, ballot.unversioned());
      if (confirmed(round, ballot)) {
        joined = vote;
        return;
      }
    }
    settled.put(from, ballot);
    if (confirmed(settled, ballot)) {
      clock = vote.round();
      joined = vote;
    }
  }

  private boolean confirmed(Tally tally, Ballot ballot) {
    long leader = ballot.vote().leader();
    boolean leads =
        leader == settings.serverId() ? ballot.vote().round() == clock : tally.saysItLeads(leader);
    return leads && electorate.quorumOfOne(id -> tally.agrees(id, ballot));
  }

  // ---- the end

  /** Looks whether a quorum agrees with the proposal. */
  private void judge(long nowNanos) {
    boolean agrees = electorate.quorum(this::agreesWithMe);
    if (agrees && !agreed) {
      agreedNanos = nowNanos;
      sought = false;
    }
    agreed = agrees;
  }

  private boolean agreesWithMe(long voter) {
    return round.agrees(voter, Ballot.proposal(proposal));
  }

  private boolean over(long nowNanos) {
    return phase == Phase.LOOKING
        && (joined != null || (agreed && nowNanos - (agreedNanos + quietNanos()) >= 0));
  }

  /**
   * How long a better vote is waited for. It can only come from voters that have not agreed: when there are none, not at all. From those
   * without a connection it would have to come by way of others, which have had the time to say so when they agreed; so the wait
   * is short for them. For one that was connected and is not found any more there is no wait: this is the common case of a
   * leader that died.
   */
  private long quietNanos() {
    long longest = 0;
    for (long voter : electorate.voters()) {
      if (!agreesWithMe(voter)) {
        longest = Math.max(longest, quietMs(voter));
      }
    }
    return longest * NANOS_PER_MS;
  }

  /** Where only voters without a connection are waited for, it is found out whether they are gone: the wait may end with that. */
  private void seekMissing() {
    if (agreed && !sought && electorate.voters().stream().anyMatch(this::isMissed)) {
      sought = true;
      network.connectAll();
    }
  }

  private boolean isMissed(long voter) {
    return !agreesWithMe(voter) && network.reach(voter) == ElectionNetwork.Reach.APART;
  }

  private long quietMs(long voter) {
    return switch (network.reach(voter)) {
      case LINKED -> settings.quietMs();
      case APART -> settings.quietUnlinkedMs();
      case GONE -> 0;
    };
  }

  private void conclude() {
    Vote vote = joined == null ? proposal : joined;
    boolean leads = vote.leader() == settings.serverId();
    ServerState learning = observer ? ServerState.OBSERVING : ServerState.FOLLOWING;
    settled(leads ? ServerState.LEADING : learning, vote);
    aside.keySet().forEach(voter -> tell(voter, vote.round()));
    aside.clear();
    log.info(
        "Server {} leads by the election of round {}: this server is {}",
        vote.leader(),
        vote.round(),
        state);
    outcome.elected(state, vote);
  }
}
