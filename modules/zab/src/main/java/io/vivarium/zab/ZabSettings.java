package io.vivarium.zab;

import io.vivarium.spi.consensus.EnsembleSettings;
import io.vivarium.zab.election.ElectionSettings;
import java.util.Set;

/**
 * How a server behaves.
 *
 * @param ensemble what the server was told of its ensemble
 * @param election waits of the election
 * @param epochPatienceMs ms after which a leader whose voters look again gives up waiting for a quorum to follow; negative for never
 * @param backlogBytes bytes that may wait for a learner, or wait in a learner for its disk, before the link is given up
 * @param observerDelayMs ms that an observer waits after a role before it looks for a leader again
 * @param observerMasterBytes bytes that may wait for an observer of this follower before its link is given up
 * @param shrinksToOne whether a reconfiguration may leave one voter ({@code standaloneEnabled=false})
 * @param defects historic defects brought back; empty outside of tests
 */
public record ZabSettings(
    EnsembleSettings ensemble,
    ElectionSettings election,
    long epochPatienceMs,
    long backlogBytes,
    long observerDelayMs,
    long observerMasterBytes,
    boolean shrinksToOne,
    Set<Defect> defects) {
  /** Copies the set. */
  public ZabSettings {
    defects = Set.copyOf(defects);
  }

  /** Settings as ZooKeeper's defaults are. */
  public static ZabSettings of(EnsembleSettings ensemble) {
    return new ZabSettings(
        ensemble,
        ElectionSettings.usual(ensemble.serverId(), ensemble.options().reconfig()),
        -1,
        256L << 20,
        0,
        32L << 20,
        false,
        Set.of());
  }

  /** Whether a historic defect was brought back. */
  public boolean has(Defect defect) {
    return defects.contains(defect);
  }
}
