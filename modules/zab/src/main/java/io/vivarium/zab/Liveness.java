package io.vivarium.zab;

import io.vivarium.zab.LearnerLink.Phase;
import io.vivarium.zab.message.QuorumMessage.Ping;
import org.jspecify.annotations.Nullable;

/** Who is still there: pings twice a tick, and what a leader gives a learner up for. */
final class Liveness {
  private final Self self;
  private final LearnerLinks learners;
  private final long backlogBytes;
  private long pingAt;

  /** Every other ping is followed by a look whether there is a quorum. */
  private boolean evenPing;

  /**
   * For the learners of a leader, or of a follower that serves observers.
   *
   * @param backlogBytes bytes that may wait for a learner
   */
  Liveness(Self self, LearnerLinks learners, long backlogBytes) {
    this.backlogBytes = backlogBytes;
    this.self = self;
    this.learners = learners;
  }

  /** Pings from now on. */
  void begin(long now) {
    pingAt = now + self.tickNanos() / 2;
  }

  /** When the next ping is due. */
  long due() {
    return pingAt;
  }

  /** Whether it is time to ping. */
  boolean isDue(long now) {
    return now - pingAt >= 0;
  }

  /** Whether, after the last ping, it is time to see whether there is still a quorum. */
  boolean judges() {
    return !evenPing;
  }

  /**
   * Pings the learners and drops those that are silent, lag, or have too much waiting for them.
   *
   * @param zxid of the last proposal
   */
  void ping(long zxid, long now) {
    pingAt = now + self.tickNanos() / 2;
    for (LearnerLink learner : learners.all()) {
      String reason = givenUpFor(learner, now);
      if (reason != null) {
        learners.drop(learner, reason);
      } else if (learner.reached(Phase.SYNCING)) {
        learners.send(learner, new Ping(zxid));
        if (learner.phase() == Phase.SERVING) {
          learner.pinged();
        }
      }
    }
    evenPing = !evenPing;
  }

  private @Nullable String givenUpFor(LearnerLink learner, long now) {
    boolean waitsForOthers = learner.phase() == Phase.WAITING || learner.phase() == Phase.PROMISED;
    if (learner.silent(now) && !waitsForOthers) {
      return "silent for too long";
    }
    if (learner.lags(now, self.syncNanos())) {
      return "a proposal was not acknowledged within syncLimit (" + self.timing().syncMs() + " ms)";
    }
    long bytes = self.links().pendingBytes(learner.link());
    return bytes > backlogBytes
        ? bytes + " bytes wait for it, at most " + backlogBytes + " may"
        : null;
  }
}
