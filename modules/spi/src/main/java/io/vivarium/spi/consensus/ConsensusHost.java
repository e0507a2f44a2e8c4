package io.vivarium.spi.consensus;

/** What the kernel offers to a consensus engine. The facets are fixed for the life of the host. */
public interface ConsensusHost {
  /** What the engine works with: its settings, the network, chance, threads. */
  EngineResources resources();

  /** Role changes. */
  RoleChanges roles();

  /** The way of proposals to disk and to the tree. */
  Delivery delivery();

  /** Snapshot and log hand-over. */
  StateTransfer state();

  /** Sessions' signs of life. */
  SessionLiveness sessions();

  /** Where the membership is kept. */
  MembershipKeeper membership();

  /** Makes the pipeline call {@link Consensus#poll} soon. Any thread. */
  void wake();
}
