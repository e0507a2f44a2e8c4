package io.vivarium.kernel.admin;

import static org.junit.jupiter.api.Assertions.assertEquals;

import io.vivarium.model.Acl;
import io.vivarium.model.OpCode;
import io.vivarium.model.Txn;
import io.vivarium.model.TxnHeader;
import io.vivarium.tree.ChangeListener;
import io.vivarium.tree.DataTree;
import io.vivarium.tree.TreeOptions;
import java.util.List;
import org.junit.jupiter.api.Test;

/** The tree as operators see it. */
class TreeViewTest {
  @Test
  void aFreshTreeHasAsManyZnodesAsZooKeepers() {
    DataTree tree = new DataTree(new TreeOptions(true, false, false, 7));
    assertEquals(5, new TreeView(tree, List::of).nodeCount());
  }

  @Test
  void theEphemeralsOfOneSessionAreFound() {
    DataTree tree = new DataTree(new TreeOptions(true, false, false, 7));
    create(tree, 8, 1, "/a");
    create(tree, 9, 2, "/b");
    create(tree, 8, 3, "/c");
    TreeView view = new TreeView(tree, List::of);
    assertEquals(List.of("/a", "/c"), view.ephemerals(8).stream().sorted().toList());
    assertEquals(List.of("/b"), view.ephemerals(9));
    assertEquals(List.of(), view.ephemerals(10));
  }

  private static void create(DataTree tree, long session, int zxid, String path) {
    tree.apply(
        new TxnHeader(session, 1, zxid, 1000),
        new Txn.Create(OpCode.CREATE, path, new byte[0], Acl.OPEN, true, zxid, 0),
        ChangeListener.NONE);
  }
}
