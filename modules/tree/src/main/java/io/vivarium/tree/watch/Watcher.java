package io.vivarium.tree.watch;

import io.vivarium.model.Acl;
import io.vivarium.model.WatchEvent;
import java.util.List;

/** A connection as the watch table sees it. Both methods are called by the tree's writer, inside its write section. */
public interface Watcher {
  /**
   * Something watched has changed; to be queued, and sent before any reply that could show the change. Must not block and must not
   * call the table or the tree.
   *
   * @param event one instance for all watchers of a change, so that its bytes need to be made only once
   */
  void fired(WatchEvent event);

  /** Whether the connection may read a node with this ACL; asked for ACLs other than the open one. */
  boolean mayRead(List<Acl> acl);
}
