package io.vivarium.zab;

import io.vivarium.model.Zxid;
import io.vivarium.model.ensemble.Membership;
import io.vivarium.spi.consensus.Proposal;
import io.vivarium.zab.LearnerLink.Phase;
import io.vivarium.zab.message.QuorumMessage;
import io.vivarium.zab.message.QuorumMessage.Commit;
import io.vivarium.zab.message.QuorumMessage.CommitAndActivate;
import io.vivarium.zab.message.QuorumMessage.Inform;
import io.vivarium.zab.message.QuorumMessage.InformAndActivate;
import io.vivarium.zab.message.QuorumMessage.Propose;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.function.LongConsumer;
import org.jspecify.annotations.Nullable;

/**
 * The stream of an established leader. Invariants: proposals are gap-free and in order; one is committed when a quorum of every
 * membership that was in force when it was proposed has it on disk, and its predecessor is committed; every learner in the stream is
 * sent the same, in this order.
 */
final class Broadcast implements LiveStream {
  private final Self self;
  private final LearnerLinks learners;
  private final Deque<Outstanding> outstanding = new ArrayDeque<>();
  private long proposed;
  private long committed;

  /** Whether commits are being made: what a delivery brings about waits its turn. */
  private boolean committing;

  /** A proposal that is not committed yet. */
  private record Outstanding(Proposal txn, QuorumPair quorums, @Nullable Membership change) {}

  /** Told when a change of the membership is committed, before the learners are. */
  @FunctionalInterface
  interface Activation {
    /** Returns the server that is to lead from now on. */
    long activate(Membership next, long zxid);
  }

  private final Activation activation;
  private boolean established;
  private LongConsumer beforeCommit = zxid -> {};

  /** Begins with a history that counts as committed. */
  Broadcast(Self self, LearnerLinks learners, long lastZxid, Activation activation) {
    this.self = self;
    this.learners = learners;
    this.activation = activation;
    this.proposed = lastZxid;
    this.committed = lastZxid;
  }

  /** Has somebody told the zxid of each commit before it is made known to anyone. */
  void beforeCommit(LongConsumer told) {
    beforeCommit = told;
  }

  /** The epoch is established: its zxids begin. */
  void open(long epoch) {
    proposed = Zxid.of(epoch, 0);
    committed = proposed;
    established = true;
  }

  /** Zxid of the last proposal. */
  long proposed() {
    return proposed;
  }

  @Override
  public long committed() {
    return committed;
  }

  @Override
  public boolean established() {
    return established;
  }

  @Override
  public boolean isOutstanding(long zxid) {
    return zxid > committed && zxid <= proposed && !outstanding.isEmpty();
  }

  @Override
  public void sendOutstanding(LearnerLink learner, long after) {
    for (Outstanding one : outstanding) {
      if (one.txn().zxid() > after) {
        learners.send(learner, new Propose(one.txn().zxid(), one.txn().txn()));
      }
    }
  }

  /**
   * The next proposal.
   *
   * @param change the membership that it brings; null when it brings none
   */
  void propose(Proposal txn, @Nullable Membership change, long now) {
    if (txn.zxid() != proposed + 1) {
      throw new IllegalStateException(
          "proposal " + Zxid.text(txn.zxid()) + " after " + Zxid.text(proposed));
    }
    proposed = txn.zxid();
    outstanding.addLast(new Outstanding(txn, self.memberships().quorums(), change));
    QuorumMessage message = new Propose(txn.zxid(), txn.txn());
    for (LearnerLink learner : learners.view()) {
      if (!learner.observer() && learner.reached(Phase.SYNCING)) {
        learners.send(learner, message);
        learner.sent(txn.zxid(), now);
      }
    }
    self.history().log(txn);
  }

  /** Something became durable somewhere: commits what may be. */
  void advance() {
    if (committing) {
      return;
    }
    committing = true;
    try {
      Outstanding first = outstanding.peekFirst();
      while (first != null && !self.ending().isOver() && hasQuorum(first)) {
        outstanding.removeFirst();
        commit(first);
        first = outstanding.peekFirst();
      }
    } finally {
      committing = false;
    }
  }

  private boolean hasQuorum(Outstanding one) {
    long zxid = one.txn().zxid();
    return one.quorums()
        .isQuorum(
            id ->
                id == self.id() ? self.history().persisted() >= zxid : learners.hasAcked(id, zxid));
  }

  private void commit(Outstanding one) {
    long zxid = one.txn().zxid();
    beforeCommit.accept(zxid);
    committed = zxid;
    Membership change = one.change();
    if (change == null) {
      announce(zxid, new Commit(zxid), new Inform(zxid, one.txn().txn()));
    } else {
      long leader = activation.activate(change, zxid);
      announce(
          zxid,
          new CommitAndActivate(zxid, leader),
          new InformAndActivate(zxid, leader, one.txn().txn()));
    }
    Proposal delivered = self.history().deliver();
    if (delivered.zxid() != zxid) {
      throw new IllegalStateException(
          Zxid.text(zxid) + " is committed and " + Zxid.text(delivered.zxid()) + " delivered");
    }
  }

  private void announce(long zxid, QuorumMessage toFollowers, QuorumMessage toObservers) {
    for (LearnerLink learner : learners.view()) {
      if (learner.reached(Phase.SYNCING) && learner.needsCommit(zxid)) {
        learners.send(learner, learner.observer() ? toObservers : toFollowers);
      }
    }
  }
}
