package io.vivarium.config;

import io.vivarium.model.ensemble.Membership;
import org.jspecify.annotations.Nullable;

/**
 * The part of a server in an ensemble, or that it has none.
 *
 * @param distributed whether there is an ensemble; a single server line runs standalone unless {@code standaloneEnabled=false}
 * @param myid number of this server; null when standalone
 * @param membership all servers
 * @param timing time limits
 * @param options everything else
 */
public record Ensemble(
    boolean distributed,
    @Nullable Long myid,
    Membership membership,
    Timing timing,
    Options options) {

  /**
   * Time limits, in ticks.
   *
   * @param initLimit to connect and to catch up; 0 when standalone
   * @param syncLimit lag after which a learner is dropped; 0 when standalone
   * @param connectLimit to connect; {@code initLimit} unless configured
   */
  public record Timing(int initLimit, int syncLimit, int connectLimit) {}

  /**
   * Switches of an ensemble.
   *
   * @param reconfig whether clients may change the membership
   * @param listenOnAllIps whether peers are awaited on every address
   * @param observerMasterPort port at which followers serve observers; 0: none
   * @param leaderServes whether the leader accepts clients
   * @param observersSync whether observers write log and snapshots
   * @param multiAddress whether a server may have several addresses
   */
  public record Options(
      boolean reconfig,
      boolean listenOnAllIps,
      int observerMasterPort,
      boolean leaderServes,
      boolean observersSync,
      boolean multiAddress) {}

  /** How many servers are listed, voters and observers. */
  public int size() {
    return membership.members().size();
  }

  /** This server's own entry; null when standalone. */
  public Membership.@Nullable Member self() {
    return myid == null ? null : membership.members().get(myid);
  }
}
