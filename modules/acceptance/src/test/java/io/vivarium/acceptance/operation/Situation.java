package io.vivarium.acceptance.operation;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import org.apache.zookeeper.AddWatchMode;
import org.apache.zookeeper.AsyncCallback.DataCallback;
import org.apache.zookeeper.CreateMode;
import org.apache.zookeeper.KeeperException;
import org.apache.zookeeper.ZooDefs.Ids;
import org.apache.zookeeper.ZooKeeper;

/** The situation in which ZooKeeper was captured: two clients with ephemerals, who watch {@code /app}, and hundreds of writes behind them. */
final class Situation {
  /** More than two digests are recorded over. */
  private static final int WRITES = 300;

  private Situation() {}

  /** Brings it about; the clients stay as they are. */
  static void with(ZooKeeper first, ZooKeeper second) throws Exception {
    for (String path : new String[] {"/app", "/app/cfg"}) {
      try {
        first.create(path, "data".getBytes(UTF_8), Ids.OPEN_ACL_UNSAFE, CreateMode.PERSISTENT);
      } catch (KeeperException.NodeExistsException e) {
        // By the clients of another server.
      }
    }
    for (ZooKeeper client : new ZooKeeper[] {first, second}) {
      client.create("/app/live-", null, Ids.OPEN_ACL_UNSAFE, CreateMode.EPHEMERAL_SEQUENTIAL);
    }
    events(first, second);
    write(first);
    first.sync("/app", (code, path, context) -> {}, null);
    first.getData("/app/cfg", true, null);
    first.exists("/app", true);
    first.exists("/app/missing", true);
    second.getData("/app/cfg", true, null);
  }

  /** A read behind each write of the same client. */
  private static void write(ZooKeeper client) throws Exception {
    CountDownLatch answered = new CountDownLatch(WRITES);
    DataCallback counted = (code, path, context, data, stat) -> answered.countDown();
    for (int i = 0; i < WRITES; i++) {
      client.setData("/app/cfg", ("data " + i).getBytes(UTF_8), -1, (c, p, x, s) -> {}, null);
      client.getData("/app/cfg", false, counted, null);
    }
    if (!answered.await(2, TimeUnit.MINUTES)) {
      throw new AssertionError(answered.getCount() + " reads were not answered");
    }
  }

  /** One event of each kind, and a session that ends. */
  private static void events(ZooKeeper first, ZooKeeper second) throws Exception {
    String path = "/app/event";
    second.addWatch("/app", AddWatchMode.PERSISTENT_RECURSIVE);
    second.getChildren(path.substring(0, path.lastIndexOf('/')), true);
    first.create(path, null, Ids.OPEN_ACL_UNSAFE, CreateMode.PERSISTENT);
    first.setData(path, "data".getBytes(UTF_8), -1);
    first.delete(path, -1);
    second.removeAllWatches("/app", org.apache.zookeeper.Watcher.WatcherType.Any, false);
  }
}
