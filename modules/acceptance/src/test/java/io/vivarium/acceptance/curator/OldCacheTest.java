package io.vivarium.acceptance.curator;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.junit.jupiter.api.Assertions.assertEquals;

import io.vivarium.acceptance.fixture.ServerExtension;
import io.vivarium.acceptance.server.Await;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.atomic.AtomicInteger;
import org.apache.curator.framework.CuratorFramework;
import org.apache.curator.framework.recipes.cache.NodeCache;
import org.apache.curator.framework.recipes.cache.PathChildrenCache;
import org.apache.curator.framework.recipes.cache.TreeCache;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

/** The caches from before persistent watches, which many applications still use; they live on one-shot watches. */
@SuppressWarnings("deprecation")
class OldCacheTest {
  @RegisterExtension static final ServerExtension SERVER = ServerExtension.standard();

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

  @Test
  void aNodeCacheFollowsCreationChangeAndDeletion() throws Exception {
    try (NodeCache cache = new NodeCache(reading, "/node")) {
      AtomicInteger changes = new AtomicInteger();
      cache.getListenable().addListener(changes::incrementAndGet);
      cache.start(true);
      create("/node");
      Await.until("the node is there", () -> cache.getCurrentData() != null);
      writing.setData().forPath("/node", "1".getBytes(UTF_8));
      Await.until("the change is there", () -> cache.getCurrentData().getData()[0] == '1');
      writing.delete().forPath("/node");
      Await.until("the node is gone", () -> cache.getCurrentData() == null);
      Await.until("three changes told", () -> changes.get() == 3);
    }
  }

  @Test
  void aPathChildrenCacheFollowsTheChildren() throws Exception {
    create("/path/old");
    try (PathChildrenCache cache = new PathChildrenCache(reading, "/path", true)) {
      List<String> events = new CopyOnWriteArrayList<>();
      cache
          .getListenable()
          .addListener(
              (client, event) -> events.add(event.getType() + " " + event.getData().getPath()));
      cache.start(PathChildrenCache.StartMode.BUILD_INITIAL_CACHE);
      assertEquals(1, cache.getCurrentData().size());
      create("/path/new");
      Await.until("the child is added", () -> events.contains("CHILD_ADDED /path/new"));
      writing.setData().forPath("/path/old", "1".getBytes(UTF_8));
      Await.until("the child is updated", () -> events.contains("CHILD_UPDATED /path/old"));
      writing.delete().forPath("/path/old");
      Await.until("the child is removed", () -> events.contains("CHILD_REMOVED /path/old"));
    }
  }

  @Test
  void aTreeCacheFollowsTheWholeSubtree() throws Exception {
    create("/tree/a/b");
    try (TreeCache cache = new TreeCache(reading, "/tree")) {
      cache.start();
      Await.until("the subtree is loaded", () -> cache.getCurrentData("/tree/a/b") != null);
      create("/tree/a/b/c");
      Await.until("the new node is there", () -> cache.getCurrentData("/tree/a/b/c") != null);
      writing.delete().deletingChildrenIfNeeded().forPath("/tree/a");
      Await.until("the subtree is gone", () -> cache.getCurrentData("/tree/a") == null);
    }
  }
}
