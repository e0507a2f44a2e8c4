package io.vivarium.tree;

import io.vivarium.model.EphemeralOwner;
import java.util.ArrayList;
import java.util.List;

/**
 * Looks for containers and TTL nodes whose time has come, a bounded part at a time, so that a million of them hold nobody up.
 * Whoever asks for their deletion goes through the pipeline, where emptiness is checked again. Any one thread.
 */
public final class ReapScan {
  private static final long END = 1L << Integer.SIZE;

  private final DataTree tree;
  private final NodeStore nodes;
  private final TreeReader reader;
  private final long now;
  private final long maxNeverUsedMs;
  private final ChildTable.Entries entries = new ChildTable.Entries();
  private long position;
  private boolean inTtls;

  /**
   * Begins to look.
   *
   * @param now ms since 1970, by the clock that txns are stamped with
   * @param maxNeverUsedMs age from which a container that never had a child is a candidate; 0 for never
   */
  public ReapScan(DataTree tree, long now, long maxNeverUsedMs) {
    this.tree = tree;
    this.nodes = tree.nodes();
    this.reader = new TreeReader(tree);
    this.now = now;
    this.maxNeverUsedMs = maxNeverUsedMs;
  }

  /** Whether everything has been looked at. */
  public boolean done() {
    return inTtls && position == END;
  }

  /** Looks at some more nodes, a few hundred at most, and returns those to delete: often none. */
  public List<String> next() {
    List<String> found = new ArrayList<>();
    if (position == END && !inTtls) {
      inTtls = true;
      position = 0;
    }
    if (done() || !copy()) {
      return found;
    }
    for (int i = 0; i < entries.count(); i++) {
      String path = PathSet.path(entries.get(i));
      if (reader.find(path) == TreeReader.Result.FOUND && due(reader.node())) {
        found.add(path);
      }
    }
    return found;
  }

  private boolean copy() {
    PathSet set = inTtls ? nodes.owners.ttls : nodes.owners.containers;
    long stamp = tree.readStamp();
    try {
      long next = set.copySegment(position, entries, nodes.hasher);
      if (tree.validate(stamp)) {
        position = next;
        return true;
      }
    } catch (RuntimeException e) {
      if (tree.validate(stamp)) {
        throw e;
      }
    }
    return false;
  }

  private boolean due(Znode node) {
    if (node.numChildren() > 0) {
      return false;
    }
    return switch (node.kind()) {
      case CONTAINER ->
          node.creationCounter() > 0
              || (maxNeverUsedMs != 0 && now - node.mtime() > maxNeverUsedMs);
      case TTL ->
          now - node.mtime() > EphemeralOwner.ttl(node.storedOwner(), nodes.options.emulate353());
      case PERSISTENT, EPHEMERAL -> false;
    };
  }
}
