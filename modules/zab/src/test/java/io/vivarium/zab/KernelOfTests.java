package io.vivarium.zab;

import io.vivarium.model.ensemble.Membership;
import io.vivarium.spi.consensus.ConsensusHost;
import io.vivarium.spi.consensus.Delivery;
import io.vivarium.spi.consensus.EngineResources;
import io.vivarium.spi.consensus.IncomingState;
import io.vivarium.spi.consensus.MembershipKeeper;
import io.vivarium.spi.consensus.RoleChanges;
import io.vivarium.spi.consensus.SessionLiveness;
import io.vivarium.spi.consensus.StagedState;
import io.vivarium.spi.consensus.StateTransfer;
import io.vivarium.spi.storage.SnapshotStore;
import io.vivarium.spi.storage.SnapshotWriter;
import io.vivarium.spi.storage.Storage;
import io.vivarium.spi.storage.TxnLog;

/** A kernel whose facets are all itself, and of which the machine uses nothing that a port does for it. */
abstract class KernelOfTests
    implements ConsensusHost,
        RoleChanges,
        Delivery,
        StateTransfer,
        SessionLiveness,
        MembershipKeeper,
        Storage {
  @Override
  public final EngineResources resources() {
    throw new UnsupportedOperationException("not needed");
  }

  @Override
  public final RoleChanges roles() {
    return this;
  }

  @Override
  public final Delivery delivery() {
    return this;
  }

  @Override
  public final StateTransfer state() {
    return this;
  }

  @Override
  public final SessionLiveness sessions() {
    return this;
  }

  @Override
  public final MembershipKeeper membership() {
    return this;
  }

  @Override
  public final void wake() {}

  @Override
  public final Storage storage() {
    return this;
  }

  @Override
  public final long export(SnapshotWriter to) {
    throw new UnsupportedOperationException("a port does that");
  }

  @Override
  public final IncomingState receive(long zxid) {
    throw new UnsupportedOperationException("a port does that");
  }

  @Override
  public final StagedState rewind(long zxid) {
    throw new UnsupportedOperationException("a port does that");
  }

  @Override
  public final void secure() {
    throw new UnsupportedOperationException("a port does that");
  }

  @Override
  public final TxnLog log() {
    throw new UnsupportedOperationException("the machine reads no log");
  }

  @Override
  public final SnapshotStore snapshots() {
    throw new UnsupportedOperationException("the machine reads no snapshots");
  }

  @Override
  public final void start() {}

  @Override
  public final void close() {}

  @Override
  public final void show(Membership membership) {}
}
