package io.vivarium.acceptance.curator;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.vivarium.acceptance.fixture.ServerExtension;
import io.vivarium.acceptance.server.Await;
import io.vivarium.acceptance.server.CutProxy;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import org.apache.curator.framework.CuratorFramework;
import org.apache.curator.framework.api.transaction.CuratorOp;
import org.apache.curator.framework.recipes.cache.CuratorCache;
import org.apache.curator.framework.recipes.cache.CuratorCacheListener;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

class CacheTest {
  @RegisterExtension static final ServerExtension SERVER = ServerExtension.standard();

  private final List<String> events = new CopyOnWriteArrayList<>();
  private CuratorFramework reading;
  private CuratorFramework writing;

  @BeforeEach
  void connect() throws Exception {
    reading = CuratorClients.connect(SERVER);
    writing = CuratorClients.connect(SERVER);
  }

  private void create(String path) throws Exception {
    writing.create().creatingParentsIfNeeded().forPath(path, "0".getBytes(UTF_8));
  }

  private void set(String path, String data) throws Exception {
    writing.setData().forPath(path, data.getBytes(UTF_8));
  }

  private CuratorCache cache(CuratorFramework client, String path) {
    CuratorCache cache = CuratorCache.build(client, path);
    cache
        .listenable()
        .addListener(
            CuratorCacheListener.builder()
                .forCreates(node -> events.add("created " + node.getPath()))
                .forChanges((before, after) -> events.add("changed " + after.getPath()))
                .forDeletes(node -> events.add("deleted " + node.getPath()))
                .forInitialized(() -> events.add("initialized"))
                .build());
    cache.start();
    return cache;
  }

  private void awaitEvent(String event) throws Exception {
    try {
      Await.until(event, () -> events.contains(event));
    } catch (AssertionError late) {
      throw new AssertionError(late.getMessage() + "; seen: " + events, late);
    }
  }

  @Test
  void aCuratorCacheLoadsASubtreeAndFollowsIt() throws Exception {
    create("/cache/a/b");
    try (CuratorCache cache = cache(reading, "/cache")) {
      awaitEvent("initialized");
      assertEquals(3, cache.size());
      create("/cache/c");
      awaitEvent("created /cache/c");
      set("/cache/a/b", "1");
      awaitEvent("changed /cache/a/b");
      assertArrayEquals("1".getBytes(UTF_8), cache.get("/cache/a/b").orElseThrow().getData());
      writing.delete().deletingChildrenIfNeeded().forPath("/cache/a");
      awaitEvent("deleted /cache/a");
      assertTrue(cache.get("/cache/a/b").isEmpty());
    }
  }

  @Test
  void aCuratorCacheCatchesUpAfterALostConnection() throws Exception {
    create("/lost/kept");
    create("/lost/removed");
    try (CutProxy proxy = new CutProxy(SERVER.server().port());
        CuratorCache cache =
            cache(CuratorClients.connect(SERVER, proxy.connectString()), "/lost")) {
      awaitEvent("initialized");
      proxy.cut();
      create("/lost/added");
      set("/lost/kept", "1");
      writing.delete().forPath("/lost/removed");
      proxy.heal();
      awaitEvent("created /lost/added");
      awaitEvent("changed /lost/kept");
      awaitEvent("deleted /lost/removed");
    }
  }

  @Test
  void aCuratorCacheHoldsALargeDirectory() throws Exception {
    writing.create().forPath("/wide");
    for (int batch = 0; batch < 5; batch++) {
      List<CuratorOp> creates = new ArrayList<>();
      for (int i = 0; i < 100; i++) {
        creates.add(writing.transactionOp().create().forPath("/wide/" + batch + "-" + i));
      }
      writing.transaction().forOperations(creates);
    }
    try (CuratorCache cache = cache(reading, "/wide")) {
      awaitEvent("initialized");
      assertEquals(501, cache.size());
    }
  }
}
