package io.vivarium.zab;

import io.vivarium.model.MalformedFrameException;
import io.vivarium.model.OpCode;
import io.vivarium.model.Request;
import io.vivarium.model.Zxid;
import io.vivarium.model.ensemble.Membership;
import io.vivarium.model.ensemble.Membership.Member;
import io.vivarium.spi.consensus.ConsensusStatus;
import io.vivarium.spi.consensus.ForwardedRequest;
import io.vivarium.spi.consensus.MembershipChange;
import io.vivarium.spi.consensus.Proposal;
import io.vivarium.zab.Ending.Next;
import io.vivarium.zab.LearnerLink.Phase;
import io.vivarium.zab.message.QuorumMessage;
import io.vivarium.zab.message.QuorumMessage.Ack;
import io.vivarium.zab.message.QuorumMessage.AckEpoch;
import io.vivarium.zab.message.QuorumMessage.LeaderInfo;
import io.vivarium.zab.message.QuorumMessage.LearnerInfo;
import io.vivarium.zab.message.QuorumMessage.Ping;
import io.vivarium.zab.message.QuorumMessage.Pong;
import io.vivarium.zab.message.QuorumMessage.Revalidate;
import io.vivarium.zab.message.QuorumMessage.Revalidated;
import io.vivarium.zab.message.QuorumMessage.UpToDate;
import io.vivarium.zab.message.ServerState;
import io.vivarium.zab.message.Vote;
import io.vivarium.zab.port.HistoryPart;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * A server that was elected. It agrees with a quorum on an epoch, brings the quorum to its own history, and only then leads: it gives
 * out zxids, and its clients write. Invariant: what it does as the leader of an epoch it does after a quorum has its history on disk.
 */
final class Leader implements Role {
  private static final Logger log = LoggerFactory.getLogger(Leader.class);
  private static final long NANOS_PER_MS = 1_000_000;

  private enum Stage {
    /** A quorum is to say which epochs it has accepted. */
    EPOCH,
    /** A quorum is to promise itself to the new one. */
    PROMISE,
    /** A quorum is to acknowledge the leader's history. */
    HISTORY,
    /** The epoch is established. */
    LEADING,
    /** A state that was brought is put in place; nobody is served, and the epoch ends with it. */
    RESTORING
  }

  private final Self self;
  private final Vote vote;
  private final LearnerLinks learners;
  private final EpochAgreement agreement;
  private final Broadcast broadcast;
  private final HistorySync histories;
  private final Barriers barriers;
  private final Reconfiguration reconfiguration;
  private final Liveness liveness;
  private Stage stage = Stage.EPOCH;
  private long began;
  private long stageEnds;

  /** A change of the membership that was accepted and is proposed next. */
  private @Nullable Membership accepted;

  private @Nullable Restoration restoration;

  /** Whether the counter of this epoch is used up. */
  private boolean exhausted;

  Leader(Self self, Vote vote) {
    this.self = self;
    this.vote = vote;
    this.learners = new LearnerLinks(self.links());
    this.agreement =
        new EpochAgreement(
            self.id(),
            self.memberships().committed(),
            self.epochs().current(),
            self.history().claim(),
            self.has(Defect.ZOOKEEPER_2959));
    this.broadcast = new Broadcast(self, learners, self.history().logged(), this::activate);
    this.histories = new HistorySync(self, learners, broadcast, true);
    this.barriers = new Barriers(self, learners, broadcast);
    broadcast.beforeCommit(barriers::before);
    this.liveness = new Liveness(self, learners, self.settings().backlogBytes());
    this.reconfiguration = new Reconfiguration(self, learners);
  }

  // ---- becoming the leader

  @Override
  public void begin(long now) {
    Member me = self.memberships().me();
    if (me == null) {
      self.leave("this server is no member of the ensemble it was elected by");
      return;
    }
    began = now;
    liveness.begin(now);
    stageEnds = now + self.initNanos();
    self.links().accept(me, 0);
    if (agreement.propose(self.id(), self.epochs().greatest())) {
      epochDecided(now);
    }
  }

  /** A quorum, this server in it, has told its epochs: the next one is promised before anybody hears of it. */
  private void epochDecided(long now) {
    stage = Stage.PROMISE;
    stageEnds = now + self.initNanos();
    self.epochs().accept(agreement.epoch());
    log.info(
        "Epoch {} is agreed on; last zxid {}",
        agreement.epoch(),
        Zxid.text(self.history().logged()));
    for (LearnerLink learner : learners.all()) {
      if (learner.phase() == Phase.WAITING) {
        tellEpoch(learner, now);
      }
    }
    if (agreement.promise(self.id(), self.epochs().current(), self.history().claim())) {
      promised(now);
    }
  }

  private void tellEpoch(LearnerLink learner, long now) {
    learner.proceed(Phase.PROMISING, now + self.initNanos());
    learners.send(learner, new LeaderInfo(agreement.epoch(), LearnerInfo.PROTOCOL));
  }

  /** A quorum is promised and has no history that this server lacks: its history is the history of the epoch. */
  private void promised(long now) {
    stage = Stage.HISTORY;
    stageEnds = now + self.initNanos();
    self.epochs().enter(agreement.epoch());
    if (self.reconfig() && self.memberships().lastSeen().version() == 0) {
      long version = Zxid.of(agreement.epoch(), 0);
      self.memberships().propose(self.memberships().committed().withVersion(version));
    }
    for (LearnerLink learner : learners.all()) {
      if (learner.phase() == Phase.PROMISED) {
        histories.tell(learner, agreement.epoch(), now);
      }
    }
    establish(now);
  }

  /** Begins to lead once a quorum has the history on disk. */
  private void establish(long now) {
    if (stage != Stage.HISTORY || !acknowledged()) {
      return;
    }
    stage = Stage.LEADING;
    long epoch = agreement.epoch();
    broadcast.open(epoch);
    log.info("Leading epoch {} with a quorum after {} ms", epoch, (now - began) / NANOS_PER_MS);
    Membership before = self.memberships().committed();
    boolean stays = reconfiguration.staysLeader(before, self.memberships().lastSeen());
    self.memberships().commit(self.memberships().lastSeen());
    if (!stays) {
      learners.all().forEach(learner -> serve(learner, now));
      self.leave("the membership that came into force moves the lead away from this server");
      return;
    }
    self.election()
        .settled(ServerState.LEADING, new Vote(self.id(), vote.zxid(), vote.round(), epoch));
    self.memberships().show();
    self.host().roles().lead(epoch, Zxid.of(epoch, 0));
    learners.all().forEach(learner -> serve(learner, now));
  }

  private boolean acknowledged() {
    return self.memberships()
        .quorums()
        .isQuorum(id -> id == self.id() || learners.votes(id, Phase.SYNCED));
  }

  /** What a learner came with is in its memory: it must not show it to clients before it is committed. */
  private void serve(LearnerLink learner, long now) {
    boolean shows = learner.settledUpTo() <= broadcast.committed();
    if (stage == Stage.LEADING && learner.phase() == Phase.SYNCED && shows) {
      learner.proceed(Phase.SERVING, now + self.syncNanos());
      learners.send(learner, new UpToDate());
    }
  }

  // ---- links

  @Override
  public void linkAccepted(long link, long now) {
    if (stage == Stage.RESTORING) {
      self.links().close(link, "the state is being replaced");
      return;
    }
    learners.add(link, now + self.initNanos());
  }

  @Override
  public void linkClosed(long link, String reason, long now) {
    LearnerLink gone = learners.forget(link);
    if (gone != null) {
      log.info("The link of {} is closed: {}", gone, reason);
    }
  }

  void dropLearner(long serverId) {
    LearnerLink learner = learners.of(serverId);
    if (learner != null) {
      learners.drop(learner, "an operator has ended it");
    }
  }

  @Override
  public void acceptFailed(String reason) {
    self.leave("learners cannot connect: " + reason);
  }

  @Override
  public void received(long link, QuorumMessage message, long now) {
    LearnerLink learner = learners.find(link);
    if (learner == null) {
      return;
    }
    if (learner.phase() == Phase.SERVING) {
      learner.heard(now + self.syncNanos());
    }
    if (stage == Stage.RESTORING) {
      // Of an epoch that is over but for the state that ends it.
      return;
    }
    switch (message) {
      case LearnerInfo info -> introduced(learner, info, now);
      case AckEpoch promise -> promises(learner, promise, now);
      case Ack ack -> acked(learner, ack.zxid(), now);
      case Pong pong -> ponged(learner, pong);
      case QuorumMessage.Request request -> requested(learner, request);
      case Revalidate asked -> revalidates(learner, asked);
      case LeaderInfo _,
          QuorumMessage.Diff _,
          QuorumMessage.Trunc _,
          QuorumMessage.Snap _,
          QuorumMessage.NewLeader _,
          UpToDate _,
          QuorumMessage.Propose _,
          QuorumMessage.Commit _,
          QuorumMessage.Inform _,
          QuorumMessage.CommitAndActivate _,
          QuorumMessage.InformAndActivate _,
          QuorumMessage.Sync _,
          Revalidated _,
          Ping _ ->
          refuse(learner, message);
    }
  }

  private void refuse(LearnerLink learner, QuorumMessage message) {
    learners.drop(learner, "sent " + message.getClass().getSimpleName() + " out of place");
  }

  // ---- discovery

  private void introduced(LearnerLink learner, LearnerInfo info, long now) {
    String objection = Admission.objection(learner, info, self);
    if (objection != null) {
      learners.drop(learner, objection);
      return;
    }
    if (leftBehind(info)) {
      return;
    }
    learners.named(learner, info.serverId(), info.observer());
    learner.proceed(Phase.WAITING, now + self.initNanos());
    boolean counts = !info.observer() || self.has(Defect.ZOOKEEPER_2959);
    if (stage == Stage.EPOCH) {
      if (agreement.propose(counts ? info.serverId() : -1, info.acceptedEpoch())) {
        epochDecided(now);
      }
    } else {
      tellEpoch(learner, now);
    }
  }

  /**
   * A voter that is promised to a later epoch can never follow in this one: its leader stopped before it led, and nobody else heard of
   * it. Until the next election the ensemble would be one voter short, so that election is now.
   */
  private boolean leftBehind(LearnerInfo info) {
    boolean later = agreement.decided() && info.acceptedEpoch() > agreement.epoch();
    if (!later || !self.memberships().committed().votes(info.serverId())) {
      return false;
    }
    self.epochs().hear(info.acceptedEpoch());
    self.leave(
        "server "
            + info.serverId()
            + " is promised to epoch "
            + info.acceptedEpoch()
            + " and cannot follow in epoch "
            + agreement.epoch());
    return true;
  }

  private void promises(LearnerLink learner, AckEpoch promise, long now) {
    if (learner.phase() != Phase.PROMISING) {
      refuse(learner, promise);
      return;
    }
    if (!agreement.admits(promise.currentEpoch(), promise.lastZxid())) {
      learners.drop(
          learner,
          "has a longer history than the leader: epoch "
              + promise.currentEpoch()
              + ", zxid "
              + Zxid.text(promise.lastZxid()));
      return;
    }
    learner.claim(promise.lastZxid());
    learner.proceed(Phase.PROMISED, now + self.initNanos());
    if (agreement.promised()) {
      histories.tell(learner, agreement.epoch(), now);
    } else if (agreement.promise(countedAs(learner), promise.currentEpoch(), promise.lastZxid())) {
      promised(now);
    }
  }

  private long countedAs(LearnerLink learner) {
    return learner.observer() && !self.has(Defect.ZOOKEEPER_2959) ? -1 : learner.serverId();
  }

  @Override
  public void neverHad(long now) {
    // Asked for while this server learned.
  }

  @Override
  public void historyRead(long link, @Nullable HistoryPart part, long now) {
    LearnerLink learner = learners.find(link);
    if (learner != null && learner.phase() == Phase.READING) {
      histories.read(learner, part, agreement.epoch(), now);
    }
  }

  // ---- acknowledgements

  private void acked(LearnerLink learner, long zxid, long now) {
    if (learner.phase() == Phase.SYNCING) {
      if (zxid != Zxid.of(agreement.epoch(), 0)) {
        learners.drop(
            learner, "acknowledged " + Zxid.text(zxid) + " before the history it was told");
        return;
      }
      learner.proceed(Phase.SYNCED, now + self.initNanos() + self.syncNanos());
      learner.acked(Math.max(zxid, learner.settledUpTo()), now);
      log.info("{} has the history of epoch {}", learner, agreement.epoch());
      establish(now);
      advance(now);
      serve(learner, now);
    } else if (!learner.reached(Phase.SYNCED) || (learner.observer() && Zxid.counter(zxid) != 0)) {
      refuse(learner, new Ack(zxid));
    } else if (zxid > broadcast.proposed()) {
      learners.drop(learner, "acknowledged " + Zxid.text(zxid) + ", which was never proposed");
    } else if (Zxid.counter(zxid) != 0) {
      long took = learner.acked(zxid, now);
      if (took >= 0) {
        self.parts().figures().acked(learner.serverId(), took, broadcast.proposed() - zxid);
      }
      advance(now);
    }
  }

  private void advance(long now) {
    if (restoration != null) {
      restoration.goOn(self);
    }
    if (stage != Stage.LEADING) {
      return;
    }
    broadcast.advance();
    barriers.advance();
    for (LearnerLink learner : learners.view()) {
      serve(learner, now);
    }
  }

  @Override
  public void persisted(long now) {
    advance(now);
  }

  // ---- what learners ask

  private void ponged(LearnerLink learner, Pong pong) {
    if (learner.phase() != Phase.SERVING) {
      refuse(learner, pong);
      return;
    }
    for (int i = 0; i < pong.sessionIds().length; i++) {
      self.host().sessions().touch(pong.sessionIds()[i], pong.timeouts()[i]);
    }
    if (pong.last()) {
      learner.ponged();
      barriers.advance();
    }
  }

  private void requested(LearnerLink learner, QuorumMessage.Request request) {
    if (learner.phase() != Phase.SERVING) {
      refuse(learner, request);
      return;
    }
    if (request.opCode() == OpCode.SYNC.code()) {
      barriers.remote(learner);
      return;
    }
    try {
      self.host()
          .delivery()
          .submit(
              new ForwardedRequest(
                  request.sessionId(),
                  request.cxid(),
                  request.opCode(),
                  request.authIds() == null ? List.of() : request.authIds(),
                  request.body(),
                  learner.link()));
    } catch (MalformedFrameException e) {
      learners.drop(learner, "forwarded a request that cannot be read: " + e.getMessage());
    }
  }

  private void revalidates(LearnerLink learner, Revalidate asked) {
    if (learner.phase() != Phase.SERVING) {
      refuse(learner, asked);
      return;
    }
    boolean valid =
        self.host().sessions().reattach(asked.sessionId(), asked.timeout(), learner.link());
    learners.send(learner, new Revalidated(asked.sessionId(), valid));
  }

  // ---- the kernel

  @Override
  public void propose(Proposal proposal, long now) {
    if (stage != Stage.LEADING) {
      throw new IllegalStateException(Zxid.text(proposal.zxid()) + " proposed before leading");
    }
    if (exhausted || Zxid.counter(proposal.zxid()) == Zxid.MAX_COUNTER) {
      // Whoever proposed it learns from the role's end that the outcome is unknown, and it has
      // none.
      exhausted = true;
      return;
    }
    Membership change = accepted;
    accepted = null;
    if (change != null && change.version() != proposal.zxid()) {
      throw new IllegalStateException(
          Zxid.text(proposal.zxid()) + " proposed, a change of the membership was to be next");
    }
    if (change != null) {
      self.memberships().propose(change);
    }
    broadcast.propose(proposal, change, now);
    advance(now);
  }

  @Override
  public MembershipChange reconfigure(Request.Reconfig request, long zxid) {
    if (stage != Stage.LEADING) {
      return Role.super.reconfigure(request, zxid);
    }
    MembershipChange answer = reconfiguration.judge(request, zxid);
    if (answer instanceof MembershipChange.Accepted change) {
      accepted = change.next();
    }
    return answer;
  }

  /** Begins to put a state in the place of everything; false when it was refused. */
  boolean restore(Restoration asked) {
    if (asked.isRefused(self, learners, broadcast.proposed())) {
      return false;
    }
    stage = Stage.RESTORING;
    restoration = asked;
    self.host().roles().look();
    for (LearnerLink learner : learners.all()) {
      learner.untimed();
      if (!learner.reached(Phase.SERVING)) {
        learners.drop(learner, "the state is being replaced");
      }
    }
    asked.goOn(self);
    return true;
  }

  /** A change is committed. When the lead goes elsewhere, nothing is committed after it: the next leader does that. */
  private long activate(Membership next, long zxid) {
    Membership before = self.memberships().committed();
    long leader = reconfiguration.designated(before, next, zxid);
    self.memberships().commit(next);
    if (leader != self.id()) {
      Vote following = new Vote(leader, zxid, vote.round(), agreement.epoch());
      self.leave(
          "server " + leader + " is to lead after " + Zxid.text(zxid), new Next.Learn(following));
    }
    return leader;
  }

  @Override
  public void forward(ForwardedRequest request) {
    throw new IllegalStateException("a leader forwards nothing");
  }

  @Override
  public void sync(long ticket, long now) {
    if (stage != Stage.LEADING) {
      throw new IllegalStateException("sync " + ticket + " before leading");
    }
    barriers.local(ticket);
  }

  @Override
  public void revalidate(long sessionId, int timeout) {
    throw new IllegalStateException("a leader asks nobody about sessions");
  }

  // ---- time

  @Override
  public long poll(long now) {
    if (exhausted) {
      self.leave(
          "the counter of epoch " + agreement.epoch() + " is used up; a new epoch is needed");
      return now;
    }
    if (stage.compareTo(Stage.LEADING) < 0 && now - stageEnds >= 0) {
      self.leave(
          "no quorum within initLimit ("
              + self.timing().initMs()
              + " ms), stage "
              + stage
              + ", links: "
              + learners.all());
      return now;
    }
    if (liveness.isDue(now)) {
      liveness.ping(broadcast.proposed(), now);
      barriers.join();
      if (stage == Stage.LEADING && liveness.judges() && !acknowledged()) {
        self.leave("no quorum of followers is in sync any more: " + learners.all());
      }
    }
    return liveness.due();
  }

  @Override
  public void looksAgain(long serverId, long now) {
    long patience = self.settings().epochPatienceMs();
    if (stage == Stage.EPOCH && patience >= 0 && now - began > patience * NANOS_PER_MS) {
      self.leave("server " + serverId + " looks for a leader again and does not follow");
    }
  }

  // ---- the end

  @Override
  public void end(String reason) {
    self.links().acceptNoMore();
    learners.dropAll(reason);
  }

  @Override
  public void stateSettled(long now) {
    self.leave("the state that was brought is in place, and a new epoch begins with it");
  }

  @Override
  public boolean serving() {
    return stage == Stage.LEADING;
  }

  @Override
  public void show(ShownStatus to) {
    long epoch = self.epochs().current();
    if (serving()) {
      to.lead(epoch, self.id(), learners);
    } else {
      to.show(ConsensusStatus.Mode.LOOKING, epoch, -1, learners.inStream());
    }
  }
}
