package io.vivarium.acceptance.javaclient;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.apache.zookeeper.ZooDefs.Ids.OPEN_ACL_UNSAFE;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.vivarium.acceptance.server.Await;
import io.vivarium.acceptance.server.Clients;
import io.vivarium.acceptance.server.CutProxy;
import io.vivarium.acceptance.server.EventLog;
import io.vivarium.acceptance.server.ServerExtension;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import org.apache.zookeeper.CreateMode;
import org.apache.zookeeper.KeeperException;
import org.apache.zookeeper.Op;
import org.apache.zookeeper.Watcher.Event.KeeperState;
import org.apache.zookeeper.ZooKeeper;
import org.apache.zookeeper.data.Stat;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

/** What several sessions may rely on while they work on the same nodes at once. */
class ConsistencyTest {
  @RegisterExtension static final ServerExtension SERVER = ServerExtension.standard();

  private static void runAll(List<Callable<Void>> tasks) throws Exception {
    try (ExecutorService threads =
        Executors.newThreadPerTaskExecutor(Thread.ofPlatform().factory())) {
      for (Future<Void> done : threads.invokeAll(tasks, 60, TimeUnit.SECONDS)) {
        done.get();
      }
    }
  }

  private static void create(String path) throws Exception {
    SERVER.client().create(path, "0".getBytes(UTF_8), OPEN_ACL_UNSAFE, CreateMode.PERSISTENT);
  }

  @Test
  void noConditionalUpdateIsLost() throws Exception {
    create("/counter");
    List<Callable<Void>> workers = new ArrayList<>();
    for (int worker = 0; worker < 6; worker++) {
      ZooKeeper zk = SERVER.client();
      workers.add(
          () -> {
            for (int i = 0; i < 50; i++) {
              increment(zk);
            }
            return null;
          });
    }
    runAll(workers);
    Stat stat = new Stat();
    assertEquals("300", new String(SERVER.client().getData("/counter", false, stat), UTF_8));
    assertEquals(300, stat.getVersion());
  }

  private static void increment(ZooKeeper zk) throws Exception {
    while (true) {
      Stat stat = new Stat();
      int value = Integer.parseInt(new String(zk.getData("/counter", false, stat), UTF_8));
      try {
        zk.setData("/counter", Integer.toString(value + 1).getBytes(UTF_8), stat.getVersion());
        return;
      } catch (KeeperException.BadVersionException again) {
        // somebody else was faster
      }
    }
  }

  @Test
  void aMultiIsNeverSeenInPart() throws Exception {
    create("/first");
    create("/second");
    AtomicBoolean done = new AtomicBoolean();
    ZooKeeper writer = SERVER.client();
    List<Callable<Void>> tasks = new ArrayList<>();
    tasks.add(
        () -> {
          for (int i = 0; i < 1_000; i++) {
            writer.multi(List.of(Op.setData("/first", null, i), Op.setData("/second", null, i)));
          }
          done.set(true);
          return null;
        });
    for (int i = 0; i < 3; i++) {
      ZooKeeper reader = SERVER.client();
      tasks.add(
          () -> {
            while (!done.get()) {
              List<Integer> versions = pipelinedVersions(reader, "/first", "/second", "/first");
              assertTrue(versions.get(0) <= versions.get(1), () -> "read in part: " + versions);
              assertTrue(versions.get(1) <= versions.get(2), () -> "read in part: " + versions);
            }
            return null;
          });
    }
    runAll(tasks);
  }

  private static List<Integer> pipelinedVersions(ZooKeeper zk, String... paths) throws Exception {
    List<CompletableFuture<Integer>> answers = new ArrayList<>();
    for (String path : paths) {
      CompletableFuture<Integer> answer = new CompletableFuture<>();
      zk.exists(path, false, (rc, p, context, stat) -> answer.complete(stat.getVersion()), null);
      answers.add(answer);
    }
    List<Integer> versions = new ArrayList<>();
    for (CompletableFuture<Integer> answer : answers) {
      versions.add(answer.get(30, TimeUnit.SECONDS));
    }
    return versions;
  }

  @Test
  void aSessionNeverGoesBackInTimeNotEvenThroughReconnects() throws Exception {
    create("/clock");
    AtomicBoolean done = new AtomicBoolean();
    ZooKeeper writer = SERVER.client();
    EventLog connection = new EventLog();
    try (CutProxy proxy = new CutProxy(SERVER.server().port())) {
      ZooKeeper reader = SERVER.closing(Clients.connect(proxy.connectString(), 30_000, connection));
      Callable<Void> writing =
          () -> {
            while (!done.get()) {
              writer.setData("/clock", null, -1);
            }
            return null;
          };
      Callable<Void> reading =
          () -> {
            try {
              readForward(reader, connection, proxy);
            } finally {
              done.set(true);
            }
            return null;
          };
      runAll(List.of(writing, reading));
    }
  }

  /** Reads through three broken connections; each must show the node at least as new as the one before. */
  private static void readForward(ZooKeeper reader, EventLog connection, CutProxy proxy)
      throws Exception {
    long newest = 0;
    for (int cut = 1; cut <= 3; cut++) {
      for (int i = 0; i < 200; i++) {
        long seen = reader.exists("/clock", false).getMzxid();
        assertTrue(seen >= newest, "went back from " + newest + " to " + seen);
        newest = seen;
      }
      int connections = cut;
      proxy.cut();
      connection.awaitState(KeeperState.Disconnected);
      proxy.heal();
      Await.until(
          "the client reconnects", () -> connection.times(KeeperState.SyncConnected) > connections);
    }
  }
}
