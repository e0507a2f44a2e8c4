package io.vivarium.acceptance.javaclient;

import static io.vivarium.acceptance.javaclient.Failures.assertFailsWith;
import static java.nio.charset.StandardCharsets.UTF_8;
import static org.apache.zookeeper.ZooDefs.Ids.OPEN_ACL_UNSAFE;
import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.vivarium.acceptance.fixture.ServerExtension;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import org.apache.zookeeper.CreateMode;
import org.apache.zookeeper.KeeperException.Code;
import org.apache.zookeeper.ZKUtil;
import org.apache.zookeeper.ZooKeeper;
import org.apache.zookeeper.data.Stat;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

class ReadWriteTest {
  @RegisterExtension static final ServerExtension SERVER = ServerExtension.standard();

  private ZooKeeper zk;

  @BeforeEach
  void connect() throws Exception {
    zk = SERVER.client();
  }

  private void create(String path) throws Exception {
    zk.create(path, "v0".getBytes(UTF_8), OPEN_ACL_UNSAFE, CreateMode.PERSISTENT);
  }

  @Test
  @Tag("brief")
  void setDataCountsVersionsAndRefusesAStaleOne() throws Exception {
    create("/versioned");
    Stat first = zk.setData("/versioned", "v1".getBytes(UTF_8), 0);
    assertEquals(1, first.getVersion());
    assertTrue(first.getMzxid() > first.getCzxid());
    assertFailsWith(Code.BADVERSION, () -> zk.setData("/versioned", new byte[0], 0));
    Stat second = zk.setData("/versioned", "v2".getBytes(UTF_8), -1);
    Stat read = new Stat();
    assertArrayEquals("v2".getBytes(UTF_8), zk.getData("/versioned", false, read));
    assertEquals(second, read);
  }

  @Test
  void deleteChecksVersionChildrenAndExistence() throws Exception {
    create("/parent");
    create("/parent/child");
    assertFailsWith(Code.NOTEMPTY, () -> zk.delete("/parent", -1));
    assertFailsWith(Code.BADVERSION, () -> zk.delete("/parent/child", 7));
    zk.delete("/parent/child", 0);
    zk.delete("/parent", -1);
    assertFailsWith(Code.NONODE, () -> zk.delete("/parent", -1));
  }

  @Test
  void reservedNodesAreNotDeleted() {
    assertFailsWith(Code.BADARGUMENTS, () -> zk.delete("/zookeeper/quota", -1));
    assertFailsWith(Code.BADARGUMENTS, () -> zk.delete("/zookeeper", -1));
  }

  @Test
  void aWholeSubtreeIsDeletedRecursively() throws Exception {
    create("/subtree");
    for (int branch = 0; branch < 5; branch++) {
      create("/subtree/" + branch);
      for (int leaf = 0; leaf < 5; leaf++) {
        create("/subtree/" + branch + "/" + leaf);
      }
    }
    assertEquals(31, ZKUtil.listSubTreeBFS(zk, "/subtree").size());
    assertTrue(ZKUtil.deleteRecursive(zk, "/subtree", 4));
    assertNull(zk.exists("/subtree", false));
  }

  @Test
  void missingNodesAreReportedByEveryRead() throws Exception {
    assertNull(zk.exists("/missing", false));
    assertFailsWith(Code.NONODE, () -> zk.getData("/missing", false, null));
    assertFailsWith(Code.NONODE, () -> zk.getChildren("/missing", false));
    assertFailsWith(Code.NONODE, () -> zk.getACL("/missing", null));
    assertFailsWith(Code.NONODE, () -> zk.getAllChildrenNumber("/missing"));
    assertFailsWith(Code.NONODE, () -> zk.setData("/missing", new byte[0], -1));
  }

  @Test
  void childrenComeWithOrWithoutTheStatOfTheParent() throws Exception {
    create("/family");
    create("/family/a");
    create("/family/b");
    create("/family/b/c");
    assertEquals(Set.of("a", "b"), new TreeSet<>(zk.getChildren("/family", false)));
    Stat stat = new Stat();
    assertEquals(Set.of("a", "b"), new TreeSet<>(zk.getChildren("/family", false, stat)));
    assertEquals(zk.exists("/family", false), stat);
    assertEquals(3, zk.getAllChildrenNumber("/family"));
  }

  @Test
  void aSessionListsItsOwnEphemeralNodesByPrefix() throws Exception {
    create("/owned");
    zk.create("/owned/x", null, OPEN_ACL_UNSAFE, CreateMode.EPHEMERAL);
    zk.create("/owned-too", null, OPEN_ACL_UNSAFE, CreateMode.EPHEMERAL);
    SERVER.client().create("/owned/other", null, OPEN_ACL_UNSAFE, CreateMode.EPHEMERAL);
    assertEquals(Set.of("/owned/x", "/owned-too"), new TreeSet<>(zk.getEphemerals()));
    assertEquals(List.of("/owned/x"), zk.getEphemerals("/owned/x"));
  }

  @Test
  void syncAnswersWithItsPathEvenForAMissingNode() throws Exception {
    CompletableFuture<String> answered = new CompletableFuture<>();
    zk.sync("/not-there", (rc, path, context) -> answered.complete(rc + " " + path), null);
    assertEquals("0 /not-there", answered.get(10, TimeUnit.SECONDS));
  }

  @Test
  @Tag("brief")
  void afterSyncAReadSeesWhatAnotherSessionWrote() throws Exception {
    create("/shared");
    ZooKeeper writer = SERVER.client();
    for (int round = 1; round <= 50; round++) {
      byte[] value = Integer.toString(round).getBytes(UTF_8);
      writer.setData("/shared", value, -1);
      zk.sync("/shared", null, null);
      assertArrayEquals(value, zk.getData("/shared", false, null));
    }
  }

  @Test
  @Tag("brief")
  void dataNearTheFrameLimitIsKeptWhole() throws Exception {
    byte[] large = new byte[1_048_575 - 200];
    for (int i = 0; i < large.length; i++) {
      large[i] = (byte) (i * 31);
    }
    zk.create("/large", large, OPEN_ACL_UNSAFE, CreateMode.PERSISTENT);
    assertArrayEquals(large, zk.getData("/large", false, null));
    large[0]++;
    zk.setData("/large", large, -1);
    assertArrayEquals(large, zk.getData("/large", false, null));
  }

  @Test
  @Tag("brief")
  void manyChildrenAreListedAndCounted() throws Exception {
    create("/many");
    CompletableFuture<Integer> last = new CompletableFuture<>();
    for (int i = 0; i < 2_000; i++) {
      boolean isLast = i == 1_999;
      zk.create(
          "/many/child-" + i,
          null,
          OPEN_ACL_UNSAFE,
          CreateMode.PERSISTENT,
          (rc, path, context, name) -> {
            if (isLast) {
              last.complete(rc);
            }
          },
          null);
    }
    assertEquals(0, last.get(60, TimeUnit.SECONDS));
    assertEquals(2_000, zk.getChildren("/many", false).size());
    assertEquals(2_000, zk.getAllChildrenNumber("/many"));
  }
}
