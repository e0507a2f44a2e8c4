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
import java.util.List;
import java.util.Map;
import java.util.NavigableMap;
import java.util.Random;
import java.util.TreeMap;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

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
  void allQuotasAreToldWithTheirUsageUntilTheirLimitsAreGone() {
    create("/q", "abc");
    quota("/q", LIMITS);
    quota("/r", "count=3,bytes=20");
    assertEquals(
        List.of("/q 1 3", "/r 0 0"),
        tree.quotas().stream()
            .map(one -> one.prefix() + " " + one.usedCount() + " " + one.usedBytes())
            .sorted()
            .toList());
    delete("/zookeeper/quota/q/zookeeper_limits");
    assertEquals(List.of("/r"), tree.quotas().stream().map(Quota::prefix).toList());
  }

  @Test
  void theLimitThatCountsIsTheHardOneWhereThereIsOne() {
    Quota soft = new Quota("/q", 3, 20, -1, -1, 0, 0);
    assertEquals(3, soft.countLimit());
    assertEquals(20, soft.bytesLimit());
    Quota hard = new Quota("/q", 3, 20, 0, 40, 0, 0);
    assertEquals(0, hard.countLimit());
    assertEquals(40, hard.bytesLimit());
    assertEquals(-1, new Quota("/q", -1, -1, -1, -1, 0, 0).countLimit());
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

  /** Clients write these nodes as they like; what cannot be understood is no limit. */
  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      nullValues = "-",
      textBlock =
          """
          count=3,bytes=20                            |  3 | 20 | -1 | -1
          count=3,bytes=20=;byteHardLimit=40          |  3 | 20 | -1 | 40
          countHardLimit=4;count=-1,bytes=-1          | -1 | -1 |  4 | -1
          ' count = 5 , bytes = 6 '                   |  5 |  6 | -1 | -1
          count=x,bytes=                              | -1 | -1 | -1 | -1
          count=99999999999999999999,bytes=1          | -1 |  1 | -1 | -1
          count,bytes=2,count=4                       |  4 |  2 | -1 | -1
          count=1,count=2                             |  1 | -1 | -1 | -1
          Count=1;BYTES=2                             | -1 | -1 | -1 | -1
          ''                                          | -1 | -1 | -1 | -1
          ',;,;=='                                    | -1 | -1 | -1 | -1
          """)
  void limitsAreReadFromWhateverTextThereIs(
      String text, long count, long bytes, long countHard, long bytesHard) {
    byte[] padded = bytes("<" + text + ">");
    assertEquals(
        new Quota("/q", count, bytes, countHard, bytesHard, -1, -1),
        Quota.of("/q", padded, 1, padded.length - 2));
  }

  /** Usage by the quota's own account against a count of the subtree, whatever is done to it. */
  @ParameterizedTest
  @ValueSource(longs = {1, 2, 3})
  void usageIsWhatACountOfTheSubtreeFinds(long seed) {
    create("/q", "");
    quota("/q", LIMITS);
    Random random = new Random(seed);
    NavigableMap<String, Integer> model = new TreeMap<>(Map.of("/q", 0));
    for (int i = 0; i < 2000; i++) {
      List<String> paths = List.copyOf(model.keySet());
      String path = paths.get(random.nextInt(paths.size()));
      String data = "x".repeat(random.nextInt(30));
      switch (random.nextInt(3)) {
        case 0 -> {
          create(path + "/n" + i, data);
          model.put(path + "/n" + i, data.length());
        }
        case 1 -> {
          boolean leaf = model.subMap(path + "/", path + "0").isEmpty();
          if (leaf && !path.equals("/q")) {
            delete(path);
            model.remove(path);
          }
        }
        default -> {
          apply(tree, ++zxid, new Txn.SetData(path, bytes(data), i));
          model.put(path, data.length());
        }
      }
      int bytes = model.values().stream().mapToInt(Integer::intValue).sum();
      assertEquals("count=" + model.size() + ",bytes=" + bytes, usage("/q"));
      assertEquals(model.size(), tree.quota(path).usedCount());
      assertEquals(bytes, tree.quota(path).usedBytes());
    }
  }
}
