package io.vivarium.spi.consensus;

/** Signs of life of sessions, collected where the clients are and judged on the primary. Pipeline's thread. */
public interface SessionLiveness {
  /** Hands over and forgets the sessions heard of since the last call; for servers that are not the primary. */
  void drainTouched(TouchedSession to);

  /** On the primary: a session gave a sign of life elsewhere. Timeout in ms. False when there is no such session. */
  boolean touch(long sessionId, int timeout);

  /**
   * On the primary: a session re-attached through another server, named as in {@link ForwardedRequest#origin}. False when there is
   * no such session, or it is being closed.
   */
  boolean reattach(long sessionId, int timeout, long origin);

  /** Answers {@link Consensus#revalidate}; in the order asked for each session. */
  void revalidated(long sessionId, boolean valid);

  /** Receives sessions. */
  @FunctionalInterface
  interface TouchedSession {
    /** One session and its timeout in ms. */
    void touched(long sessionId, int timeout);
  }
}
