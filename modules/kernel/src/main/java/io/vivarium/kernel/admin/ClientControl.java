package io.vivarium.kernel.admin;

/** What operators may do to the clients of a server, and allow them. Any thread. */
public interface ClientControl {
  /** What clients are allowed now. */
  Limits limits();

  /** Allows them something else from now on, until the next start. Connections and sessions that there are stay as they are. */
  void limits(Limits next);

  /**
   * Ends the session of a client that is connected here, as if the client had asked for it; returns at once.
   *
   * @return false when no client with this session is connected here
   */
  boolean endSession(long sessionId);

  /** Closes the connection of a session, which its client may take up again; false when it is not connected here. */
  boolean dropConnection(long sessionId);

  /** Starts the figures of the connection of a session afresh; false when it is not connected here. */
  boolean resetConnection(long sessionId);

  /**
   * What clients are allowed.
   *
   * @param perAddress connections of one address; 0 for any number
   * @param leastTimeoutMs least session timeout granted, ms, at least 1
   * @param greatestTimeoutMs greatest session timeout granted, ms, not less than the least
   */
  record Limits(int perAddress, int leastTimeoutMs, int greatestTimeoutMs) {
    /** Refuses what contradicts itself, with a message for the operator. */
    public Limits {
      if (perAddress < 0) {
        throw new IllegalArgumentException(
            "max_client_cnxns is "
                + perAddress
                + "; it must be at least 0, which is for any number");
      }
      if (leastTimeoutMs < 1 || greatestTimeoutMs < leastTimeoutMs) {
        throw new IllegalArgumentException(
            "session timeouts from "
                + leastTimeoutMs
                + " to "
                + greatestTimeoutMs
                + " ms: the least must be at least 1, and not more than the greatest");
      }
    }
  }
}
