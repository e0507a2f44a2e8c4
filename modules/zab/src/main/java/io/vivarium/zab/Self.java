package io.vivarium.zab;

import io.vivarium.spi.consensus.ConsensusHost;
import io.vivarium.spi.consensus.EnsembleSettings.Timing;
import io.vivarium.zab.Ending.Next;
import io.vivarium.zab.election.Election;
import io.vivarium.zab.port.QuorumLinks;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * What a role knows of the server whose role it is.
 *
 * @param history outlives roles
 * @param epochs outlive roles
 * @param memberships outlive roles
 * @param ending where a role says that it is over
 */
record Self(
    ZabSettings settings,
    ZabParts parts,
    History history,
    Epochs epochs,
    Memberships memberships,
    Election election,
    Ending ending) {
  private static final Logger log = LoggerFactory.getLogger(Self.class);
  private static final long NANOS_PER_MS = 1_000_000;

  long id() {
    return settings.ensemble().serverId();
  }

  ConsensusHost host() {
    return parts.host();
  }

  QuorumLinks links() {
    return parts.links();
  }

  boolean has(Defect defect) {
    return settings.has(defect);
  }

  Timing timing() {
    return settings.ensemble().timing();
  }

  long tickNanos() {
    return timing().tickMs() * NANOS_PER_MS;
  }

  long initNanos() {
    return timing().initMs() * NANOS_PER_MS;
  }

  long syncNanos() {
    return timing().syncMs() * NANOS_PER_MS;
  }

  /** Whether memberships come from the ensemble, not from this server's file. */
  boolean reconfig() {
    return settings.ensemble().options().reconfig();
  }

  /** Ends the role, to look for a leader. */
  void leave(String reason) {
    leave(reason, new Next.Look());
  }

  /** Ends the role. */
  void leave(String reason, Next next) {
    if (!ending.isOver()) {
      log.info("This role ends: {}", reason);
    }
    ending.over(next);
  }
}
