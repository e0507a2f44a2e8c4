package io.vivarium.tree;

import io.vivarium.model.Acl;
import io.vivarium.model.WatchEvent;
import java.util.List;

/**
 * Hears of every change of a node, on the thread that applies and inside the write section: before any reader can see the change.
 * Must not read or change the tree. For one change the call for the node comes before the call for its parent's children.
 */
public interface ChangeListener {
  /** Hears nothing. */
  ChangeListener NONE =
      new ChangeListener() {
        @Override
        public void nodeChanged(WatchEvent.Type type, String path, List<Acl> acl, long zxid) {}

        @Override
        public void childrenChanged(String childPath, List<Acl> parentAcl, long zxid) {}
      };

  /**
   * A node was created or deleted, or its data was set.
   *
   * @param type NODE_CREATED, NODE_DELETED or NODE_DATA_CHANGED
   * @param acl the node's ACL; for a deletion the one it had
   */
  void nodeChanged(WatchEvent.Type type, String path, List<Acl> acl, long zxid);

  /** The parent of {@code childPath} gained or lost this child. Given the child's path so that nothing needs to be cut out. */
  void childrenChanged(String childPath, List<Acl> parentAcl, long zxid);
}
