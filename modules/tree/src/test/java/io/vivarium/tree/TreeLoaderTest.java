package io.vivarium.tree;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.vivarium.model.Acl;
import io.vivarium.model.MalformedFrameException;
import io.vivarium.model.OpCode;
import io.vivarium.model.Stat;
import io.vivarium.model.Txn;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

class TreeLoaderTest {
  private static final Stat ZERO = new Stat(0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0);
  private static final List<Acl> MINE = List.of(new Acl(31, "digest", "a:b"));

  private final TreeLoader loader = new TreeLoader(Trees.OPTIONS);

  private void refused(String expected, Runnable load) {
    String message = assertThrows(MalformedFrameException.class, load::run).getMessage();
    assertTrue(message.contains(expected), message);
  }

  @Test
  void aNodeWithoutAParentIsRefusedWithItsPath() {
    loader.node("", null, -1, ZERO);
    refused("/a/b", () -> loader.node("/a/b", null, -1, ZERO));
  }

  /** Two numbers that did not come are no two lists. */
  @Test
  void aNodeWithAnUnknownAclIsClosedUntilATxnSetsOne() {
    loader.acl(5, MINE);
    loader.node("", null, 9, ZERO);
    loader.node("/a", null, 5, ZERO);
    loader.node("/b", null, 6, ZERO);
    loader.node("/b/c", null, 7, ZERO);
    loader.node("/b/d", null, 7, ZERO);
    assertTrue(loader.lacksAcls());
    DataTree tree = loader.finish(3);
    assertEquals(4, tree.unknownAcls());
    assertEquals(2, tree.aclCount());
    assertEquals("/", tree.nodeOfUnknownAcl());
    assertEquals(AclTable.CLOSED, Trees.find(tree, "/b").acl());
    Trees.apply(tree, 4, new Txn.SetAcl("/", MINE, 1));
    Trees.apply(tree, 5, new Txn.Create(OpCode.CREATE, "/b", null, Acl.OPEN, false, -1, 0));
    Trees.apply(tree, 6, new Txn.Delete(OpCode.DELETE, "/b/c"));
    assertEquals("/b/d", tree.nodeOfUnknownAcl());
    Trees.apply(
        tree, 7, new Txn.Create(OpCode.CREATE, "/b/d", null, AclTable.CLOSED, false, -1, 0));
    assertEquals(0, tree.unknownAcls());
    assertNull(tree.nodeOfUnknownAcl());
    assertEquals(MINE, Trees.find(tree, "/").acl());
    assertEquals(Acl.OPEN, Trees.find(tree, "/b").acl());
    assertEquals(3, tree.aclCount());
  }

  /** What we write can be read by everybody, and is still known to be unknown. */
  @Test
  void aSnapshotOfAClosedNodeHoldsTheListThatItRefersTo() {
    loader.node("", null, -1, ZERO);
    loader.node("/b", null, 6, ZERO);
    DataTree tree = loader.finish(3);
    TreeLoader again = new TreeLoader(Trees.OPTIONS);
    try (TreeScan scan = new TreeScan(tree)) {
      assertTrue(scan.begin());
      assertEquals(AclTable.CLOSED, scan.acls().get((long) AclTable.UNKNOWN));
      scan.acls().forEach(again::acl);
      Trees.apply(tree, 4, new Txn.SetAcl("/b", MINE, 1));
      while (scan.next() == TreeScan.Step.NODE) {
        Trees.loadNode(scan, again);
      }
    }
    assertFalse(again.lacksAcls());
    assertEquals("/b", again.finish(3).nodeOfUnknownAcl());
    try (TreeScan scan = new TreeScan(tree)) {
      assertTrue(scan.begin());
      assertFalse(scan.acls().containsKey((long) AclTable.UNKNOWN));
    }
  }

  /** Messages end in the log, and whoever wrote the snapshot chose the paths. */
  @Test
  void aPathBeginsNoLineOfTheLogAndIsNotRepeatedWhole() {
    String forged = "x\n2026-01-01 ERROR forged" + "y".repeat(5000);
    loader.node("", null, -1, ZERO);
    for (Runnable load :
        List.<Runnable>of(
            () -> loader.node(forged, null, -1, ZERO),
            () -> loader.node("/none/" + forged, null, -1, ZERO))) {
      String message =
          String.valueOf(assertThrows(MalformedFrameException.class, load::run).getMessage());
      assertTrue(message.length() < 2000 && !message.contains("\n"), message);
    }
  }

  @Test
  void aPathThatCannotBeOrIsThereAlreadyIsRefused() {
    loader.node("/a", null, -1, ZERO);
    refused("/a is in the snapshot twice", () -> loader.node("/a", null, -1, ZERO));
    refused("illegal path", () -> loader.node("a", null, -1, ZERO));
    refused("illegal path", () -> loader.node("/a/", null, -1, ZERO));
    refused("illegal path", () -> loader.node("/", null, -1, ZERO));
  }

  @Test
  void builtInNodesThatAreMissingAreAddedAndAclsThatNobodyHasAreForgotten() {
    loader.acl(5, MINE);
    loader.acl(9, List.of(new Acl(1, "ip", "::1")));
    loader.node("", new byte[] {1}, 5, new Stat(1, 2, 3, 4, 5, 6, 7, 0, 0, 0, 8));
    loader.node("/a", null, -1, new Stat(1, 1, 1, 1, 0, 0, 0, 0, 0, 0, 1));
    DataTree tree = loader.finish(77);
    assertEquals(77, tree.lastZxid());
    assertEquals(5, tree.nodeCount());
    assertEquals(2, tree.aclCount());
    Znode root = Trees.find(tree, "/");
    assertEquals(MINE, root.acl());
    assertEquals(new Stat(1, 2, 3, 4, 5, 2 * 6 - 2, 7, 0, 1, 2, 8), Stat.of(root));
  }

  @Test
  void nodesAreTakenFromTheMiddleOfAnArrayThatChangesAfterwards() {
    loader.node("", null, -1, ZERO);
    byte[] array = new byte[40];
    for (String name : List.of("/a", "/b", "/a/x", "/a/y", "/b/z", "/b/zzzzzzzz", "/c")) {
      byte[] path = NodeStore.utf8(name);
      System.arraycopy(path, 0, array, 7, path.length);
      array[20] = (byte) path.length;
      loader.node(
          new TreeLoader.Part(array, 7, path.length),
          new TreeLoader.Part(array, 20, 1),
          -1,
          new Stat(5, 5, 1, 1, 0, name.length() == 2 ? 9 : 0, 0, 0, 0, 0, 5));
    }
    DataTree tree = loader.finish(9);
    assertEquals(2, Trees.find(tree, "/a").numChildren());
    assertEquals(2, Trees.find(tree, "/b").numChildren());
    assertEquals(9, Trees.find(tree, "/c").creationCounter());
    assertEquals(11, Trees.find(tree, "/b/zzzzzzzz").data()[0]);
    assertEquals(4, Trees.find(tree, "/a/y").data()[0]);
    assertEquals(tree.digest(), Trees.reload(tree, Trees.OPTIONS).digest());
  }

  @Test
  void aPathThatIsNoUtf8IsReadAsJavaReadsIt() {
    loader.node("", null, -1, ZERO);
    loader.node(new TreeLoader.Part(new byte[] {'/', (byte) 0xff}, 0, 2), null, -1, ZERO);
    assertEquals(0, Trees.find(loader.finish(1), "/\ufffd").dataLength());
  }

  @Test
  void aVeryDeepTreeNeedsNoDeepStack() {
    DataTree tree = new DataTree(Trees.OPTIONS);
    StringBuilder path = new StringBuilder();
    for (int i = 1; i <= 4000; i++) {
      path.append("/d");
      Trees.apply(tree, i, Trees.newNode(path.toString(), "", 1));
    }
    DataTree loaded = Trees.reload(tree, Trees.OPTIONS);
    assertEquals(tree.digest(), loaded.digest());
    assertEquals(4003, Trees.find(loaded, "/").descendants());
    Trees.apply(loaded, 5000, new Txn.Delete(OpCode.DELETE, "/d"));
    assertEquals(4, loaded.nodeCount());
  }

  /** A number that a scan copied must not come to mean another list while the scan goes on. */
  @Test
  void aclsThatChangeDuringAScanAreShownAsTheyWere() {
    DataTree tree = new DataTree(Trees.OPTIONS);
    List<Acl> before = List.of(new Acl(1, "ip", "10.0.0.1"));
    Trees.apply(tree, 1, new Txn.Create(OpCode.CREATE, "/a", null, before, false, 1, 0));
    Trees.apply(tree, 2, new Txn.Create(OpCode.CREATE, "/b", null, before, false, 2, 0));
    Map<String, List<Acl>> shown = new HashMap<>();
    try (TreeScan scan = new TreeScan(tree)) {
      Trees.apply(tree, 3, new Txn.SetAcl("/b", MINE, 1));
      assertTrue(scan.begin());
      Trees.apply(tree, 4, new Txn.SetAcl("/a", List.of(new Acl(2, "ip", "10.0.0.2")), 1));
      Trees.apply(tree, 5, new Txn.SetAcl("/a", List.of(new Acl(4, "ip", "10.0.0.3")), 2));
      Trees.apply(tree, 6, new Txn.SetAcl("/b", Acl.OPEN, 2));
      Trees.apply(tree, 7, new Txn.Create(OpCode.CREATE, "/new", null, MINE, false, 3, 0));
      while (scan.next() == TreeScan.Step.NODE) {
        long id = scan.node().aclId();
        shown.put(NodeStore.text(scan.path()), id == -1 ? Acl.OPEN : scan.acls().get(id));
      }
    }
    assertEquals(before, shown.get("/a"));
    assertEquals(MINE, shown.get("/b"));
    assertEquals(false, shown.containsKey("/new"));
    List<List<Acl>> later = new ArrayList<>();
    Trees.apply(tree, 8, new Txn.Delete(OpCode.DELETE, "/new"));
    later.add(Trees.find(tree, "/a").acl());
    assertEquals(List.of(List.of(new Acl(4, "ip", "10.0.0.3"))), later);
    assertEquals(2, tree.aclCount());
  }
}
