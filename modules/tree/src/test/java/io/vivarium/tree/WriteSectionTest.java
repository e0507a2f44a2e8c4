package io.vivarium.tree;

import static io.vivarium.tree.Trees.apply;
import static io.vivarium.tree.Trees.bytes;
import static io.vivarium.tree.Trees.newNode;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.vivarium.model.Acl;
import io.vivarium.model.OpCode;
import io.vivarium.model.Txn;
import io.vivarium.model.WatchEvent;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

/** What readers may see while a txn is half applied: nothing. Deterministic, as the listener is called in the middle. */
class WriteSectionTest {
  private final DataTree tree = new DataTree(Trees.OPTIONS);
  private final TreeReader reader = new TreeReader(tree);

  /** Notes how reads end at the moment of each event. */
  private final class Peeking implements ChangeListener {
    private final List<String> seen = new ArrayList<>();

    @Override
    public void nodeChanged(WatchEvent.Type type, String path, List<Acl> acl, long zxid) {
      seen.add(type + " " + path + " " + reader.find(path) + " " + tree.lastZxid());
    }

    @Override
    public void childrenChanged(String childPath, List<Acl> parentAcl, long zxid) {
      seen.add("CHILDREN " + childPath + " " + reader.ephemerals(7, "/", new ArrayList<>()));
    }
  }

  @Test
  void eventsAreToldBeforeAnyReaderCanSeeTheChange() {
    Peeking peeking = new Peeking();
    tree.apply(Trees.header(7, 1), newNode("/a", "", 1), peeking);
    assertEquals(List.of("NODE_CREATED /a RETRY 0", "CHILDREN /a RETRY"), peeking.seen);
    assertEquals(TreeReader.Result.FOUND, reader.find("/a"));
    assertEquals(1, reader.zxid());
  }

  @Test
  void betweenThePartsOfAMultiNothingCanBeRead() {
    Peeking peeking = new Peeking();
    Txn multi =
        new Txn.Multi(
            List.of(
                newNode("/a", "", 1),
                new Txn.SetData("/a", bytes("x"), 1),
                new Txn.Delete(OpCode.DELETE, "/a")));
    tree.apply(Trees.header(7, 1), multi, peeking);
    assertEquals(
        List.of(
            "NODE_CREATED /a RETRY 0",
            "CHILDREN /a RETRY",
            "NODE_DATA_CHANGED /a RETRY 0",
            "NODE_DELETED /a RETRY 0",
            "CHILDREN /a RETRY"),
        peeking.seen);
  }

  @Test
  void aScanCannotBeginOrGoOnInTheMiddleOfATxn() {
    apply(tree, 1, newNode("/a", "", 1));
    List<Object> seen = new ArrayList<>();
    try (TreeScan begun = new TreeScan(tree);
        TreeScan early = new TreeScan(tree)) {
      assertTrue(begun.begin());
      tree.apply(
          Trees.header(7, 2),
          newNode("/b", "", 2),
          new ChangeListener() {
            @Override
            public void nodeChanged(WatchEvent.Type type, String path, List<Acl> acl, long zxid) {
              seen.add(early.begin());
              seen.add(begun.next());
            }

            @Override
            public void childrenChanged(String childPath, List<Acl> parentAcl, long zxid) {}
          });
      assertThrows(IllegalStateException.class, early::next);
      assertTrue(early.begin());
      assertEquals(2, early.startZxid());
      assertEquals(1, begun.startZxid());
      assertEquals(TreeScan.Step.NODE, begun.next());
    }
    assertEquals(List.of(false, TreeScan.Step.BUSY), seen);
  }

  @Test
  void whatWasReadIsUnchangedUntilTheNextTxn() {
    apply(tree, 1, newNode("/a", "", 1));
    reader.find("/a");
    assertTrue(reader.unchanged());
    apply(tree, 2, new Txn.Failed(-101));
    assertFalse(reader.unchanged());
  }

  @Test
  void aTreeWhoseChangeFailedHalfWayStaysClosed() {
    ChangeListener failing =
        new ChangeListener() {
          @Override
          public void nodeChanged(WatchEvent.Type type, String path, List<Acl> acl, long zxid) {
            throw new IllegalArgumentException("a bug");
          }

          @Override
          public void childrenChanged(String childPath, List<Acl> parentAcl, long zxid) {}
        };
    assertThrows(
        IllegalArgumentException.class,
        () -> tree.apply(Trees.header(7, 1), newNode("/a", "", 1), failing));
    assertEquals(TreeReader.Result.RETRY, reader.find("/"));
    assertThrows(IllegalStateException.class, () -> apply(tree, 2, newNode("/b", "", 2)));
  }
}
