package io.vivarium.kernel.admin;

import static org.junit.jupiter.api.Assertions.assertEquals;

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
}
