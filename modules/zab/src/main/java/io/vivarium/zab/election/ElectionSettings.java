package io.vivarium.zab.election;

/**
 * What an election goes by.
 *
 * @param serverId number of this server
 * @param reconfig whether a newer membership of a peer is looked at. Without it every server trusts its own files; ZooKeeper then
 *     still begins its election anew each time it hears of another membership, over and over, which helps nobody and is not done
 *     here
 * @param minIntervalMs first time in ms after which an unchanged proposal is repeated, at least 1; it doubles with each repetition
 * @param maxIntervalMs longest such time in ms, at least {@code minIntervalMs}
 * @param quietMs time in ms that a better vote has to arrive in once a quorum agrees
 * @param quietUnlinkedMs the same when all voters that do not agree have no connection to this server; there is no wait for those that were
 *     connected and are gone
 */
public record ElectionSettings(
    long serverId,
    boolean reconfig,
    long minIntervalMs,
    long maxIntervalMs,
    long quietMs,
    long quietUnlinkedMs) {
  /** Checks the ranges. */
  public ElectionSettings {
    if (minIntervalMs < 1 || maxIntervalMs < minIntervalMs || quietMs < 0 || quietUnlinkedMs < 0) {
      throw new IllegalArgumentException(
          "intervals of an election: from "
              + minIntervalMs
              + " (at least 1) to "
              + maxIntervalMs
              + " ms (not less); quiet for "
              + quietMs
              + " or "
              + quietUnlinkedMs
              + " ms (at least 0)");
    }
  }

  /**
   * The usual times. ZooKeeper lets the pause between repetitions grow to a minute, which is how long an ensemble may then stay without
   * a leader after its network has healed; a notification every five seconds costs nothing.
   */
  public static ElectionSettings usual(long serverId, boolean reconfig) {
    return new ElectionSettings(serverId, reconfig, 200, 5000, 200, 50);
  }
}
