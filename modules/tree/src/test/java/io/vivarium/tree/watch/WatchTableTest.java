package io.vivarium.tree.watch;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertSame;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.vivarium.model.Acl;
import io.vivarium.model.OpCode;
import io.vivarium.model.Txn;
import io.vivarium.model.TxnHeader;
import io.vivarium.model.WatchEvent;
import io.vivarium.model.WatcherType;
import io.vivarium.tree.DataTree;
import io.vivarium.tree.TreeOptions;
import io.vivarium.tree.TreeReader;
import io.vivarium.tree.watch.WatchTable.Mode;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

class WatchTableTest {
  private final DataTree tree = new DataTree(new TreeOptions(true, false, true, 1));
  private final TreeReader reader = new TreeReader(tree);
  private final WatchTable table = new WatchTable();
  private final RecordingWatcher watcher = new RecordingWatcher();
  private final Watches watches = watcher.watches;
  private long zxid;

  private void apply(Txn txn) {
    tree.apply(new TxnHeader(1, 1, ++zxid, zxid), txn, table);
  }

  private static Txn newNode(String path) {
    return new Txn.Create(OpCode.CREATE, path, new byte[] {1}, Acl.OPEN, false, -1, 0);
  }

  private static Txn removed(String path) {
    return new Txn.Delete(OpCode.DELETE, path);
  }

  private static Txn written(String path) {
    return new Txn.SetData(path, new byte[] {1}, 1);
  }

  private void create(String path) {
    apply(newNode(path));
  }

  private void watch(String path, Mode mode) {
    reader.find(path);
    assertTrue(table.add(path, mode, watches, reader));
  }

  // ---- what each kind of watch hears

  @Test
  void aDataWatchHearsOfDataOnce() {
    create("/a");
    watch("/a", Mode.DATA);
    apply(written("/a"));
    apply(written("/a"));
    assertEquals(List.of("DATA_CHANGED /a"), watcher.heard());
  }

  @Test
  void aDataWatchHearsOfDeletionAndNotOfChildren() {
    create("/a");
    watch("/a", Mode.DATA);
    create("/a/b");
    apply(removed("/a/b"));
    assertEquals(List.of(), watcher.heard());
    apply(removed("/a"));
    assertEquals(List.of("DELETED /a"), watcher.heard());
  }

  @Test
  void anExistsWatchOnAMissingNodeHearsOfItsCreation() {
    watch("/a", Mode.DATA);
    create("/a");
    assertEquals(List.of("CREATED /a"), watcher.heard());
    assertEquals(0, table.size());
  }

  @Test
  void aChildWatchHearsOfChildrenOnceAndNotOfDataOrGrandchildren() {
    create("/a");
    create("/a/b");
    watch("/a", Mode.CHILD);
    apply(written("/a"));
    create("/a/b/c");
    assertEquals(List.of(), watcher.heard());
    create("/a/d");
    apply(removed("/a/d"));
    assertEquals(List.of("CHILDREN_CHANGED /a"), watcher.heard());
  }

  @Test
  void aChildWatchHearsOfTheDeletionOfItsNode() {
    create("/a");
    watch("/a", Mode.CHILD);
    apply(removed("/a"));
    assertEquals(List.of("DELETED /a"), watcher.heard());
    assertEquals(0, table.size());
  }

  @Test
  void aDeletionIsToldOnceToWhoHasBothWatchesAndBothAreUsedUp() {
    create("/a");
    watch("/a", Mode.DATA);
    watch("/a", Mode.CHILD);
    apply(removed("/a"));
    assertEquals(List.of("DELETED /a"), watcher.heard());
    assertEquals(0, table.size());
    assertEquals(0, watches.size());
  }

  @Test
  void theNodesOwnEventComesBeforeThatOfItsParentsChildren() {
    watch("/", Mode.CHILD);
    watch("/a", Mode.DATA);
    create("/a");
    assertEquals(List.of("CREATED /a", "CHILDREN_CHANGED /"), watcher.heard());
    watch("/", Mode.CHILD);
    watch("/a", Mode.CHILD);
    apply(removed("/a"));
    assertEquals(List.of("DELETED /a", "CHILDREN_CHANGED /"), watcher.heard());
  }

  @Test
  void aPersistentWatchHearsAllFourKindsAndStays() {
    watch("/a", Mode.PERSISTENT);
    create("/a");
    apply(written("/a"));
    create("/a/b");
    apply(written("/a/b"));
    apply(removed("/a/b"));
    apply(removed("/a"));
    assertEquals(
        List.of(
            "CREATED /a",
            "DATA_CHANGED /a",
            "CHILDREN_CHANGED /a",
            "CHILDREN_CHANGED /a",
            "DELETED /a"),
        watcher.heard());
    assertEquals(2, table.size());
  }

  @Test
  void aRecursiveWatchHearsOfTheSubtreeButNeverOfChildrenChanged() {
    watch("/a", Mode.RECURSIVE);
    create("/a");
    create("/a/b");
    create("/a/b/c");
    create("/ab");
    apply(written("/a/b/c"));
    apply(removed("/a/b/c"));
    assertEquals(
        List.of(
            "CREATED /a",
            "CREATED /a/b",
            "CREATED /a/b/c",
            "DATA_CHANGED /a/b/c",
            "DELETED /a/b/c"),
        watcher.heard());
  }

  @Test
  void aRecursiveWatchOnTheRootHearsOfEverything() {
    watch("/", Mode.RECURSIVE);
    create("/a");
    create("/a/b");
    assertEquals(List.of("CREATED /a", "CREATED /a/b"), watcher.heard());
  }

  @Test
  void whoWatchesInSeveralWaysIsToldOncePerChange() {
    create("/a");
    create("/a/b");
    watch("/", Mode.RECURSIVE);
    watch("/a", Mode.RECURSIVE);
    watch("/a/b", Mode.RECURSIVE);
    watch("/a/b", Mode.PERSISTENT);
    watch("/a/b", Mode.DATA);
    watch("/a/b", Mode.CHILD);
    apply(written("/a/b"));
    assertEquals(List.of("DATA_CHANGED /a/b"), watcher.heard());
    apply(removed("/a/b"));
    assertEquals(List.of("DELETED /a/b"), watcher.heard());
  }

  @Test
  void aRecursiveWatchBesideAChildWatchHearsOfChildrenThroughTheLatter() {
    create("/a");
    watch("/a", Mode.RECURSIVE);
    watch("/a", Mode.CHILD);
    create("/a/b");
    create("/a/c");
    assertEquals(List.of("CREATED /a/b", "CHILDREN_CHANGED /a", "CREATED /a/c"), watcher.heard());
  }

  @Test
  void anAclChangeOrAFailedTxnOrAUsageCountIsToldToNobody() {
    create("/a");
    create("/zookeeper/quota/a");
    create("/zookeeper/quota/a/zookeeper_limits");
    create("/zookeeper/quota/a/zookeeper_stats");
    watch("/", Mode.RECURSIVE);
    apply(new Txn.SetAcl("/a", Acl.READ_ONLY, 1));
    apply(new Txn.Failed(-101));
    apply(new Txn.Multi(List.of(newNode("/x"), new Txn.Failed(-103))));
    assertEquals(List.of(), watcher.heard());
    create("/a/b");
    assertEquals(List.of("CREATED /a/b"), watcher.heard());
  }

  @Test
  void aMultiTellsAPersistentWatchOncePerPartAllWithTheSameZxid() {
    watch("/a", Mode.PERSISTENT);
    apply(new Txn.Multi(List.of(newNode("/a"), written("/a"), newNode("/a/b"), removed("/a/b"))));
    assertEquals(List.of(1L, 1L, 1L, 1L), watcher.events.stream().map(WatchEvent::zxid).toList());
    assertEquals(
        List.of("CREATED /a", "DATA_CHANGED /a", "CHILDREN_CHANGED /a", "CHILDREN_CHANGED /a"),
        watcher.heard());
  }

  @Test
  void theEphemeralsOfAClosedSessionAreToldAsDeleted() {
    apply(new Txn.Create(OpCode.CREATE, "/e", null, Acl.OPEN, true, 1, 0));
    watch("/e", Mode.DATA);
    watch("/", Mode.CHILD);
    apply(new Txn.CloseSession(List.of("/e")));
    assertEquals(List.of("DELETED /e", "CHILDREN_CHANGED /"), watcher.heard());
  }

  @Test
  void reconfigurationIsToldToWatchersOfTheConfigNode() {
    watch("/zookeeper/config", Mode.DATA);
    apply(new Txn.Reconfig("/zookeeper/config", new byte[] {1}, -1));
    assertEquals(List.of("DATA_CHANGED /zookeeper/config"), watcher.heard());
  }

  @Test
  void allWatchersOfAChangeShareOneEvent() {
    RecordingWatcher other = new RecordingWatcher();
    watch("/a", Mode.DATA);
    table.add("/a", Mode.PERSISTENT, other.watches);
    create("/a");
    assertSame(watcher.events.getFirst(), other.events.getFirst());
  }

  // ---- ACL

  @Test
  void whoMayNotReadIsNotToldAndLosesTheWatchNevertheless() {
    apply(new Txn.Create(OpCode.CREATE, "/a", null, Acl.READ_ONLY, false, 1, 0));
    watch("/a", Mode.DATA);
    watcher.privileged = false;
    apply(written("/a"));
    assertEquals(List.of(), watcher.heard());
    assertEquals(0, table.size());
  }

  @Test
  void theAclThatCountsIsTheNodesOwnAndForChildrenThatOfTheParent() {
    apply(new Txn.Create(OpCode.CREATE, "/open", null, Acl.OPEN, false, 1, 0));
    watcher.privileged = false;
    watch("/open", Mode.CHILD);
    watch("/open/a", Mode.DATA);
    apply(new Txn.Create(OpCode.CREATE, "/open/a", null, Acl.READ_ONLY, false, 1, 0));
    assertEquals(List.of("CHILDREN_CHANGED /open"), watcher.heard());
    watch("/open", Mode.CHILD);
    watch("/open/a", Mode.DATA);
    apply(removed("/open/a"));
    assertEquals(List.of("CHILDREN_CHANGED /open"), watcher.heard());
  }

  // ---- asking and removing

  @Test
  void registeringTheSameModeTwiceIsOneWatch() {
    watch("/a", Mode.DATA);
    watch("/a", Mode.DATA);
    assertEquals(1, table.size());
    create("/a");
    apply(written("/a"));
    assertEquals(List.of("CREATED /a"), watcher.heard());
  }

  @ParameterizedTest
  @EnumSource(Mode.class)
  void eachTypeFindsAndRemovesItsOwnMode(Mode mode) {
    WatcherType own =
        switch (mode) {
          case DATA -> WatcherType.DATA;
          case CHILD -> WatcherType.CHILDREN;
          case PERSISTENT -> WatcherType.PERSISTENT;
          case RECURSIVE -> WatcherType.PERSISTENT_RECURSIVE;
        };
    watch("/a", mode);
    for (WatcherType type : WatcherType.values()) {
      boolean fits = type == own || type == WatcherType.ANY;
      assertEquals(fits, table.contains("/a", type, watches), type.name());
      if (!fits) {
        assertFalse(table.remove("/a", type, watches), type.name());
      }
    }
    assertFalse(table.contains("/b", own, watches));
    assertFalse(table.contains("/a", own, new RecordingWatcher().watches));
    assertTrue(table.remove("/a", own, watches));
    assertFalse(table.remove("/a", own, watches));
    assertEquals(0, table.size());
  }

  @Test
  void removingAnyRemovesAllModesAtOnce() {
    for (Mode mode : Mode.values()) {
      watch("/a", mode);
    }
    assertTrue(table.remove("/a", WatcherType.ANY, watches));
    create("/a");
    create("/a/b");
    assertEquals(List.of(), watcher.heard());
    assertEquals(0, watches.size());
  }

  @Test
  void removingOneModeLeavesTheOthers() {
    watch("/a", Mode.DATA);
    watch("/a", Mode.PERSISTENT);
    assertTrue(table.remove("/a", WatcherType.PERSISTENT, watches));
    create("/a");
    create("/a/b");
    assertEquals(List.of("CREATED /a"), watcher.heard());
  }

  @Test
  void aClosedConnectionHearsNothingAndCanLeaveNoWatch() {
    for (int i = 0; i < 100; i++) {
      watch("/n" + i, Mode.DATA);
    }
    watch("/", Mode.RECURSIVE);
    table.close(watches);
    assertEquals(0, table.size());
    table.add("/a", Mode.PERSISTENT, watches);
    create("/a");
    create("/n1");
    assertEquals(List.of(), watcher.heard());
    assertEquals(0, table.size());
    table.close(watches);
  }

  @Test
  void figuresAreThoseOfZooKeepersTwoTables() {
    RecordingWatcher other = new RecordingWatcher();
    watch("/a", Mode.DATA);
    watch("/a", Mode.PERSISTENT);
    watch("/b", Mode.CHILD);
    table.add("/c", Mode.RECURSIVE, other.watches);
    assertEquals(new WatchCounts(2, 2, 2, 2), table.counts());
    assertEquals(4, table.size());
    assertEquals(List.of("/a", "/c"), List.copyOf(table.watchersByPath(9).keySet()));
    assertEquals(List.of(other), table.watchersByPath(9).get("/c"));
  }

  @Test
  void noMoreWatchesAreToldOfThanAreAskedFor() {
    for (int i = 0; i < 1000; i++) {
      watch("/n" + i % 100, Mode.CHILD);
      table.add("/n" + i % 100, Mode.DATA, new RecordingWatcher().watches);
    }
    for (int most : List.of(0, 1, 9, 10, 11, 500, 1000)) {
      Map<String, List<Watcher>> told = table.watchersByPath(most);
      assertEquals(most, told.values().stream().mapToInt(List::size).sum());
    }
    assertEquals(100, table.watchersByPath(Integer.MAX_VALUE).size());
  }

  @Test
  void aThousandWatchersOfOnePathAreAllToldOnce() {
    List<RecordingWatcher> crowd = new ArrayList<>();
    for (int i = 0; i < 1000; i++) {
      RecordingWatcher one = new RecordingWatcher();
      crowd.add(one);
      table.add("/a", i % 2 == 0 ? Mode.DATA : Mode.PERSISTENT, one.watches);
    }
    create("/a");
    for (RecordingWatcher one : crowd) {
      assertEquals(List.of("CREATED /a"), one.heard());
    }
    for (int i = 0; i < 1000; i += 3) {
      table.close(crowd.get(i).watches);
    }
    apply(written("/a"));
    for (int i = 0; i < 1000; i++) {
      boolean stays = i % 2 == 1 && i % 3 != 0;
      assertEquals(stays ? List.of("DATA_CHANGED /a") : List.of(), crowd.get(i).heard(), "" + i);
    }
  }

  // ---- no event is lost

  @Test
  void aWatchIsRefusedWhenTheNodeHasChangedSinceItWasRead() {
    create("/a");
    reader.find("/a");
    apply(written("/a"));
    assertFalse(table.add("/a", Mode.DATA, watches, reader));
    assertEquals(0, table.size());
    reader.find("/a");
    assertTrue(table.add("/a", Mode.DATA, watches, reader));
  }

  @Test
  void aChildWatchMindsOnlyChangesOfThoseChildren() {
    create("/a");
    create("/a/b");
    create("/z");
    reader.find("/a");
    reader.childNames();
    apply(written("/z"));
    assertTrue(table.add("/a", Mode.CHILD, watches, reader));
    reader.find("/a");
    reader.childNames();
    create("/a/c");
    assertFalse(table.add("/a", Mode.CHILD, watches, reader));
  }

  @Test
  void aChildWatchIsRefusedWhenTheNodeItselfIsGone() {
    create("/a");
    create("/a/b");
    apply(removed("/a/b"));
    reader.find("/a");
    reader.childNames();
    apply(removed("/a"));
    assertFalse(table.add("/a", Mode.CHILD, watches, reader));
  }

  /** The reader's half of Dekker's race: by the time it asks whether the node is unchanged, the writer would look for watches. */
  @ParameterizedTest
  @EnumSource(Mode.class)
  void aWatchIsCountedBeforeItIsAskedWhetherTheNodeIsUnchanged(Mode mode) {
    List<Boolean> looked = new ArrayList<>();
    assertFalse(
        table.register(
            "/a",
            mode,
            watches,
            () -> {
              looked.add(table.anyWatches());
              looked.add(table.anyRecursive());
              return false;
            }));
    assertEquals(List.of(true, mode == Mode.RECURSIVE), looked);
    assertFalse(table.anyWatches());
    assertFalse(table.anyRecursive());
  }
}
