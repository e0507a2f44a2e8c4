package io.vivarium.zab;

import io.vivarium.zab.LearnerLink.Phase;
import io.vivarium.zab.message.QuorumMessage.Ping;
import io.vivarium.zab.message.QuorumMessage.Sync;
import java.util.ArrayDeque;
import java.util.Deque;

/**
 * The syncs of an established leader. One is answered when everything proposed before it is committed, and a quorum has answered a ping
 * that was sent after it: a leader that was replaced without knowing would not hear from a quorum again, so whoever syncs is not told
 * of a past. (ZooKeeper's leader answers at once.) One round of pings answers all syncs that came before it; answers are in order.
 */
final class Barriers {
  private final Self self;
  private final LearnerLinks learners;
  private final Broadcast broadcast;
  private final Deque<Barrier> waiting = new ArrayDeque<>();

  /** The round under way, or the last one; and the last one that a quorum has answered. */
  private long round;

  private long confirmed;

  /**
   * A sync that waits.
   *
   * @param link link of the learner that asks; 0 for this server
   * @param ticket this server's ticket
   */
  private record Barrier(long link, long ticket, long zxid, long round) {}

  Barriers(Self self, LearnerLinks learners, Broadcast broadcast) {
    this.self = self;
    this.learners = learners;
    this.broadcast = broadcast;
  }

  /** A client of this server syncs. */
  void local(long ticket) {
    add(0, ticket);
  }

  /** A client of a learner syncs. */
  void remote(LearnerLink learner) {
    add(learner.link(), 0);
  }

  private void add(long link, long ticket) {
    // A round under way was begun before: its answers prove nothing about now.
    waiting.addLast(new Barrier(link, ticket, broadcast.proposed(), round + 1));
    beginRound();
    advance();
  }

  private void beginRound() {
    if (round > confirmed || waiting.isEmpty() || waiting.getLast().round() <= round) {
      return;
    }
    round++;
    join();
  }

  /** Pings those that are not part of the round under way. */
  void join() {
    if (round == confirmed) {
      return;
    }
    for (LearnerLink learner : learners.view()) {
      if (learner.reached(Phase.SERVING) && !learner.observer()) {
        learners.send(learner, new Ping(broadcast.proposed()));
        learner.pinged();
        learner.awaitFor(round);
      }
    }
  }

  /**
   * A proposal is about to be committed: the syncs that came before it was proposed are answered first. Whoever acknowledged it did so
   * after they came, so its quorum proves as much as a round of pings.
   */
  void before(long zxid) {
    Barrier first = waiting.peekFirst();
    while (first != null && first.zxid() < zxid) {
      waiting.removeFirst();
      answer(first);
      first = waiting.peekFirst();
    }
  }

  /** Something was committed, or a ping was answered. */
  void advance() {
    while (round > confirmed && answered()) {
      confirmed = round;
      beginRound();
    }
    Barrier first = waiting.peekFirst();
    while (first != null && first.round() <= confirmed && first.zxid() <= broadcast.committed()) {
      waiting.removeFirst();
      answer(first);
      first = waiting.peekFirst();
    }
  }

  private boolean answered() {
    return self.memberships()
        .quorums()
        .isQuorum(
            id -> {
              LearnerLink learner = learners.of(id);
              return id == self.id() || (learner != null && learner.answered(round));
            });
  }

  private void answer(Barrier barrier) {
    if (barrier.link() == 0) {
      self.host().delivery().synced(barrier.ticket());
      return;
    }
    LearnerLink learner = learners.find(barrier.link());
    if (learner != null) {
      learners.send(learner, new Sync());
    }
  }
}
