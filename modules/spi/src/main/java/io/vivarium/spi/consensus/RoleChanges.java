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
   * This server has no role: it stops serving (or serves read-only, where enabled). Requests in flight are dropped with their
   * connections, proposals not delivered are forgotten.
   */
  void look();
}
