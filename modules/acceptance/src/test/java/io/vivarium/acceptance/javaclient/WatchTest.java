package io.vivarium.acceptance.javaclient;

import static io.vivarium.acceptance.javaclient.Failures.assertFailsWith;
import static org.apache.zookeeper.ZooDefs.Ids.OPEN_ACL_UNSAFE;
import static org.junit.jupiter.api.Assertions.assertEquals;

import io.vivarium.acceptance.fixture.ServerExtension;
import io.vivarium.acceptance.server.EventLog;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import org.apache.zookeeper.AddWatchMode;
import org.apache.zookeeper.CreateMode;
import org.apache.zookeeper.KeeperException.Code;
import org.apache.zookeeper.Op;
import org.apache.zookeeper.Watcher.WatcherType;
import org.apache.zookeeper.ZooKeeper;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

class WatchTest {
  @RegisterExtension static final ServerExtension SERVER = ServerExtension.standard();

  private final EventLog events = new EventLog();
  private ZooKeeper watching;
  private ZooKeeper writing;

  @BeforeEach
  void connect() throws Exception {
    watching = SERVER.client();
    writing = SERVER.client();
  }

  private void create(String path) throws Exception {
    writing.create(path, new byte[0], OPEN_ACL_UNSAFE, CreateMode.PERSISTENT);
  }

  private void change(String path) throws Exception {
    writing.setData(path, new byte[1], -1);
  }

  private void remove(String path) throws Exception {
    writing.delete(path, -1);
  }

  /** What the watching client has been sent until now is all there will be for changes made before this call. */
  private void flush() throws Exception {
    watching.getData("/", false, null);
  }

  @Test
  void anExistsWatchOnAMissingNodeFiresOnceAtItsCreation() throws Exception {
    watching.exists("/born", events);
    create("/born");
    change("/born");
    flush();
    events.awaitEvents("NodeCreated /born");
  }

  @Test
  void aDataWatchFiresOnceForAChange() throws Exception {
    create("/data");
    watching.getData("/data", events, null);
    change("/data");
    change("/data");
    flush();
    events.awaitEvents("NodeDataChanged /data");
  }

  @Test
  void aChildWatchFiresForAChildAndNotForItsData() throws Exception {
    create("/children");
    create("/children/old");
    watching.getChildren("/children", events);
    change("/children/old");
    change("/children");
    create("/children/new");
    flush();
    events.awaitEvents("NodeChildrenChanged /children");
  }

  @Test
  void deletionIsToldOnceToAClientWithBothKindsOfWatch() throws Exception {
    create("/both");
    watching.getData("/both", events, null);
    watching.getChildren("/both", events);
    remove("/both");
    flush();
    events.awaitEvents("NodeDeleted /both");
  }

  @Test
  void changingAnAclIsNoEvent() throws Exception {
    create("/quiet");
    watching.exists("/quiet", events);
    writing.setACL("/quiet", OPEN_ACL_UNSAFE, -1);
    flush();
    assertEquals(List.of(), events.events());
  }

  @Test
  void aPersistentWatchKeepsTellingAboutItsNode() throws Exception {
    watching.addWatch("/steady", events, AddWatchMode.PERSISTENT);
    create("/steady");
    change("/steady");
    create("/steady/child");
    change("/steady/child");
    remove("/steady/child");
    remove("/steady");
    create("/steady");
    events.awaitEvents(
        "NodeCreated /steady",
        "NodeDataChanged /steady",
        "NodeChildrenChanged /steady",
        "NodeChildrenChanged /steady",
        "NodeDeleted /steady",
        "NodeCreated /steady");
  }

  @Test
  void aRecursiveWatchTellsAboutTheWholeSubtree() throws Exception {
    watching.addWatch("/tree", events, AddWatchMode.PERSISTENT_RECURSIVE);
    create("/tree");
    create("/tree/a");
    create("/tree/a/b");
    change("/tree/a/b");
    remove("/tree/a/b");
    create("/treehouse");
    flush();
    events.awaitEvents(
        "NodeCreated /tree",
        "NodeCreated /tree/a",
        "NodeCreated /tree/a/b",
        "NodeDataChanged /tree/a/b",
        "NodeDeleted /tree/a/b");
  }

  @Test
  void aWatchWithoutAWatcherGoesToTheDefaultWatcher() throws Exception {
    EventLog defaultWatcher = new EventLog();
    ZooKeeper client = SERVER.client(defaultWatcher);
    client.exists("/default", true);
    client.addWatch("/default-persistent", AddWatchMode.PERSISTENT);
    create("/default");
    create("/default-persistent");
    defaultWatcher.awaitEvents("NodeCreated /default", "NodeCreated /default-persistent");
  }

  @Test
  @Tag("brief")
  void aMultiTellsAboutEachOfItsChangesInOrder() throws Exception {
    watching.addWatch("/multi", events, AddWatchMode.PERSISTENT_RECURSIVE);
    writing.multi(
        List.of(
            Op.create("/multi", null, OPEN_ACL_UNSAFE, CreateMode.PERSISTENT),
            Op.create("/multi/x", null, OPEN_ACL_UNSAFE, CreateMode.PERSISTENT),
            Op.setData("/multi", new byte[1], -1),
            Op.delete("/multi/x", -1)));
    events.awaitEvents(
        "NodeCreated /multi",
        "NodeCreated /multi/x",
        "NodeDataChanged /multi",
        "NodeDeleted /multi/x");
  }

  @Test
  void removingOneWatcherLeavesTheOthers() throws Exception {
    EventLog kept = new EventLog();
    create("/removal");
    watching.getData("/removal", events, null);
    watching.getData("/removal", kept, null);
    watching.removeWatches("/removal", events, WatcherType.Data, false);
    events.awaitEvents("DataWatchRemoved /removal");
    change("/removal");
    kept.awaitEvents("NodeDataChanged /removal");
  }

  @Test
  void removingAllWatchesSilencesAPath() throws Exception {
    watching.addWatch("/silenced", events, AddWatchMode.PERSISTENT);
    watching.removeAllWatches("/silenced", WatcherType.Any, false);
    events.awaitEvents("PersistentWatchRemoved /silenced");
    create("/silenced");
    flush();
    events.awaitEvents("PersistentWatchRemoved /silenced");
  }

  @Test
  void removingAWatchThatIsNotThereIsAnError() throws Exception {
    assertFailsWith(
        Code.NOWATCHER, () -> watching.removeWatches("/none", events, WatcherType.Any, false));
    assertFailsWith(
        Code.NOWATCHER, () -> watching.removeAllWatches("/none", WatcherType.Any, false));
  }

  @Test
  @Tag("brief")
  void theEndOfASessionIsToldThroughItsEphemeralNodes() throws Exception {
    ZooKeeper ending = SERVER.client();
    ending.create("/ending", null, OPEN_ACL_UNSAFE, CreateMode.EPHEMERAL);
    watching.exists("/ending", events);
    ending.close();
    events.awaitEvents("NodeDeleted /ending");
  }

  @Test
  @Tag("brief")
  void anEventArrivesBeforeTheReplyThatShowsTheChange() throws Exception {
    create("/order");
    for (int round = 0; round < 200; round++) {
      EventLog log = new EventLog();
      int before = watching.getData("/order", log, null).length;
      writing.setData("/order", new byte[before + 1], -1);
      int after = watching.getData("/order", false, null).length;
      if (after != before) {
        assertEquals(List.of("NodeDataChanged /order"), eventsQueuedAhead(log));
      }
    }
  }

  /** The client hands out events on its event thread in order, so an asynchronous reply marks the end of those ahead. */
  private List<String> eventsQueuedAhead(EventLog log) throws Exception {
    CompletableFuture<List<String>> seen = new CompletableFuture<>();
    watching.sync("/", (rc, path, context) -> seen.complete(log.events()), null);
    return seen.get(10, TimeUnit.SECONDS);
  }
}
