package io.vivarium.zab;

/** What a learner joins when it has been told the history: the txns of those it learns from, as they come. */
interface LiveStream {
  /** Zxid of the last commit; the beginning of the epoch when there was none. */
  long committed();

  /**
   * Whether the epoch is established: a membership that is only proposed now has a fate of its own, while before it comes into force
   * with the epoch.
   */
  boolean established();

  /** Whether a proposal of this epoch is not committed yet. */
  boolean isOutstanding(long zxid);

  /** Sends the proposals after a zxid that are not committed to a learner that joins. */
  void sendOutstanding(LearnerLink learner, long after);
}
