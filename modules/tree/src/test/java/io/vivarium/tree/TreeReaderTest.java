package io.vivarium.tree;

import static io.vivarium.tree.Trees.apply;
import static io.vivarium.tree.Trees.newNode;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertSame;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.vivarium.model.Acl;
import io.vivarium.model.OpCode;
import io.vivarium.model.Txn;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import org.junit.jupiter.api.Test;

class TreeReaderTest {
  private final DataTree tree = new DataTree(Trees.OPTIONS);
  private final TreeReader reader = new TreeReader(tree);

  @Test
  void namesComeWithTheirLengthsAsAVectorOfStringsTravels() {
    apply(tree, 1, newNode("/é", "", 1));
    assertEquals(TreeReader.Result.FOUND, reader.find("/"));
    assertEquals(TreeReader.Result.FOUND, reader.childNames());
    assertEquals(2, reader.node().numChildren());
    assertEquals(2 + 9, reader.node().childNameBytes());
    assertEquals(2 * 4 + 2 + 9, reader.namesLength());
    assertEquals(Set.of("é", "zookeeper"), new TreeSet<>(reader.nameList()));
  }

  @Test
  void aLeafAndANodeThatLostItsChildrenHaveNoNames() {
    apply(tree, 1, newNode("/a", "", 1));
    reader.find("/a");
    assertEquals(TreeReader.Result.FOUND, reader.childNames());
    assertEquals(0, reader.namesLength());
    apply(tree, 2, newNode("/a/b", "", 1));
    apply(tree, 3, new Txn.Delete(OpCode.DELETE, "/a/b"));
    reader.find("/a");
    assertEquals(TreeReader.Result.FOUND, reader.childNames());
    assertEquals(List.of(), reader.nameList());
  }

  @Test
  void aListOfManyNamesIsCopiedWhole() {
    for (int i = 1; i <= 5000; i++) {
      apply(tree, i, newNode("/n" + i, "", i));
    }
    reader.find("/");
    assertEquals(TreeReader.Result.FOUND, reader.childNames());
    assertEquals(5001, new TreeSet<>(reader.nameList()).size());
    assertEquals(reader.node().childNameBytes() + 4 * 5001, reader.namesLength());
  }

  @Test
  void namesAreRefusedWhenTheChildrenHaveChangedSinceTheNodeWasFound() {
    apply(tree, 1, newNode("/a", "", 1));
    apply(tree, 2, newNode("/a/b", "", 1));
    reader.find("/a");
    apply(tree, 3, newNode("/a/c", "", 2));
    assertEquals(TreeReader.Result.RETRY, reader.childNames());
    reader.find("/a");
    apply(tree, 4, newNode("/d", "", 2));
    assertEquals(TreeReader.Result.FOUND, reader.childNames());
    assertTrue(reader.unchanged());
    apply(tree, 5, new Txn.Delete(OpCode.DELETE, "/a/c"));
    assertFalse(reader.unchanged());
  }

  @Test
  void theDataThatWasFoundStaysWhatItWas() {
    apply(tree, 1, newNode("/a", "old", 1));
    reader.find("/a");
    byte[] array = reader.node().record();
    apply(tree, 2, new Txn.SetData("/a", Trees.bytes("new"), 1));
    assertEquals("old", NodeStore.text(reader.node().data()));
    assertSame(array, reader.node().record());
    assertEquals(1, reader.zxid());
  }

  @Test
  void aPathMayLieAnywhereInABuffer() {
    apply(tree, 1, newNode("/a", "", 1));
    byte[] buffer = Trees.bytes("xx/ayy");
    assertEquals(TreeReader.Result.FOUND, reader.find(buffer, 2, 2));
    assertEquals(TreeReader.Result.MISSING, reader.find(buffer, 2, 3));
    assertEquals(TreeReader.Result.FOUND, reader.find(buffer, 2, 0));
    assertEquals(4, reader.node().descendants());
  }

  @Test
  void ephemeralsAreFilteredByPlainPrefix() {
    for (String path : List.of("/a", "/ab", "/b")) {
      apply(
          tree,
          tree.lastZxid() + 1,
          new Txn.Create(OpCode.CREATE, path, null, Acl.OPEN, true, -1, 0));
    }
    List<String> paths = new ArrayList<>(List.of("stale"));
    assertEquals(TreeReader.Result.FOUND, reader.ephemerals(7, "/a", paths));
    assertEquals(Set.of("/a", "/ab"), new TreeSet<>(paths));
    reader.ephemerals(7, "", paths);
    assertEquals(3, paths.size());
    reader.ephemerals(8, "", paths);
    assertEquals(List.of(), paths);
  }
}
