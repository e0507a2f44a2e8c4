package io.vivarium.tree;

import io.vivarium.model.Acl;
import io.vivarium.model.Paths;
import java.util.List;

/**
 * The nodes that always exist. They are made without a txn, so their zxids and times are 0 and their parents never counted them as
 * created: on an empty tree {@code /} has the client-visible cversion −1 and {@code /zookeeper} −2.
 */
final class BuiltInNodes {
  private BuiltInNodes() {}

  /** Adds those that are missing. */
  static void ensure(NodeStore nodes) {
    ensure(nodes, Paths.ZOOKEEPER, Acl.OPEN, 0);
    ensure(nodes, Paths.QUOTA, Acl.OPEN, 0);
    // ZooKeeper sets the ACL of this one after making it, with the version "any".
    ensure(nodes, Paths.CONFIG, Acl.READ_ONLY, -1);
  }

  private static void ensure(NodeStore nodes, String name, List<Acl> acl, int aversion) {
    byte[] path = NodeStore.utf8(name);
    if (nodes.seek(path, path.length)) {
      return;
    }
    int slash = TxnApplier.lastSlash(path, path.length);
    Branch parent = nodes.seekBranch(path, slash);
    if (parent == null) {
      throw new IllegalStateException(name + " has no parent");
    }
    Znode fields = new Znode();
    fields.aversion = aversion;
    nodes.insert(parent, path, slash, fields, new byte[0], acl);
  }
}
