package io.vivarium.spi.tck.consensus;

import io.vivarium.spi.consensus.IncomingState;
import io.vivarium.spi.consensus.StagedState;
import io.vivarium.spi.consensus.StateTransfer;
import io.vivarium.spi.storage.SnapshotWriter;
import io.vivarium.spi.storage.Storage;

/**
 * State transfer where there is nobody to transfer state to: an engine that asks for it alone is wrong. It may keep numbers of its own.
 */
final class NoState implements StateTransfer {
  private final Storage numbers = new NumbersOnly();

  @Override
  public long appliedZxid() {
    return 0;
  }

  @Override
  public Storage storage() {
    return numbers;
  }

  @Override
  public long export(SnapshotWriter to) {
    throw new AssertionError("the only voter exports its state");
  }

  @Override
  public IncomingState receive(long zxid) {
    throw new AssertionError("the only voter receives foreign state");
  }

  @Override
  public StagedState rewind(long zxid) {
    throw new AssertionError("the only voter forgets txns");
  }

  @Override
  public void install(StagedState state) {
    throw new AssertionError("the only voter installs foreign state");
  }

  @Override
  public void secure() {
    throw new AssertionError("the only voter secures foreign state");
  }
}
