package io.vivarium.zab;

import io.vivarium.model.OpCode;
import io.vivarium.model.Zxid;
import io.vivarium.model.ensemble.Membership.Member;
import io.vivarium.spi.consensus.Proposal;
import io.vivarium.spi.consensus.SessionLiveness.TouchedSession;
import io.vivarium.zab.LearnerLink.Phase;
import io.vivarium.zab.message.QuorumMessage;
import io.vivarium.zab.message.QuorumMessage.Ack;
import io.vivarium.zab.message.QuorumMessage.AckEpoch;
import io.vivarium.zab.message.QuorumMessage.Inform;
import io.vivarium.zab.message.QuorumMessage.InformAndActivate;
import io.vivarium.zab.message.QuorumMessage.LeaderInfo;
import io.vivarium.zab.message.QuorumMessage.LearnerInfo;
import io.vivarium.zab.message.QuorumMessage.Pong;
import io.vivarium.zab.message.QuorumMessage.Request;
import io.vivarium.zab.message.QuorumMessage.Revalidate;
import io.vivarium.zab.message.QuorumMessage.UpToDate;
import java.util.LinkedHashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * A follower that serves observers, so that the leader does not have to: to them it is the leader. It tells them what is committed
 * when it has delivered it itself, and passes on what they ask. Invariant: an observer is never told what is not committed.
 */
final class ObserverMaster implements LiveStream {
  private static final Logger log = LoggerFactory.getLogger(ObserverMaster.class);

  private final Self self;
  private final long epoch;
  private final Upstream upstream;
  private final LearnerLinks observers;
  private final HistorySync histories;
  private final Liveness liveness;
  private final Map<Long, Integer> touched = new LinkedHashMap<>();

  /** The way to the leader; answers come back with the link of the observer. */
  interface Upstream {
    void forward(Request request);

    void sync(long observerLink);

    void revalidate(Revalidate asked, long observerLink);
  }

  ObserverMaster(Self self, long epoch, Upstream upstream) {
    this.self = self;
    this.epoch = epoch;
    this.upstream = upstream;
    this.observers = new LearnerLinks(self.links());
    this.histories = new HistorySync(self, observers, this, false);
    this.liveness = new Liveness(self, observers, self.settings().observerMasterBytes());
  }

  void begin(Member me, long now) {
    liveness.begin(now);
    self.links().accept(me, self.settings().ensemble().options().observerMasterPort());
  }

  void end(String reason) {
    self.links().acceptNoMore();
    observers.dropAll(reason);
  }

  // ---- what they join

  @Override
  public long committed() {
    return self.history().delivered();
  }

  @Override
  public boolean established() {
    return true;
  }

  @Override
  public boolean isOutstanding(long zxid) {
    return false;
  }

  @Override
  public void sendOutstanding(LearnerLink learner, long after) {
    // An observer is told of what is committed only.
  }

  /**
   * A txn was delivered.
   *
   * @param designated who is to lead after it, when it changes the membership; null when it does not
   */
  void committed(Proposal txn, @Nullable Long designated) {
    QuorumMessage message =
        designated == null
            ? new Inform(txn.zxid(), txn.txn())
            : new InformAndActivate(txn.zxid(), designated, txn.txn());
    for (LearnerLink observer : observers.view()) {
      if (observer.reached(Phase.SYNCING)) {
        observers.send(observer, message);
      }
    }
  }

  // ---- links

  void accepted(long link, long now) {
    observers.add(link, now + self.initNanos());
  }

  void closed(long link, String reason) {
    LearnerLink gone = observers.forget(link);
    if (gone != null) {
      log.info("The link of {} is closed: {}", gone, reason);
    }
  }

  /** What an observer has is committed: it must not be truncated because this server has not heard of it yet. */
  private boolean isAhead(long zxid) {
    return zxid > self.history().delivered() && Zxid.counter(zxid) != 0;
  }

  void received(long link, QuorumMessage message, long now) {
    LearnerLink observer = observers.find(link);
    if (observer == null) {
      return;
    }
    boolean serves = observer.phase() == Phase.SERVING;
    if (serves) {
      observer.heard(now + self.syncNanos());
    }
    switch (message) {
      case LearnerInfo info -> introduced(observer, info, now);
      case AckEpoch promise when observer.phase() == Phase.PROMISING -> {
        if (isAhead(promise.lastZxid())) {
          observers.drop(
              observer, "is ahead of this server; the leader or another follower is not");
          return;
        }
        observer.claim(promise.lastZxid());
        observer.proceed(Phase.PROMISED, now + self.initNanos());
        histories.tell(observer, epoch, now);
      }
      case Ack(long zxid) when observer.reached(Phase.SYNCING) && zxid == Zxid.of(epoch, 0) ->
          acknowledged(observer, now);
      case Pong pong when serves -> touched(pong);
      case Request request when serves && request.opCode() == OpCode.SYNC.code() ->
          upstream.sync(link);
      case Request request when serves -> upstream.forward(request);
      case Revalidate asked when serves -> upstream.revalidate(asked, link);
      case QuorumMessage other ->
          observers.drop(observer, "sent " + other.getClass().getSimpleName() + " out of place");
    }
  }

  private void introduced(LearnerLink observer, LearnerInfo info, long now) {
    String objection =
        info.observer() ? Admission.objection(observer, info, self) : "is no observer";
    if (objection != null) {
      observers.drop(observer, objection);
      return;
    }
    observers.named(observer, info.serverId(), true);
    observer.proceed(Phase.PROMISING, now + self.initNanos());
    observers.send(observer, new LeaderInfo(epoch, LearnerInfo.PROTOCOL));
  }

  private void acknowledged(LearnerLink observer, long now) {
    if (observer.phase() == Phase.SYNCING) {
      observer.proceed(Phase.SERVING, now + self.syncNanos());
      observers.send(observer, new UpToDate());
    }
  }

  // ---- what they ask

  private void touched(Pong pong) {
    for (int i = 0; i < pong.sessionIds().length; i++) {
      touched.put(pong.sessionIds()[i], pong.timeouts()[i]);
    }
  }

  /** Hands over and forgets the sessions that observers have heard of. */
  void drainTouched(TouchedSession to) {
    touched.forEach(to::touched);
    touched.clear();
  }

  /** Sends an answer of the leader on; ignored when the observer is gone. */
  void answer(long link, QuorumMessage answer) {
    LearnerLink observer = observers.find(link);
    if (observer != null) {
      observers.send(observer, answer);
    }
  }

  // ---- time

  long poll(long now) {
    if (liveness.isDue(now)) {
      liveness.ping(self.history().delivered(), now);
    }
    return liveness.due();
  }

  int peers() {
    return observers.inStream();
  }
}
