package io.vivarium.tree;

import static io.vivarium.tree.Trees.apply;
import static io.vivarium.tree.Trees.bytes;
import static io.vivarium.tree.Trees.find;
import static io.vivarium.tree.Trees.newNode;
import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNotNull;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.vivarium.model.Acl;
import io.vivarium.model.EphemeralOwner;
import io.vivarium.model.ErrorCode;
import io.vivarium.model.OpCode;
import io.vivarium.model.Stat;
import io.vivarium.model.Txn;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import org.junit.jupiter.api.Test;

class DataTreeTest {
  private final DataTree tree = new DataTree(Trees.OPTIONS);

  @Test
  void anEmptyTreeHasTheBuiltInNodesWithTheFiguresThatZooKeeperShows() {
    assertEquals(-1, find(tree, "/").cversion());
    assertEquals(-2, find(tree, "/zookeeper").cversion());
    assertEquals(
        new Stat(0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0), Stat.of(find(tree, "/zookeeper/quota")));
    assertEquals(-1, find(tree, "/zookeeper/config").aversion());
    assertEquals(Acl.READ_ONLY, find(tree, "/zookeeper/config").acl());
    assertEquals(3, find(tree, "/").descendants());
    assertEquals(NodeDigest.EMPTY_TREE, tree.digest());
  }

  @Test
  void oddPathsFindWhatZooKeeperFinds() {
    apply(tree, 1, newNode("/wire", "x", 1));
    apply(tree, 2, newNode("/wire/a", "", 1));
    assertNotNull(tree.find(""));
    assertNull(tree.find("wire"));
    assertNull(tree.find("/wire/"));
    assertNull(tree.find("/wire//a"));
    assertNull(tree.find("//wire"));
    assertNull(tree.find("/wire/a/b"));
    assertNull(tree.find("/wire/a\u0000"));
    assertNull(tree.find("/" + "x".repeat(100_000)));
  }

  @Test
  void aCreateAnswersWithTheStatOfThatMomentAndCountsAtTheParent() {
    TxnOutcome outcome = apply(tree, 5, newNode("/a", "data", 1));
    long time = Trees.header(7, 5).time();
    assertEquals(new Stat(5, 5, time, time, 0, 0, 0, 0, 4, 0, 5), outcome.stat());
    assertEquals(5, find(tree, "/").pzxid());
    assertEquals(1, find(tree, "/").creationCounter());
    assertEquals(0, find(tree, "/").cversion());
    assertEquals(ErrorCode.NODE_EXISTS.code(), apply(tree, 6, newNode("/a", "", 2)).error());
    assertEquals(ErrorCode.NO_NODE.code(), apply(tree, 7, newNode("/b/c", "", 1)).error());
    assertEquals(ErrorCode.BAD_ARGUMENTS.code(), apply(tree, 8, newNode("/b/", "", 1)).error());
    assertEquals(ErrorCode.NODE_EXISTS.code(), apply(tree, 9, newNode("/", "", 1)).error());
    assertEquals(9, tree.lastZxid());
  }

  @Test
  void nullDataIsNotEmptyData() {
    apply(tree, 1, new Txn.Create(OpCode.CREATE, "/n", null, Acl.OPEN, false, 1, 0));
    apply(tree, 2, newNode("/e", "", 2));
    assertNull(find(tree, "/n").data());
    assertTrue(find(tree, "/n").isNullData());
    assertArrayEquals(new byte[0], find(tree, "/e").data());
    apply(tree, 3, new Txn.SetData("/e", null, 1));
    assertNull(find(tree, "/e").data());
    assertEquals(0, find(tree, "/e").dataLength());
  }

  @Test
  void containersAndTtlNodesReportNoOwnerButKeepIt() {
    apply(tree, 1, new Txn.Create(OpCode.CREATE_CONTAINER, "/c", null, Acl.OPEN, false, 1, 0));
    apply(tree, 2, new Txn.Create(OpCode.CREATE_TTL, "/t", null, Acl.OPEN, false, 2, 99));
    assertEquals(0, find(tree, "/c").ephemeralOwner());
    assertEquals(EphemeralOwner.Kind.CONTAINER, find(tree, "/c").kind());
    assertEquals(EphemeralOwner.CONTAINER, find(tree, "/c").storedOwner());
    assertEquals(0, find(tree, "/t").ephemeralOwner());
    assertEquals(EphemeralOwner.Kind.TTL, find(tree, "/t").kind());
    assertEquals(0xff00_0000_0000_0063L, find(tree, "/t").storedOwner());
    assertEquals(0, tree.ephemeralCount());
  }

  @Test
  void closingASessionDeletesTheListedPathsAndWhateverElseItOwns() {
    apply(tree, 1, new Txn.CreateSession(5000));
    apply(tree, 2, new Txn.Create(OpCode.CREATE, "/e1", null, Acl.OPEN, true, 1, 0));
    apply(tree, 3, new Txn.Create(OpCode.CREATE, "/e2", null, Acl.OPEN, true, 2, 0));
    assertEquals(Set.of("/e1", "/e2"), new TreeSet<>(tree.ephemerals(7)));
    assertEquals(7, find(tree, "/e1").ephemeralOwner());
    apply(tree, 4, new Txn.CloseSession(List.of("/e1", "/gone")));
    assertNull(tree.find("/e1"));
    assertNull(tree.find("/e2"));
    assertEquals(4, find(tree, "/").pzxid());
    assertEquals(2, find(tree, "/").creationCounter());
    assertTrue(tree.sessions().isEmpty());
    assertEquals(0, tree.ephemeralCount());
  }

  @Test
  void aMultiWithAFailedPartChangesNothingAndTellsEachPart() {
    apply(tree, 1, newNode("/a", "", 1));
    Txn multi =
        new Txn.Multi(
            List.of(
                newNode("/a/b", "", 1), new Txn.Failed(-103), new Txn.Delete(OpCode.DELETE, "/a")));
    TxnOutcome outcome = apply(tree, 2, multi);
    assertEquals(List.of(0, -103, -2), outcome.parts().stream().map(TxnOutcome::error).toList());
    assertEquals(0, outcome.error());
    assertNull(tree.find("/a/b"));
    assertNotNull(tree.find("/a"));
    assertEquals(2, tree.lastZxid());
  }

  @Test
  void aDeletionOfAMissingNodeStillRaisesTheParentsPzxid() {
    apply(tree, 1, newNode("/a", "", 1));
    TxnOutcome outcome = apply(tree, 9, new Txn.Delete(OpCode.DELETE, "/a/gone"));
    assertEquals(ErrorCode.NO_NODE.code(), outcome.error());
    assertEquals(9, find(tree, "/a").pzxid());
    apply(tree, 8, new Txn.Delete(OpCode.DELETE, "/a/gone"));
    assertEquals(9, find(tree, "/a").pzxid());
  }

  @Test
  void builtInNodesCannotBeDeletedByAnyTxn() {
    for (String path : List.of("/", "/zookeeper", "/zookeeper/quota", "/zookeeper/config")) {
      assertEquals(
          ErrorCode.BAD_ARGUMENTS.code(),
          apply(tree, 1, new Txn.Delete(OpCode.DELETE, path)).error());
    }
    assertEquals(4, tree.nodeCount());
  }

  @Test
  void replayOfADeletionTakesAlongChildrenThatALaterStateBroughtIn() {
    apply(tree, 1, newNode("/a", "", 1));
    apply(tree, 2, newNode("/a/b", "bb", 1));
    apply(tree, 3, new Txn.Create(OpCode.CREATE, "/a/b/e", bytes("x"), Acl.READ_ONLY, true, 1, 0));
    apply(tree, 4, new Txn.Delete(OpCode.DELETE, "/a"));
    assertNull(tree.find("/a"));
    assertNull(tree.find("/a/b/e"));
    assertEquals(0, tree.ephemeralCount());
    assertEquals(4, tree.nodeCount());
    apply(tree, 5, newNode("/a", "", 2));
    assertNull(tree.find("/a/b"));
  }

  @Test
  void theCreationCounterWrapsAround() {
    apply(tree, 1, newNode("/a", "", 1));
    apply(tree, 2, newNode("/a/x", "", Integer.MAX_VALUE));
    assertEquals(Integer.MAX_VALUE, find(tree, "/a").creationCounter());
    apply(tree, 3, newNode("/a/y", "", Integer.MIN_VALUE));
    assertEquals(Integer.MIN_VALUE, find(tree, "/a").creationCounter());
  }

  /** The parent's pzxid tells whether the snapshot has it with or without the child. */
  @Test
  void aCreateOfAVeryOldLogCountsOnceAlsoWhenItIsReplayed() {
    apply(tree, 1, newNode("/p", "", 1));
    apply(tree, 2, veryOld("/p/x"));
    apply(tree, 3, veryOld("/p/y"));
    apply(tree, 4, new Txn.Delete(OpCode.DELETE, "/p/y"));
    assertEquals(2, find(tree, "/p").creationCounter());
    // Over a snapshot that has seen all of it.
    apply(tree, 2, veryOld("/p/x"));
    apply(tree, 3, veryOld("/p/y"));
    apply(tree, 4, new Txn.Delete(OpCode.DELETE, "/p/y"));
    assertEquals(2, find(tree, "/p").creationCounter());
    assertEquals(4, find(tree, "/p").pzxid());
    assertEquals(1, find(tree, "/p").numChildren());
  }

  @Test
  void aCreateOfAVeryOldLogCountsWhenTheParentWasWrittenBeforeTheChild() {
    TreeLoader loader = new TreeLoader(Trees.OPTIONS);
    loader.node("", new byte[0], -1, new Stat(0, 0, 0, 0, 0, 1, 0, 0, 0, 0, 1));
    loader.node("/p", new byte[0], -1, new Stat(1, 1, 9, 9, 0, 0, 0, 0, 0, 0, 1));
    loader.node("/p/x", new byte[0], -1, new Stat(2, 2, 9, 9, 0, 0, 0, 0, 0, 0, 2));
    DataTree loaded = loader.finish(1);
    assertEquals(ErrorCode.NODE_EXISTS.code(), apply(loaded, 2, veryOld("/p/x")).error());
    assertEquals(1, find(loaded, "/p").creationCounter());
    assertEquals(2, find(loaded, "/p").pzxid());
  }

  private static Txn veryOld(String path) {
    return newNode(path, "", -1);
  }

  @Test
  void configurationIsSetWithVersionMinusOneAndItsOwnZxid() {
    tree.configure(bytes("server.1=a:1:2"), 0x100000001L, 55);
    Znode config = find(tree, "/zookeeper/config");
    assertEquals(-1, config.version());
    assertEquals(0x100000001L, config.mzxid());
    assertEquals(55, config.mtime());
    assertEquals(0, tree.lastZxid());
    assertArrayEquals(bytes("server.1=a:1:2"), config.data());
  }

  @Test
  void orphanedEphemeralsAreRemovedAtTheStart() {
    apply(tree, 1, new Txn.CreateSession(5000));
    apply(tree, 2, new Txn.Create(OpCode.CREATE, "/mine", null, Acl.OPEN, true, 1, 0));
    tree.apply(
        Trees.header(8, 3),
        new Txn.Create(OpCode.CREATE, "/orphan", null, Acl.OPEN, true, 2, 0),
        ChangeListener.NONE);
    assertEquals(1, tree.removeOrphanEphemerals());
    assertNotNull(tree.find("/mine"));
    assertNull(tree.find("/orphan"));
  }

  @Test
  void withoutExtendedTypesTtlNodesAreTheEphemeralsOfDeadSessions() {
    DataTree plain = new DataTree(new TreeOptions(false, false, true, 1));
    apply(plain, 1, new Txn.Create(OpCode.CREATE_TTL, "/t", null, Acl.OPEN, false, 1, 99));
    assertEquals(EphemeralOwner.Kind.EPHEMERAL, find(plain, "/t").kind());
    assertEquals(1, plain.removeOrphanEphemerals());
    assertNull(plain.find("/t"));
  }

  @Test
  void aclsAreSharedAndForgottenWithTheirLastNode() {
    List<Acl> mine = List.of(new Acl(31, "digest", "a:b"));
    apply(tree, 1, new Txn.Create(OpCode.CREATE, "/a", null, mine, false, 1, 0));
    apply(tree, 2, new Txn.Create(OpCode.CREATE, "/b", null, List.copyOf(mine), false, 2, 0));
    assertEquals(2, tree.aclCount());
    apply(tree, 3, new Txn.SetAcl("/a", Acl.OPEN, 1));
    assertEquals(2, tree.aclCount());
    apply(tree, 4, new Txn.Delete(OpCode.DELETE, "/b"));
    assertEquals(1, tree.aclCount());
    assertEquals(1, find(tree, "/a").aversion());
    assertEquals(1, find(tree, "/a").mzxid());
  }

  @Test
  void aTreeWithoutDigestShowsNone() {
    DataTree plain = new DataTree(new TreeOptions(true, false, false, 1));
    apply(plain, 1, newNode("/a", "x", 1));
    assertEquals(0, plain.digest());
    assertFalse(plain.options().digest());
  }
}
