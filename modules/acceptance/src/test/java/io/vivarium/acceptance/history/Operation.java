package io.vivarium.acceptance.history;

/** One call of one session, with the times between which it took effect if it did. Times are of one monotonic clock. */
sealed interface Operation {
  int session();

  /** When the call was made, in nanoseconds. */
  long invoked();

  /** When the answer came, in nanoseconds. */
  long completed();

  /**
   * A value that a server says it has stored, or has read.
   *
   * @param version of the node, which counts its changes
   * @param zxid of the txn that stored the value
   */
  record Stored(String key, String value, int version, long zxid) {}

  /** An acknowledged write. */
  record Write(int session, Stored stored, long invoked, long completed) implements Operation {}

  /** A write whose answer was lost with the connection: it may have taken effect, once, at any time since. */
  record UnknownWrite(int session, String key, String value, long invoked, long completed)
      implements Operation {}

  /** A conditional write that was refused because the version was another. */
  record RefusedWrite(int session, String key, String value, long invoked, long completed)
      implements Operation {}

  /**
   * A read.
   *
   * @param synced whether it must show all that was acknowledged to anybody before {@code invoked}: a sync of the same
   *     session, made at that time, came right before it
   */
  record Read(int session, Stored stored, boolean synced, long invoked, long completed)
      implements Operation {
    /** The same read where a sync promises nothing: ZooKeeper's does not across a change of the leader. */
    Read withoutSync() {
      return new Read(session, stored, false, invoked, completed);
    }
  }
}
