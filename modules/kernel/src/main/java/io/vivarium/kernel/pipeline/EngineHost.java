package io.vivarium.kernel.pipeline;

import io.vivarium.spi.consensus.ConsensusHost;
import io.vivarium.spi.consensus.Delivery;
import io.vivarium.spi.consensus.EngineResources;
import io.vivarium.spi.consensus.MembershipKeeper;
import io.vivarium.spi.consensus.RoleChanges;
import io.vivarium.spi.consensus.SessionLiveness;
import io.vivarium.spi.consensus.StateTransfer;

/**
 * The kernel as a consensus engine sees it. Pipeline's thread, except {@link #wake}.
 *
 * @param waker wakes the pipeline; any thread
 */
record EngineHost(
    EngineResources resources,
    RoleChanges roles,
    Delivery delivery,
    StateTransfer state,
    SessionLiveness sessions,
    MembershipKeeper membership,
    Runnable waker)
    implements ConsensusHost {
  @Override
  public void wake() {
    waker.run();
  }
}
