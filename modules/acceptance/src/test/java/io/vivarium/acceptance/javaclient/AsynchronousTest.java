package io.vivarium.acceptance.javaclient;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.apache.zookeeper.ZooDefs.Ids.OPEN_ACL_UNSAFE;
import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;

import io.vivarium.acceptance.fixture.ServerExtension;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import java.util.stream.IntStream;
import org.apache.zookeeper.AddWatchMode;
import org.apache.zookeeper.CreateMode;
import org.apache.zookeeper.KeeperException.Code;
import org.apache.zookeeper.Op;
import org.apache.zookeeper.Watcher.WatcherType;
import org.apache.zookeeper.ZooKeeper;
import org.apache.zookeeper.data.Stat;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

/** The asynchronous variant of every call, many of them in flight at once. */
class AsynchronousTest {
  @RegisterExtension static final ServerExtension SERVER = ServerExtension.standard();

  private ZooKeeper zk;

  @BeforeEach
  void connect() throws Exception {
    zk = SERVER.client();
  }

  private static <T> T answer(CompletableFuture<T> future) throws Exception {
    return future.get(30, TimeUnit.SECONDS);
  }

  @Test
  void createsReportPathStatAndErrors() throws Exception {
    CompletableFuture<String> plain = new CompletableFuture<>();
    CompletableFuture<Stat> withStat = new CompletableFuture<>();
    CompletableFuture<Stat> withTtl = new CompletableFuture<>();
    CompletableFuture<Integer> again = new CompletableFuture<>();
    zk.create(
        "/a",
        null,
        OPEN_ACL_UNSAFE,
        CreateMode.PERSISTENT,
        (rc, p, c, name) -> plain.complete(name),
        null);
    zk.create(
        "/a/s",
        null,
        OPEN_ACL_UNSAFE,
        CreateMode.PERSISTENT,
        (rc, p, c, n, s) -> withStat.complete(s),
        null);
    zk.create(
        "/a/t",
        null,
        OPEN_ACL_UNSAFE,
        CreateMode.PERSISTENT_WITH_TTL,
        (rc, p, c, n, s) -> withTtl.complete(s),
        null,
        1_000_000);
    zk.create(
        "/a",
        null,
        OPEN_ACL_UNSAFE,
        CreateMode.PERSISTENT,
        (rc, p, c, name) -> again.complete(rc),
        null);
    assertEquals("/a", answer(plain));
    assertEquals(zk.exists("/a/s", false), answer(withStat));
    assertEquals(zk.exists("/a/t", false), answer(withTtl));
    assertEquals(Code.NODEEXISTS.intValue(), answer(again));
  }

  @Test
  void readsAndWritesReportDataAndStat() throws Exception {
    zk.create("/rw", "0".getBytes(UTF_8), OPEN_ACL_UNSAFE, CreateMode.PERSISTENT);
    CompletableFuture<Stat> set = new CompletableFuture<>();
    CompletableFuture<byte[]> read = new CompletableFuture<>();
    CompletableFuture<Stat> exists = new CompletableFuture<>();
    CompletableFuture<Integer> deleted = new CompletableFuture<>();
    CompletableFuture<Integer> missing = new CompletableFuture<>();
    zk.setData("/rw", "1".getBytes(UTF_8), 0, (rc, p, c, stat) -> set.complete(stat), null);
    zk.getData("/rw", false, (rc, p, c, data, stat) -> read.complete(data), null);
    zk.exists("/rw", false, (rc, p, c, stat) -> exists.complete(stat), null);
    zk.delete("/rw", 1, (rc, p, c) -> deleted.complete(rc), null);
    zk.exists("/rw", false, (rc, p, c, stat) -> missing.complete(rc), null);
    assertEquals(1, answer(set).getVersion());
    assertArrayEquals("1".getBytes(UTF_8), answer(read));
    assertEquals(answer(set), answer(exists));
    assertEquals(0, answer(deleted));
    assertEquals(Code.NONODE.intValue(), answer(missing));
  }

  @Test
  void childrenAclAndCountsAreReported() throws Exception {
    zk.create("/kids", null, OPEN_ACL_UNSAFE, CreateMode.PERSISTENT);
    zk.create("/kids/k", null, OPEN_ACL_UNSAFE, CreateMode.EPHEMERAL);
    CompletableFuture<List<String>> children = new CompletableFuture<>();
    CompletableFuture<Stat> childrenStat = new CompletableFuture<>();
    CompletableFuture<Integer> count = new CompletableFuture<>();
    CompletableFuture<List<String>> ephemerals = new CompletableFuture<>();
    CompletableFuture<Object> acl = new CompletableFuture<>();
    CompletableFuture<Stat> aclSet = new CompletableFuture<>();
    zk.getChildren("/kids", false, (rc, p, c, names) -> children.complete(names), null);
    zk.getChildren("/kids", false, (rc, p, c, names, stat) -> childrenStat.complete(stat), null);
    zk.getAllChildrenNumber("/kids", (rc, p, c, number) -> count.complete(number), null);
    zk.getEphemerals("/kids", (rc, c, paths) -> ephemerals.complete(paths), null);
    zk.getACL("/kids", new Stat(), (rc, p, c, list, stat) -> acl.complete(list), null);
    zk.setACL("/kids", OPEN_ACL_UNSAFE, 0, (rc, p, c, stat) -> aclSet.complete(stat), null);
    assertEquals(List.of("k"), answer(children));
    assertEquals(1, answer(childrenStat).getNumChildren());
    assertEquals(1, answer(count));
    assertEquals(List.of("/kids/k"), answer(ephemerals));
    assertEquals(OPEN_ACL_UNSAFE, answer(acl));
    assertEquals(1, answer(aclSet).getAversion());
  }

  @Test
  void multisWatchesAndIdentityAreReported() throws Exception {
    CompletableFuture<Integer> multi = new CompletableFuture<>();
    CompletableFuture<Integer> watched = new CompletableFuture<>();
    CompletableFuture<Integer> unwatched = new CompletableFuture<>();
    CompletableFuture<Integer> identity = new CompletableFuture<>();
    CompletableFuture<byte[]> config = new CompletableFuture<>();
    zk.multi(
        List.of(Op.create("/m", null, OPEN_ACL_UNSAFE, CreateMode.PERSISTENT), Op.delete("/m", 0)),
        (rc, path, context, results) -> multi.complete(results.size()),
        null);
    zk.addWatch(
        "/m",
        event -> {},
        AddWatchMode.PERSISTENT,
        (rc, path, context) -> watched.complete(rc),
        null);
    assertEquals(0, answer(watched));
    zk.removeAllWatches(
        "/m", WatcherType.Any, false, (rc, path, context) -> unwatched.complete(rc), null);
    zk.getConfig(false, (rc, path, context, data, stat) -> config.complete(data), null);
    identity.complete(zk.whoAmI().size());
    assertEquals(2, answer(multi));
    assertEquals(0, answer(unwatched));
    assertArrayEquals(zk.getConfig(false, null), answer(config));
    assertEquals(1, answer(identity));
  }

  @Test
  void repliesComeInTheOrderOfTheRequests() throws Exception {
    zk.create("/order", null, OPEN_ACL_UNSAFE, CreateMode.PERSISTENT);
    List<Integer> answered = Collections.synchronizedList(new ArrayList<>());
    CompletableFuture<Void> all = new CompletableFuture<>();
    int requests = 3_000;
    for (int i = 0; i < requests; i++) {
      int number = i;
      if (i % 3 == 0) {
        zk.setData(
            "/order",
            new byte[i % 100],
            -1,
            (rc, p, c, s) -> note(answered, number, requests, all),
            null);
      } else {
        zk.getData(
            "/order", false, (rc, p, c, d, s) -> note(answered, number, requests, all), null);
      }
    }
    all.get(60, TimeUnit.SECONDS);
    assertEquals(IntStream.range(0, requests).boxed().toList(), List.copyOf(answered));
  }

  private static void note(
      List<Integer> answered, int number, int requests, CompletableFuture<Void> all) {
    answered.add(number);
    if (number == requests - 1) {
      all.complete(null);
    }
  }

  @Test
  void aPipelinedReadSeesTheWriteAheadOfIt() throws Exception {
    zk.create("/own", new byte[0], OPEN_ACL_UNSAFE, CreateMode.PERSISTENT);
    for (int round = 1; round <= 300; round++) {
      int size = round;
      CompletableFuture<Integer> read = new CompletableFuture<>();
      zk.setData("/own", new byte[size], -1, (rc, path, context, stat) -> {}, null);
      zk.getData(
          "/own", false, (rc, path, context, data, stat) -> read.complete(data.length), null);
      assertEquals(size, answer(read));
    }
  }
}
