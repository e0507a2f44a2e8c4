package io.vivarium.spi.consensus;

/** How an engine tells the kernel what this server is now. Pipeline's thread. */
public interface RoleChanges {
  /**
   * This server is the primary of an epoch: it prepares txns itself from now on.
   *
   * @param epoch epoch of the zxids it will give
   * @param lastZxid zxid that the first proposal follows; everything up to it has been delivered
   */
  void lead(long epoch, long lastZxid);

  /** This server has a primary elsewhere and serves; its writes are forwarded. */
  void follow(long epoch, long lastZxid);

  /**
   * This server has no role: it stops serving. Client connections are closed, what waits for an answer is forgotten. The engine
   * may deliver afterwards what is in the log and was not delivered yet, so that memory equals disk before it looks for a role.
   */
  void look();

  /** This server has had no role for a while: it serves reads to the clients that accept stale ones. Follows {@link #look}. */
  void serveReadOnly();
}
