package io.vivarium.kernel.snapshot;

import io.vivarium.spi.consensus.StagedState;
import io.vivarium.tree.DataTree;

/**
 * A tree that was read aside, with its sessions.
 *
 * @param tree complete; belongs to whoever installs it
 * @param exact whether it has no effects of txns after its zxid; one that was read while its sender went on may have
 */
public record StagedTree(DataTree tree, boolean exact) implements StagedState {
  @Override
  public long zxid() {
    return tree.lastZxid();
  }

  @Override
  public StagedTree as(long zxid) {
    tree.startAt(zxid);
    return this;
  }
}
