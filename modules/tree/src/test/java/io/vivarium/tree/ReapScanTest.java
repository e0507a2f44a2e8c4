package io.vivarium.tree;

import static io.vivarium.tree.Trees.apply;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.vivarium.model.Acl;
import io.vivarium.model.OpCode;
import io.vivarium.model.Txn;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.Test;

class ReapScanTest {
  private final DataTree tree = new DataTree(Trees.OPTIONS);
  private long zxid;

  private void container(String path) {
    apply(
        tree, ++zxid, new Txn.Create(OpCode.CREATE_CONTAINER, path, null, Acl.OPEN, false, -1, 0));
  }

  private void ttl(String path, long ttl) {
    apply(tree, ++zxid, new Txn.Create(OpCode.CREATE_TTL, path, null, Acl.OPEN, false, -1, ttl));
  }

  private static long timeOf(long zxid) {
    return Trees.header(7, zxid).time();
  }

  private Set<String> due(long now, long maxNeverUsed) {
    ReapScan scan = new ReapScan(tree, now, maxNeverUsed);
    Set<String> found = new HashSet<>();
    while (!scan.done()) {
      List<String> some = scan.next();
      assertTrue(some.size() <= Segment.MAX_SLOTS);
      found.addAll(some);
    }
    assertEquals(List.of(), scan.next());
    return found;
  }

  @Test
  void aContainerIsDueWhenItHasLostItsLastChild() {
    container("/never");
    container("/used");
    container("/full");
    apply(tree, ++zxid, Trees.newNode("/used/a", "", 1));
    apply(tree, ++zxid, Trees.newNode("/full/a", "", 1));
    apply(tree, ++zxid, new Txn.Delete(OpCode.DELETE, "/used/a"));
    assertEquals(Set.of("/used"), due(timeOf(1000), 0));
    apply(tree, ++zxid, new Txn.Delete(OpCode.DELETE_CONTAINER, "/used"));
    assertEquals(Set.of(), due(timeOf(1000), 0));
  }

  @Test
  void aContainerThatWasNeverUsedIsDueAfterItsOwnTimeIfThereIsOne() {
    container("/never");
    assertEquals(Set.of(), due(timeOf(1) + 500, 500));
    assertEquals(Set.of("/never"), due(timeOf(1) + 501, 500));
  }

  @Test
  void aTtlNodeIsDueWhenItWasNotWrittenForItsTimeAndHasNoChildren() {
    ttl("/t", 100);
    assertEquals(Set.of(), due(timeOf(1) + 100, 0));
    assertEquals(Set.of("/t"), due(timeOf(1) + 101, 0));
    apply(tree, 50, new Txn.SetData("/t", null, 1));
    assertEquals(Set.of(), due(timeOf(1) + 101, 0));
    assertEquals(Set.of("/t"), due(timeOf(50) + 101, 0));
    apply(tree, 51, Trees.newNode("/t/child", "", 1));
    assertEquals(Set.of(), due(timeOf(50) + 101, 0));
  }

  @Test
  void manyAreFoundPartByPartAlsoAfterALoad() {
    for (int i = 0; i < 5000; i++) {
      ttl("/t" + i, 1 + i % 2 * 1_000_000);
    }
    DataTree loaded = Trees.reload(tree, Trees.OPTIONS);
    ReapScan scan = new ReapScan(loaded, timeOf(6000), 0);
    int parts = 0;
    int found = 0;
    while (!scan.done()) {
      found += scan.next().size();
      parts++;
    }
    assertEquals(2500, found);
    assertTrue(parts > 10);
  }
}
