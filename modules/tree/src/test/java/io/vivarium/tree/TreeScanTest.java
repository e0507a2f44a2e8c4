package io.vivarium.tree;

import static io.vivarium.tree.Trees.apply;
import static io.vivarium.tree.Trees.bytes;
import static io.vivarium.tree.Trees.find;
import static io.vivarium.tree.Trees.newNode;
import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.vivarium.model.Acl;
import io.vivarium.model.OpCode;
import io.vivarium.model.Txn;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.junit.jupiter.api.Test;

class TreeScanTest {
  private static final List<Acl> ALICE = List.of(new Acl(31, "digest", "alice:x"));
  private static final List<Acl> BOB = List.of(new Acl(31, "digest", "bob:x"));

  private final DataTree tree = new DataTree(Trees.OPTIONS);

  private static Txn owned(String path, List<Acl> acl, int counter) {
    return new Txn.Create(OpCode.CREATE, path, bytes("x"), acl, false, counter, 0);
  }

  private static List<String> rest(TreeScan scan) {
    List<String> paths = new ArrayList<>();
    while (scan.next() == TreeScan.Step.NODE) {
      paths.add(NodeStore.text(scan.path()));
    }
    return paths;
  }

  @Test
  void theRootComesFirstAndParentsBeforeTheirChildren() {
    for (int i = 0; i < 600; i++) {
      String path = i < 20 ? "/n" + i : "/n" + i % 20 + "/n" + i;
      apply(tree, i + 1, newNode(path, "", i < 20 ? i + 1 : i / 20));
    }
    Set<String> seen = new HashSet<>();
    try (TreeScan scan = new TreeScan(tree)) {
      assertTrue(scan.begin());
      for (String path : rest(scan)) {
        assertTrue(path.isEmpty() ? seen.isEmpty() : seen.contains(parent(path)), path);
        assertTrue(seen.add(path), path + " twice");
      }
      assertEquals(TreeScan.Step.END, scan.next());
    }
    assertEquals(tree.nodeCount(), seen.size());
  }

  private static String parent(String path) {
    return path.substring(0, path.lastIndexOf('/'));
  }

  @Test
  void nodesCreatedMeanwhileDoNotAppearButWhatChangesOnOthersMay() {
    apply(tree, 1, newNode("/a", "old", 1));
    apply(tree, 2, newNode("/gone", "", 2));
    try (TreeScan scan = new TreeScan(tree)) {
      assertTrue(scan.begin());
      apply(tree, 3, newNode("/new", "", 3));
      apply(tree, 4, newNode("/a/new", "", 1));
      apply(tree, 5, new Txn.Delete(OpCode.DELETE, "/gone"));
      apply(tree, 6, new Txn.SetData("/a", bytes("new"), 1));
      List<String> paths = new ArrayList<>();
      while (scan.next() == TreeScan.Step.NODE) {
        String path = NodeStore.text(scan.path());
        paths.add(path);
        if (path.equals("/a")) {
          assertArrayEquals(bytes("new"), scan.node().data());
          assertEquals(1, scan.node().creationCounter());
        }
      }
      assertEquals(2, scan.startZxid());
      assertEquals(1, paths.stream().filter("/a"::equals).count());
      assertEquals(0, paths.stream().filter(path -> path.endsWith("new")).count());
      assertFalse(paths.contains("/gone"));
    }
  }

  /** Deleted and created anew it is another node, which replay creates. */
  @Test
  void aNodeThatIsCreatedAnewMeanwhileDoesNotAppear() {
    apply(tree, 1, newNode("/a", "first", 1));
    try (TreeScan scan = new TreeScan(tree)) {
      assertTrue(scan.begin());
      apply(tree, 2, new Txn.Delete(OpCode.DELETE, "/a"));
      apply(tree, 3, newNode("/a", "second", 2));
      assertFalse(rest(scan).contains("/a"));
    }
  }

  @Test
  void aScanThatHasNotBegunRefusesToGoOn() {
    try (TreeScan scan = new TreeScan(tree)) {
      assertThrows(IllegalStateException.class, scan::next);
      assertTrue(scan.begin());
      assertTrue(scan.begin(), "twice is once");
      assertEquals(TreeScan.Step.NODE, scan.next());
    }
  }

  @Test
  void anAclThatDiesDuringAScanIsStillInItsListAndGoneAfterIt() {
    apply(tree, 1, owned("/a", ALICE, 1));
    TreeScan scan = new TreeScan(tree);
    assertTrue(scan.begin());
    apply(tree, 2, new Txn.SetAcl("/a", BOB, 1));
    assertEquals(Set.of(Acl.READ_ONLY, ALICE), Set.copyOf(scan.acls().values()));
    while (scan.next() == TreeScan.Step.NODE) {
      if (NodeStore.text(scan.path()).equals("/a")) {
        assertEquals(ALICE, scan.acls().get((long) scan.node().aclId()));
      }
    }
    scan.close();
    scan.close();
    apply(tree, 3, new Txn.SetAcl("/a", Acl.OPEN, 2));
    assertEquals(1, tree.aclCount(), "that of /zookeeper/config");
  }

  @Test
  void whoClosesAScanTwiceDoesNotEndAnother() {
    apply(tree, 1, owned("/a", ALICE, 1));
    TreeScan first = new TreeScan(tree);
    try (TreeScan second = new TreeScan(tree)) {
      assertTrue(second.begin());
      first.close();
      first.close();
      apply(tree, 2, new Txn.SetAcl("/a", BOB, 1));
      apply(tree, 3, owned("/b", List.of(new Acl(1, "ip", "10.0.0.1")), 2));
      Map<Long, List<Acl>> acls = second.acls();
      while (second.next() == TreeScan.Step.NODE) {
        if (NodeStore.text(second.path()).equals("/a")) {
          assertEquals(ALICE, acls.get((long) second.node().aclId()));
        }
      }
    }
  }

  // ---- a tree that takes over another

  private static DataTree another() {
    DataTree other = new DataTree(Trees.OPTIONS);
    apply(other, 1, owned("/other", BOB, 1));
    apply(other, 2, new Txn.CreateSession(4000));
    apply(other, 90, new Txn.Create(OpCode.CREATE, "/e", null, ALICE, true, 2, 0));
    return other;
  }

  @Test
  void aTreeThatTakesOverAnotherIsThatOneForAllReaders() {
    apply(tree, 1, owned("/mine", ALICE, 1));
    TreeReader reader = new TreeReader(tree);
    assertEquals(TreeReader.Result.FOUND, reader.find("/mine"));
    DataTree other = another();
    long digest = other.digest();
    tree.become(other);
    assertFalse(reader.unchanged());
    assertEquals(TreeReader.Result.MISSING, reader.find("/mine"));
    assertEquals(TreeReader.Result.FOUND, reader.find("/other"));
    assertEquals(BOB, reader.node().acl());
    assertEquals(90, reader.zxid());
    assertEquals(new DataTree.Version(90, digest), tree.version());
    assertEquals(Map.of(7L, 4000), tree.sessions());
    assertEquals(List.of("/e"), tree.ephemerals(7));
    apply(tree, 91, newNode("/later", "", 3));
    assertEquals(3, find(tree, "/").creationCounter());
    apply(tree, 92, new Txn.CloseSession(null));
    assertEquals(0, tree.ephemeralCount());
  }

  @Test
  void aTreeWithOtherHashesCannotBeTakenOver() {
    DataTree other = new DataTree(new TreeOptions(true, false, true, 43));
    assertThrows(IllegalArgumentException.class, () -> tree.become(other));
  }

  /** Else a snapshot would hold a bit of both. */
  @Test
  void aScanGoesOnThroughWhatWasThereBefore() {
    apply(tree, 5, owned("/mine", ALICE, 1));
    apply(tree, 6, newNode("/mine/child", "", 1));
    long digest = tree.digest();
    try (TreeScan scan = new TreeScan(tree)) {
      assertTrue(scan.begin());
      tree.become(another());
      apply(tree, 91, owned("/mine", BOB, 3));
      apply(tree, 92, new Txn.SetAcl("/mine", Acl.OPEN, 1));
      DataTree loaded = Trees.load(scan, tree, Trees.OPTIONS);
      assertEquals(5 + 1, loaded.lastZxid());
      assertEquals(digest, loaded.digest());
      assertEquals(ALICE, find(loaded, "/mine").acl());
    }
  }

  @Test
  void aScanThatBeginsAfterwardsWalksWhatIsThereNow() {
    apply(tree, 5, owned("/mine", ALICE, 1));
    try (TreeScan scan = new TreeScan(tree)) {
      tree.become(another());
      assertTrue(scan.begin());
      apply(tree, 91, new Txn.SetAcl("/other", ALICE, 1));
      DataTree loaded = Trees.load(scan, tree, Trees.OPTIONS);
      assertEquals(90, loaded.lastZxid());
      assertEquals(BOB, find(loaded, "/other").acl());
      assertEquals(TreeReader.Result.MISSING, new TreeReader(loaded).find("/mine"));
    }
    apply(tree, 92, new Txn.Delete(OpCode.DELETE, "/other"));
    apply(tree, 93, new Txn.Delete(OpCode.DELETE, "/e"));
    assertEquals(1, tree.aclCount(), "that of /zookeeper/config");
  }
}
