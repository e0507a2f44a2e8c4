package io.vivarium.zab.port;

/** Told what is measured between a leader and its learners. Called by the core's thread; must be quick. */
public interface LearnerFigures {
  /** Forgets everything. */
  LearnerFigures NONE =
      new LearnerFigures() {
        @Override
        public void connected(long serverId) {}

        @Override
        public void acked(long serverId, long nanos, long onTheirWay) {}

        @Override
        public void sendsTxns(int learners) {}

        @Override
        public void sendsState(int learners) {}

        @Override
        public void synced(boolean observer, long nanos) {}
      };

  /** A server learns from this one. */
  void connected(long serverId);

  /**
   * A learner has acknowledged a proposal. Not every proposal is timed.
   *
   * @param nanos since the proposal was sent
   * @param onTheirWay proposals after it that the learner has not acknowledged
   */
  void acked(long serverId, long nanos, long onTheirWay);

  /** A learner is sent the txns that it lacks; so many are being brought up, it included. */
  void sendsTxns(int learners);

  /** A learner is sent the whole state, likewise. */
  void sendsState(int learners);

  /** This server has the history of its leader, so long after it began to learn. */
  void synced(boolean observer, long nanos);
}
