package io.vivarium.zab;

import io.vivarium.model.Zxid;
import io.vivarium.model.ensemble.Membership;
import io.vivarium.spi.consensus.Proposal;
import io.vivarium.zab.LearnerLink.Phase;
import io.vivarium.zab.SyncPlan.Diff;
import io.vivarium.zab.SyncPlan.ReadLog;
import io.vivarium.zab.SyncPlan.Snap;
import io.vivarium.zab.SyncPlan.Trunc;
import io.vivarium.zab.message.QuorumMessage;
import io.vivarium.zab.message.QuorumMessage.Commit;
import io.vivarium.zab.message.QuorumMessage.NewLeader;
import io.vivarium.zab.message.QuorumMessage.Propose;
import io.vivarium.zab.port.HistoryPart;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Brings learners of a leader to its history. The plan is made, everything that belongs to it sent, and the learner made part of the live
 * stream in one turn; so nothing falls between what it is told of the past and what it is told from now on.
 */
final class HistorySync {
  private static final Logger log = LoggerFactory.getLogger(HistorySync.class);

  /** As many as there can be links; learners choose their own numbers. */
  private static final int MOST_REMEMBERED = 1024;

  private final Self self;
  private final LearnerLinks learners;
  private final LiveStream live;
  private final boolean readsLog;

  /**
   * Learners that were told to go back, with what they claimed then. Who comes back with the same claim could not: whoever was given a
   * state once may have no history before it. (ZooKeeper's follower ends its process then, and its leader tells it the same again.)
   */
  private final Map<Long, Long> toldToGoBack = new HashMap<>();

  /**
   * For the learners of a leader, or of a follower that serves observers.
   *
   * @param readsLog whether the log on disk may be read for them
   */
  HistorySync(Self self, LearnerLinks learners, LiveStream live, boolean readsLog) {
    this.self = self;
    this.learners = learners;
    this.live = live;
    this.readsLog = readsLog;
  }

  /** Tells a learner, which has promised itself to the epoch, the history; or has the log read for it first. */
  void tell(LearnerLink learner, long epoch, long now) {
    long claim = learner.claim();
    if (live.isOutstanding(claim)) {
      // It has proposals of this very epoch that are on their way: no other leader can have made
      // them, so they are the same.
      learner.settledUpTo(claim);
      send(learner, new Diff(claim, List.of()), claim, epoch, now);
      return;
    }
    Long before = toldToGoBack.remove(learner.serverId());
    SyncPlan plan =
        before != null && before == claim
            ? new Snap()
            : SyncPlan.of(claim, live.committed(), self.history().recent(), readableFrom());
    if (plan instanceof ReadLog(long after, long upTo)) {
      learner.proceed(Phase.READING, now + self.initNanos());
      self.parts().work().readHistory(learner.link(), after, upTo);
      return;
    }
    send(learner, plan, self.history().delivered(), epoch, now);
  }

  /** The log was read for a learner; null when it is to have the state instead. */
  void read(LearnerLink learner, @Nullable HistoryPart part, long epoch, long now) {
    SyncPlan plan =
        part == null ? new Snap() : SyncPlan.of(learner.claim(), part, self.history().recent());
    send(learner, plan, self.history().delivered(), epoch, now);
  }

  private long readableFrom() {
    if (!readsLog || self.settings().ensemble().options().historyShare() < 0) {
      return Long.MAX_VALUE;
    }
    return self.has(Defect.ZOOKEEPER_2846) ? 0 : self.history().floor();
  }

  /** Sends all of it; {@code upTo} is what the learner has been told then. */
  private void send(LearnerLink learner, SyncPlan plan, long upTo, long epoch, long now) {
    boolean early = self.has(Defect.ZOOKEEPER_3104) && !(plan instanceof Snap);
    switch (plan) {
      case Diff(long target, List<Proposal> txns) -> {
        learners.send(learner, new QuorumMessage.Diff(target));
        if (early) {
          sendNewLeader(learner, epoch);
        }
        sendCommitted(learner, txns);
      }
      case Trunc(long zxid, List<Proposal> txns) -> {
        if (toldToGoBack.size() < MOST_REMEMBERED) {
          toldToGoBack.put(learner.serverId(), learner.claim());
        }
        learners.send(learner, new QuorumMessage.Trunc(zxid));
        if (early) {
          sendNewLeader(learner, epoch);
        }
        sendCommitted(learner, txns);
      }
      case Snap() -> {
        learners.send(learner, new QuorumMessage.Snap(upTo));
        self.links().sendState(learner.link());
      }
      case ReadLog _ -> throw new IllegalStateException("the log was to be read before");
    }
    if (!learner.observer()) {
      live.sendOutstanding(learner, upTo);
    }
    if (!early) {
      sendNewLeader(learner, epoch);
    }
    learner.proceed(Phase.SYNCING, now + self.initNanos() + self.syncNanos());
    self.parts().figures().connected(learner.serverId());
    if (plan instanceof Snap) {
      self.parts().figures().sendsState(learners.bringingUp());
    } else {
      self.parts().figures().sendsTxns(learners.bringingUp());
    }
    log.info(
        "{} has history up to {} and is told: {}", learner, Zxid.text(learner.claim()), text(plan));
  }

  private void sendCommitted(LearnerLink learner, List<Proposal> txns) {
    for (Proposal txn : txns) {
      learners.send(learner, new Propose(txn.zxid(), txn.txn()));
      learners.send(learner, new Commit(txn.zxid()));
    }
  }

  private void sendNewLeader(LearnerLink learner, long epoch) {
    // ZooKeeper tells the last seen one always, and its learners take it for being in force.
    Memberships memberships = self.memberships();
    Membership told = live.established() ? memberships.committed() : memberships.lastSeen();
    learners.send(learner, new NewLeader(Zxid.of(epoch, 0), told.dynamicText()));
  }

  private static String text(SyncPlan plan) {
    return switch (plan) {
      case Diff(long target, List<Proposal> txns) ->
          txns.size() + " txns, up to " + Zxid.text(target);
      case Trunc(long zxid, List<Proposal> txns) ->
          "to forget what comes after " + Zxid.text(zxid) + ", then " + txns.size() + " txns";
      case Snap() -> "the whole state";
      case ReadLog _ -> "to wait";
    };
  }
}
