package io.vivarium.kernel.pipeline;

import io.vivarium.model.Stat;
import io.vivarium.model.StatView;
import io.vivarium.tree.DataTree;
import io.vivarium.tree.TreeReader;
import io.vivarium.tree.Znode;

/**
 * What reads on one thread use over and over. Where answers are encoded before the next read, they may point into the reader's
 * view; where they travel to another thread they must not.
 */
public final class ReadScratch {
  private final TreeReader reader;
  private final boolean encodedAtOnce;

  /**
   * The scratch of a thread.
   *
   * @param encodedAtOnce whether every answer is encoded before the next read on this thread
   */
  public ReadScratch(DataTree tree, boolean encodedAtOnce) {
    this.reader = new TreeReader(tree);
    this.encodedAtOnce = encodedAtOnce;
  }

  TreeReader reader() {
    return reader;
  }

  /** The stat of the node that was read last, to be put into an answer. */
  StatView stat() {
    Znode node = reader.node();
    return encodedAtOnce ? node : Stat.of(node);
  }
}
