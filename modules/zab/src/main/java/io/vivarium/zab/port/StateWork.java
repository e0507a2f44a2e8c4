package io.vivarium.zab.port;

/** Work on log and snapshots that takes a while and is done beside the core, which is told the outcome in a later turn. */
public interface StateWork {
  /** Forgets every txn after {@code zxid} and reads aside what remains; the outcome is {@code rewound} or {@code neverHad}. */
  void rewind(long zxid);

  /** Makes a restart come back to the state as it is; the outcome is {@code secured}. */
  void secure();

  /**
   * Reads the log for a learner; the outcome is {@code historyRead} for the link.
   *
   * @param afterZxid last zxid of the learner; what comes after it is wanted
   * @param upToZxid last zxid wanted
   */
  void readHistory(long link, long afterZxid, long upToZxid);
}
