package io.vivarium.bench.load;

/**
 * What a client needs to go on with its session over another connection.
 *
 * @param id 0 for a session that is still to begin
 * @param password proves that the session is its own
 * @param timeoutMs that is asked for
 * @param lastZxid latest zxid seen; a server that is behind refuses the client
 */
record SessionIdentity(long id, byte[] password, int timeoutMs, long lastZxid) {
  /** A session that is still to begin. */
  public static SessionIdentity fresh(int timeoutMs) {
    return new SessionIdentity(0, new byte[Requests.PASSWORD], timeoutMs, 0);
  }

  SessionIdentity at(long zxid) {
    return new SessionIdentity(id, password, timeoutMs, zxid);
  }
}
