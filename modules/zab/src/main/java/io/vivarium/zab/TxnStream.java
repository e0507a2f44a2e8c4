package io.vivarium.zab;

import io.vivarium.model.MalformedFrameException;
import io.vivarium.model.Zxid;
import io.vivarium.model.ensemble.Membership;
import io.vivarium.model.ensemble.Membership.Member;
import io.vivarium.spi.consensus.Proposal;
import io.vivarium.zab.Ending.Next;
import io.vivarium.zab.message.Vote;
import java.nio.ByteBuffer;
import org.jspecify.annotations.Nullable;

/**
 * The txns that a learner is sent, while it catches up and afterwards: logged in order and without a gap, delivered in order when they
 * are committed. What does not fit ends the role; nothing is ever applied out of order.
 */
final class TxnStream {
  private final Self self;
  private final boolean logs;

  /** The server that this one learns from, and who leads; not the same for an observer of an observer master. */
  private final Vote vote;

  private final boolean observing;

  /** Txns up to here are in the state that was given; they come again with what was on its way meanwhile. */
  private long given;

  /** Whether txns are applied without being logged; a defect. */
  private boolean memoryOnly;

  private Committed told = (txn, designated) -> {};

  /** Whether deliveries are not kept for learners; a defect. */
  private boolean forgetful;

  TxnStream(Self self, Vote vote, boolean observing) {
    this.self = self;
    this.vote = vote;
    this.observing = observing;
    this.logs = !observing || self.settings().ensemble().options().observersLog();
  }

  /** Told of each txn that is delivered, and who is to lead after it if it changes the membership. */
  @FunctionalInterface
  interface Committed {
    void committed(Proposal txn, @Nullable Long designated);
  }

  /** Has somebody told of each txn that is delivered. */
  void tell(Committed whom) {
    told = whom;
  }

  /** What comes next follows this zxid; up to it everything is here. */
  void follows(long zxid) {
    given = zxid;
  }

  void memoryOnly(boolean on) {
    memoryOnly = on;
  }

  void forgetful(boolean on) {
    forgetful = on;
  }

  /** A txn to be logged. True when it was new. */
  boolean propose(long zxid, ByteBuffer txn) {
    if (zxid <= given) {
      return false;
    }
    History history = self.history();
    if (!CommittedLog.follows(zxid, history.logged())) {
      self.leave(
          "the leader sent "
              + Zxid.text(zxid)
              + " after "
              + Zxid.text(history.logged())
              + ": what is between is missing");
      return false;
    }
    Membership change = self.reconfig() ? change(zxid, txn) : null;
    if (self.ending().isOver()) {
      return false;
    }
    if (change != null) {
      self.memberships().propose(change);
    }
    Proposal proposal = new Proposal(zxid, txn);
    if (!logs) {
      history.keep(proposal);
    } else if (memoryOnly) {
      history.keepForgotten(proposal);
    } else {
      history.log(proposal);
    }
    return true;
  }

  private @Nullable Membership change(long zxid, ByteBuffer txn) {
    try {
      return ReconfigTxn.membership(txn);
    } catch (MalformedFrameException e) {
      self.leave("the leader sent " + Zxid.text(zxid) + ": " + e.getMessage());
      return null;
    }
  }

  /** A txn is committed: the next of those that were logged. */
  void commit(long zxid) {
    commit(zxid, null);
  }

  private void commit(long zxid, @Nullable Long designated) {
    if (zxid <= given) {
      return;
    }
    History history = self.history();
    Proposal next = history.next();
    if (next == null || next.zxid() != zxid) {
      self.leave(
          "the leader committed "
              + Zxid.text(zxid)
              + " while "
              + (next == null ? "nothing" : Zxid.text(next.zxid()))
              + " is next");
      return;
    }
    if (forgetful) {
      history.deliverForgotten();
    } else {
      history.deliver();
    }
    told.committed(next, designated);
  }

  /** A committed txn, at once. */
  void inform(long zxid, ByteBuffer txn) {
    if (propose(zxid, txn)) {
      commit(zxid);
    }
  }

  /** The change of the membership that is next is committed. */
  void activate(long zxid, long designated) {
    if (zxid <= given) {
      return;
    }
    Proposal next = self.history().next();
    Membership change = next == null || !self.reconfig() ? null : change(zxid, next.txn());
    commit(zxid, designated);
    if (change == null || self.ending().isOver()) {
      return;
    }
    self.memberships().commit(change);
    boolean moved = designated != vote.leader();
    if (moved || self.memberships().observing() != observing) {
      Vote following = new Vote(designated, zxid, vote.round(), vote.epoch());
      self.leave(
          "server " + designated + " is to lead after " + Zxid.text(zxid),
          designated == self.id() ? new Next.Lead(following) : new Next.Learn(following));
    }
  }

  /** A membership came into force with the epoch. */
  void adopt(Membership next, @Nullable Member leaderBefore) {
    self.memberships().commit(next);
    Member leader = self.memberships().committed().members().get(vote.leader());
    boolean moved =
        leader == null
            || leaderBefore == null
            || !leader.addresses().equals(leaderBefore.addresses());
    if (moved || self.memberships().observing() != observing) {
      self.leave("the membership that came into force changes this server's part or its leader");
    }
  }
}
