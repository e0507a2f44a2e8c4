package io.vivarium.kernel.pipeline;

import io.vivarium.spi.consensus.ConsensusHost;
import io.vivarium.spi.consensus.Delivery;
import io.vivarium.spi.consensus.RoleChanges;
import io.vivarium.spi.consensus.SessionLiveness;
import io.vivarium.spi.consensus.StateTransfer;

/** The kernel as a consensus engine sees it. Pipeline's thread, except {@link #wake}. */
final class EngineHost implements ConsensusHost {
  private final Runnable wake;
  private final RoleChanges roles;
  private final Delivery delivery;
  private final StateTransfer state;
  private final SessionLiveness sessions;

  EngineHost(
      Runnable wake,
      RoleChanges roles,
      Delivery delivery,
      StateTransfer state,
      SessionLiveness sessions) {
    this.wake = wake;
    this.roles = roles;
    this.delivery = delivery;
    this.state = state;
    this.sessions = sessions;
  }

  @Override
  public RoleChanges roles() {
    return roles;
  }

  @Override
  public Delivery delivery() {
    return delivery;
  }

  @Override
  public StateTransfer state() {
    return state;
  }

  @Override
  public SessionLiveness sessions() {
    return sessions;
  }

  @Override
  public void wake() {
    wake.run();
  }
}
