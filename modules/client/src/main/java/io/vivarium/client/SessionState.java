package io.vivarium.client;

/** What a client's session is in. The last three are final. */
public enum SessionState {
  /** No connection at the moment; the client looks for one. Whether the session still exists is not known. */
  CONNECTING,
  /** Connected to a server that takes writes. */
  CONNECTED,
  /** Connected to a server without a quorum, which answers reads only; the client goes on looking for another. */
  CONNECTED_READ_ONLY,
  /** The server refused what the client proves itself with. */
  AUTH_FAILED,
  /** The ensemble has ended the session: its ephemerals are gone, and so are its watches. */
  EXPIRED,
  /** Closed by the application. */
  CLOSED;

  /** Whether requests reach a server right now. */
  public boolean connected() {
    return this == CONNECTED || this == CONNECTED_READ_ONLY;
  }

  /** Whether there is nothing to come. */
  public boolean ended() {
    return this == AUTH_FAILED || this == EXPIRED || this == CLOSED;
  }
}
