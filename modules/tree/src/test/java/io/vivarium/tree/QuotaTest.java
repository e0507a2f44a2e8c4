package io.vivarium.tree;

import static io.vivarium.tree.Trees.apply;
import static io.vivarium.tree.Trees.bytes;
import static io.vivarium.tree.Trees.find;
import static io.vivarium.tree.Trees.newNode;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNull;

import io.vivarium.model.OpCode;
import io.vivarium.model.Txn;
import java.nio.charset.StandardCharsets;
import org.junit.jupiter.api.Test;

class QuotaTest {
  private static final String LIMITS = "count=3,bytes=20=;byteHardLimit=40;countHardLimit=4";

  private DataTree tree = new DataTree(Trees.OPTIONS);
  private long zxid;

  private void create(String path, String data) {
    assertEquals(0, apply(tree, ++zxid, newNode(path, data, -1)).error());
  }

  private void delete(String path) {
    assertEquals(0, apply(tree, ++zxid, new Txn.Delete(OpCode.DELETE, path)).error());
  }

  private void quota(String path, String limits) {
    create("/zookeeper/quota" + path, "");
    create("/zookeeper/quota" + path + "/zookeeper_limits", limits);
    create("/zookeeper/quota" + path + "/zookeeper_stats", "count=0,bytes=0");
  }

  private String usage(String path) {
    byte[] data = find(tree, "/zookeeper/quota" + path + "/zookeeper_stats").data();
    return new String(data, StandardCharsets.UTF_8);
  }

  @Test
  void usageIsCountedWhenItsNodeIsCreatedWhateverTheClientWrote() {
    create("/q", "abc");
    create("/q/a", "12345");
    create("/other", "zzz");
    quota("/q", LIMITS);
    assertEquals("count=2,bytes=8", usage("/q"));
  }

  @Test
  void usageFollowsCreatesDeletesAndDataWithoutAVersion() {
    create("/q", "");
    quota("/q", LIMITS);
    long mzxid = find(tree, "/zookeeper/quota/q/zookeeper_stats").mzxid();
    create("/q/a", "12345");
    create("/q/a/b", "1");
    assertEquals("count=3,bytes=6", usage("/q"));
    apply(tree, ++zxid, new Txn.SetData("/q/a", bytes("1"), 1));
    assertEquals("count=3,bytes=2", usage("/q"));
    delete("/q/a/b");
    assertEquals("count=2,bytes=1", usage("/q"));
    create("/qq", "not below q");
    assertEquals("count=2,bytes=1", usage("/q"));
    assertEquals(0, find(tree, "/zookeeper/quota/q/zookeeper_stats").version());
    assertEquals(mzxid, find(tree, "/zookeeper/quota/q/zookeeper_stats").mzxid());
  }

  @Test
  void onlyTheDeepestPrefixIsAdjusted() {
    create("/q", "");
    create("/q/in", "");
    quota("/q", LIMITS);
    quota("/q/in", LIMITS);
    create("/q/in/x", "1");
    assertEquals("count=2,bytes=0", usage("/q"));
    assertEquals("count=2,bytes=1", usage("/q/in"));
    assertEquals("/q/in", tree.quota("/q/in/x/y").prefix());
    assertEquals("/q", tree.quota("/q/inner").prefix());
    assertNull(tree.quota("/"));
    assertNull(tree.quota("/r"));
  }

  @Test
  void limitsAreReadFromTheirNodeAndJudgeHardBeforeSoft() {
    create("/q", "");
    quota("/q", LIMITS);
    Quota quota = tree.quota("/q/x");
    assertEquals(new Quota("/q", 3, 20, 4, 40, 1, 0), quota);
    assertEquals(Quota.Verdict.WITHIN, quota.judge(1, 40));
    assertEquals(Quota.Verdict.HARD_EXCEEDED, quota.judge(1, 41));
    assertEquals(Quota.Verdict.HARD_EXCEEDED, quota.judge(4, 0));
    assertEquals(Quota.Verdict.WITHIN, quota.judge(0, 0));
    Quota soft = new Quota("/q", 3, -1, -1, -1, 3, 500);
    assertEquals(Quota.Verdict.SOFT_EXCEEDED, soft.judge(1, 1));
    assertEquals(Quota.Verdict.WITHIN, soft.judge(0, 1));
  }

  @Test
  void changedLimitsAndDeletedNodesCountAtOnce() {
    create("/q", "");
    quota("/q", LIMITS);
    apply(
        tree,
        ++zxid,
        new Txn.SetData("/zookeeper/quota/q/zookeeper_limits", bytes("count=9;bytes=x"), 1));
    assertEquals(9, tree.quota("/q").count());
    assertEquals(-1, tree.quota("/q").bytes());
    assertEquals(-1, tree.quota("/q").countHard());
    delete("/zookeeper/quota/q/zookeeper_stats");
    assertFalse(tree.quota("/q").tracked());
    assertEquals(Quota.Verdict.WITHIN, tree.quota("/q").judge(100, 100));
    create("/q/uncounted", "");
    delete("/zookeeper/quota/q/zookeeper_limits");
    assertNull(tree.quota("/q"));
  }

  @Test
  void whatAClientWritesIntoTheUsageNodeIsWhereCountingGoesOn() {
    create("/q", "");
    quota("/q", LIMITS);
    apply(
        tree,
        ++zxid,
        new Txn.SetData("/zookeeper/quota/q/zookeeper_stats", bytes("count=100,bytes=7"), 1));
    create("/q/a", "1");
    assertEquals("count=101,bytes=8", usage("/q"));
  }

  @Test
  void aLoadCountsAnew() {
    create("/q", "xx");
    quota("/q", LIMITS);
    apply(
        tree,
        ++zxid,
        new Txn.SetData("/zookeeper/quota/q/zookeeper_stats", bytes("count=100,bytes=7"), 1));
    tree = Trees.reload(tree, Trees.OPTIONS);
    assertEquals("count=1,bytes=2", usage("/q"));
    assertEquals(1, tree.quota("/q").usedCount());
    create("/q/a", "1");
    assertEquals("count=2,bytes=3", usage("/q"));
  }

  @Test
  void aQuotaOnTheRootOrOnAMissingNodeHarmsNobody() {
    create("/zookeeper/quota/zookeeper_limits", LIMITS);
    create("/zookeeper/quota/zookeeper_stats", "");
    quota("/missing", LIMITS);
    assertEquals("count=0,bytes=0", usage("/missing"));
    create("/a", "1");
    assertNull(tree.quota("/a"));
    create("/missing", "123");
    assertEquals("count=1,bytes=3", usage("/missing"));
  }
}
