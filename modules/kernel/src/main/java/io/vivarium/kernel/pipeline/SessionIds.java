package io.vivarium.kernel.pipeline;

import io.vivarium.model.EphemeralOwner;

/**
 * Gives out session ids in ZooKeeper's layout: server id in the top byte, then 40 bits of a millisecond clock read once, then a
 * counter. Ids that the owner field of a znode would read as a container or TTL node are skipped. One thread.
 */
final class SessionIds {
  private long next;

  /**
   * A sequence that starts from the clock, so that a restarted server does not repeat ids.
   *
   * @param serverId 1 for a standalone server
   * @param millis a millisecond clock
   */
  SessionIds(long serverId, long millis) {
    next = ((millis << 24) >>> 8) | (serverId << 56);
  }

  /** The next id. */
  long next() {
    if (next == EphemeralOwner.CONTAINER || next == 0) {
      next++;
    }
    return next++;
  }
}
