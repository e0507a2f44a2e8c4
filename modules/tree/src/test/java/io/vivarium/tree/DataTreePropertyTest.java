package io.vivarium.tree;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.vivarium.model.Acl;
import io.vivarium.model.Stat;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class DataTreePropertyTest {
  @ParameterizedTest(name = "seed {0}")
  @ValueSource(longs = {1, 2, 3, 4})
  void behavesLikeThePlainReferenceThroughThousandsOfRandomTxns(long seed) {
    RandomTxns txns = new RandomTxns(seed);
    DataTree tree = new DataTree(Trees.OPTIONS);
    for (int i = 0; i < 2500; i++) {
      RandomTxns.Step step = txns.next();
      tree.apply(step.header(), step.txn(), ChangeListener.NONE);
      assertEquals(step.header().zxid(), tree.lastZxid());
      if (i % 250 == 0) {
        Trees.assertSame(txns.state, tree);
      }
    }
    Trees.assertSame(txns.state, tree);
  }

  @ParameterizedTest(name = "seed {0}")
  @ValueSource(longs = {5, 6})
  void isTheSameTreeAfterASnapshotIsWrittenAndLoaded(long seed) {
    RandomTxns txns = new RandomTxns(seed);
    DataTree tree = new DataTree(Trees.OPTIONS);
    for (int i = 0; i < 1200; i++) {
      RandomTxns.Step step = txns.next();
      tree.apply(step.header(), step.txn(), ChangeListener.NONE);
    }
    DataTree loaded = Trees.reload(tree, new TreeOptions(true, false, true, 77));
    Trees.assertSame(txns.state, loaded);
    assertEquals(tree.aclCount(), loaded.aclCount());
    for (int i = 0; i < 600; i++) {
      RandomTxns.Step step = txns.next();
      loaded.apply(step.header(), step.txn(), ChangeListener.NONE);
    }
    Trees.assertSame(txns.state, loaded);
  }

  /** The walk is interrupted by txns after every few nodes; what they changed is then replayed on top of what was written. */
  @ParameterizedTest(name = "seed {0}")
  @ValueSource(longs = {11, 12, 13, 14, 15, 16})
  void replayOverAFuzzySnapshotEndsWithTheSameTree(long seed) {
    RandomTxns txns = new RandomTxns(seed);
    DataTree tree = new DataTree(Trees.OPTIONS);
    for (int i = 0; i < 1000; i++) {
      RandomTxns.Step step = txns.next();
      tree.apply(step.header(), step.txn(), ChangeListener.NONE);
    }
    List<RandomTxns.Step> since = new ArrayList<>();
    TreeLoader loader = new TreeLoader(Trees.OPTIONS);
    try (TreeScan scan = new TreeScan(tree)) {
      assertEquals(true, scan.begin());
      tree.sessions().forEach(loader::session);
      scan.acls().forEach(loader::acl);
      int shown = 0;
      while (scan.next() == TreeScan.Step.NODE) {
        Trees.loadNode(scan, loader);
        if (shown++ % 3 == 0) {
          RandomTxns.Step step = txns.next();
          tree.apply(step.header(), step.txn(), ChangeListener.NONE);
          since.add(step);
        }
      }
    }
    DataTree replayed = loader.finish(1000);
    for (RandomTxns.Step step : since) {
      replayed.apply(step.header(), step.txn(), ChangeListener.NONE);
    }
    withoutUsage(txns.state, tree);
    Trees.assertSame(txns.state, tree);
    withoutUsage(txns.state, replayed);
    Trees.assertSame(txns.state, replayed);
  }

  /** ZooKeeper's walk shows what came meanwhile too, with numbers that are not in the table, which was written before. */
  @ParameterizedTest(name = "seed {0}")
  @ValueSource(longs = {21, 22, 23, 24, 25, 26})
  void replayOverASnapshotThatLacksAclsEndsWithTheSameTree(long seed) {
    RandomTxns txns = new RandomTxns(seed);
    for (int i = 0; i < 1000; i++) {
      txns.next();
    }
    ReferenceTree before = txns.state.copy();
    TreeLoader loader = new TreeLoader(Trees.OPTIONS);
    before.sessions.forEach(loader::session);
    List<List<Acl>> table =
        before.nodes.values().stream().map(node -> node.acl).distinct().toList();
    for (int i = 0; i < table.size(); i++) {
      loader.acl(i + 1L, table.get(i));
    }
    List<RandomTxns.Step> since = new ArrayList<>();
    Set<String> shown = new HashSet<>();
    for (String path = "/"; path != null; path = txns.state.nodes.higherKey(path)) {
      String parent = path.substring(0, path.lastIndexOf('/'));
      // A child whose parent came behind the walk is not met.
      if (path.equals("/") || shown.contains(parent)) {
        ReferenceTree.Node node = txns.state.nodes.get(path);
        ReferenceTree.Node old = before.nodes.get(path);
        boolean known = old != null && old.czxid == node.czxid && old.acl.equals(node.acl);
        shown.add(path.equals("/") ? "" : path);
        load(loader, path, node, known ? table.indexOf(node.acl) + 1L : 100L + shown.size());
      }
      if (shown.size() % 3 == 0) {
        since.add(txns.next());
      }
    }
    assertTrue(loader.lacksAcls());
    DataTree replayed = loader.finish(1000);
    for (RandomTxns.Step step : since) {
      replayed.apply(step.header(), step.txn(), ChangeListener.NONE);
    }
    assertNull(replayed.nodeOfUnknownAcl());
    withoutUsage(txns.state, replayed);
    Trees.assertSame(txns.state, replayed);
  }

  private static void load(TreeLoader loader, String path, ReferenceTree.Node node, long aclId) {
    Stat stored =
        new Stat(
            node.czxid,
            node.mzxid,
            node.ctime,
            node.mtime,
            node.version,
            node.counter,
            node.aversion,
            node.owner,
            0,
            0,
            node.pzxid);
    loader.node(path.equals("/") ? "" : path, node.data, aclId, stored);
  }

  /** Usage is counted anew at a load and no txn carries it, so over a fuzzy snapshot it may differ: take it from the tree. */
  private static void withoutUsage(ReferenceTree reference, DataTree tree) {
    reference.nodes.forEach(
        (path, node) -> {
          if (path.endsWith("/zookeeper_stats")) {
            node.data = Trees.find(tree, path).data();
          }
        });
  }
}
