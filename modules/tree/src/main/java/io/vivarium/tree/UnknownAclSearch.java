package io.vivarium.tree;

import java.util.ArrayDeque;
import org.jspecify.annotations.Nullable;

/** Looks for a node of which nobody knows the ACL. Writer only. One use. */
final class UnknownAclSearch {
  private final NodeStore nodes;
  private final Znode view = new Znode();
  private final ChildTable.Entries entries = new ChildTable.Entries();
  private final ArrayDeque<Parent> agenda = new ArrayDeque<>();

  /** A node whose children are to be looked at. */
  private record Parent(Branch branch, byte[] path) {}

  UnknownAclSearch(NodeStore nodes) {
    this.nodes = nodes;
  }

  /** The path of one; null when there is none. */
  @Nullable String find() {
    view.capture(nodes.root(), nodes.acls, nodes.options);
    if (view.aclId() == AclTable.UNKNOWN) {
      return "/";
    }
    agenda.push(new Parent(nodes.root(), new byte[0]));
    while (!agenda.isEmpty()) {
      String found = below(agenda.pop());
      if (found != null) {
        return found;
      }
    }
    return null;
  }

  private @Nullable String below(Parent parent) {
    for (long at = 0; at < 1L << Integer.SIZE; ) {
      at = parent.branch().copySegment(at, entries, nodes.hasher);
      for (int i = 0; i < entries.count(); i++) {
        Entry child = entries.get(i);
        view.capture(child, nodes.acls, nodes.options);
        if (view.aclId() == AclTable.UNKNOWN) {
          return NodeStore.text(NodeStore.join(parent.path(), child));
        }
        Branch branch = child.branch();
        if (branch != null) {
          agenda.push(new Parent(branch, NodeStore.join(parent.path(), child)));
        }
      }
    }
    return null;
  }
}
