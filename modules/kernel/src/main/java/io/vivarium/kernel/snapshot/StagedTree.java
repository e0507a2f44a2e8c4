package io.vivarium.kernel.snapshot;

import io.vivarium.spi.consensus.StagedState;
import io.vivarium.tree.DataTree;

/**
 * A tree that was read aside, with its sessions.
 *
 * @param tree complete; belongs to whoever installs it
 */
public record StagedTree(DataTree tree) implements StagedState {
  @Override
  public long zxid() {
    return tree.lastZxid();
  }
}
