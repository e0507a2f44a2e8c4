package io.vivarium.tree.watch;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.vivarium.model.Acl;
import io.vivarium.model.OpCode;
import io.vivarium.model.Request;
import io.vivarium.model.Txn;
import io.vivarium.model.TxnHeader;
import io.vivarium.model.WatchEvent;
import io.vivarium.model.WatcherType;
import io.vivarium.tree.ChangeListener;
import io.vivarium.tree.DataTree;
import io.vivarium.tree.TreeOptions;
import io.vivarium.tree.TreeReader;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

class CatchUpTest {
  private final DataTree tree = new DataTree(new TreeOptions(true, false, true, 1));
  private final TreeReader reader = new TreeReader(tree);
  private final WatchTable table = new WatchTable();
  private final RecordingWatcher watcher = new RecordingWatcher();

  private void apply(long zxid, Txn txn) {
    tree.apply(new TxnHeader(1, 1, zxid, zxid), txn, table);
  }

  private static Txn newNode(String path) {
    return new Txn.Create(OpCode.CREATE, path, null, Acl.OPEN, false, -1, 0);
  }

  @BeforeEach
  void twoNodesOneOfThemChangedLater() {
    apply(1, newNode("/quiet"));
    apply(2, newNode("/busy"));
    apply(10, new Txn.SetData("/busy", new byte[1], 1));
    apply(11, newNode("/busy/child"));
  }

  private List<WatchEvent> catchUp(
      List<String> data, List<String> exist, List<String> child, List<String> persistent) {
    CatchUp catchUp =
        new CatchUp(
            new Request.SetWatches(
                OpCode.SET_WATCHES2, 5, data, exist, child, persistent, persistent),
            table,
            watcher.watches);
    assertTrue(catchUp.run(reader));
    return catchUp.events();
  }

  private boolean has(String path, WatcherType type) {
    return table.contains(path, type, watcher.watches);
  }

  @Test
  void dataWatchesFireForDeletedAndChangedNodesAndAreLeftOnOthers() {
    assertEquals(
        List.of(
            new WatchEvent(WatchEvent.Type.NODE_DELETED, "/gone", -1),
            new WatchEvent(WatchEvent.Type.NODE_DATA_CHANGED, "/busy", -1)),
        catchUp(List.of("/gone", "/busy", "/quiet"), List.of(), List.of(), List.of()));
    assertTrue(has("/quiet", WatcherType.DATA));
    assertFalse(has("/busy", WatcherType.ANY));
    assertFalse(has("/gone", WatcherType.ANY));
  }

  @Test
  void existWatchesFireForNodesThatAreThereAndAreLeftOnMissingOnes() {
    assertEquals(
        List.of(new WatchEvent(WatchEvent.Type.NODE_CREATED, "/quiet", -1)),
        catchUp(List.of(), List.of("/gone", "/quiet"), List.of(), List.of()));
    assertTrue(has("/gone", WatcherType.DATA));
    apply(20, newNode("/gone"));
    assertEquals(List.of("CREATED /gone"), watcher.heard());
  }

  @Test
  void childWatchesFireForDeletedNodesAndChangedChildrenAndAreLeftOnOthers() {
    assertEquals(
        List.of(
            new WatchEvent(WatchEvent.Type.NODE_DELETED, "/gone", -1),
            new WatchEvent(WatchEvent.Type.NODE_CHILDREN_CHANGED, "/busy", -1)),
        catchUp(List.of(), List.of(), List.of("/gone", "/busy", "/quiet"), List.of()));
    assertTrue(has("/quiet", WatcherType.CHILDREN));
    assertFalse(has("/busy", WatcherType.ANY));
  }

  @Test
  void persistentWatchesAreLeftWithoutCatchingUp() {
    assertEquals(List.of(), catchUp(List.of(), List.of(), List.of(), List.of("/busy", "/gone")));
    assertTrue(has("/busy", WatcherType.PERSISTENT));
    assertTrue(has("/gone", WatcherType.PERSISTENT_RECURSIVE));
  }

  @Test
  void whenTheWriterIsInTheWayItGoesOnWhereItStopped() {
    CatchUp catchUp =
        new CatchUp(
            new Request.SetWatches(
                OpCode.SET_WATCHES,
                5,
                List.of("/busy", "/quiet"),
                List.of(),
                List.of(),
                List.of(),
                List.of()),
            table,
            watcher.watches);
    tree.apply(
        new TxnHeader(1, 1, 12, 12),
        newNode("/x"),
        new ChangeListener() {
          @Override
          public void nodeChanged(WatchEvent.Type type, String path, List<Acl> acl, long zxid) {
            assertFalse(catchUp.run(reader));
          }

          @Override
          public void childrenChanged(String childPath, List<Acl> parentAcl, long zxid) {}
        });
    assertTrue(catchUp.run(reader));
    assertEquals(1, catchUp.events().size());
    assertTrue(has("/quiet", WatcherType.DATA));
  }
}
