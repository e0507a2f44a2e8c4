package io.vivarium.acceptance.javaclient;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.apache.zookeeper.ZooDefs.Ids.CREATOR_ALL_ACL;
import static org.apache.zookeeper.ZooDefs.Ids.OPEN_ACL_UNSAFE;
import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;

import io.vivarium.acceptance.fixture.ServerExtension;
import io.vivarium.acceptance.server.Await;
import io.vivarium.acceptance.server.Clients;
import io.vivarium.acceptance.server.CutProxy;
import io.vivarium.acceptance.server.EventLog;
import io.vivarium.acceptance.server.ServerSetup;
import io.vivarium.acceptance.server.ServerUnderTest;
import java.nio.file.Path;
import java.util.Set;
import java.util.TreeSet;
import org.apache.zookeeper.AddWatchMode;
import org.apache.zookeeper.CreateMode;
import org.apache.zookeeper.Watcher.Event.KeeperState;
import org.apache.zookeeper.ZooKeeper;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.api.io.TempDir;

/** What survives a broken connection: session, authentication and watches. */
class ReconnectTest {
  @RegisterExtension static final ServerExtension SERVER = ServerExtension.standard();

  private CutProxy proxy;
  private EventLog connection;
  private ZooKeeper travelling;
  private ZooKeeper staying;

  @BeforeEach
  void connect() throws Exception {
    proxy = new CutProxy(SERVER.server().port());
    connection = new EventLog();
    travelling = SERVER.closing(Clients.connect(proxy.connectString(), 30_000, connection));
    staying = SERVER.client();
  }

  @AfterEach
  void closeProxy() throws Exception {
    proxy.close();
  }

  private void create(String path) throws Exception {
    staying.create(path, new byte[0], OPEN_ACL_UNSAFE, CreateMode.PERSISTENT);
  }

  private void reconnect() throws Exception {
    proxy.heal();
    Await.until("the client reconnects", () -> connection.times(KeeperState.SyncConnected) >= 2);
  }

  private void disconnect() throws Exception {
    proxy.cut();
    connection.awaitState(KeeperState.Disconnected);
  }

  @Test
  void changesMadeMeanwhileAreToldAfterReconnecting() throws Exception {
    for (String path : new String[] {"/changed", "/deleted", "/parent", "/same"}) {
      create(path);
    }
    EventLog events = new EventLog();
    travelling.getData("/changed", events, null);
    travelling.getData("/deleted", events, null);
    travelling.getData("/same", events, null);
    travelling.getChildren("/parent", events);
    travelling.exists("/created", events);
    disconnect();
    staying.setData("/changed", new byte[1], -1);
    staying.delete("/deleted", -1);
    create("/parent/child");
    create("/created");
    reconnect();
    Await.until("four events", () -> events.events().size() == 4);
    assertEquals(
        Set.of(
            "NodeDataChanged /changed",
            "NodeDeleted /deleted",
            "NodeChildrenChanged /parent",
            "NodeCreated /created"),
        new TreeSet<>(events.events()));
    staying.setData("/same", new byte[1], -1);
    Await.until(
        "the untouched watch still works", () -> events.events().contains("NodeDataChanged /same"));
  }

  @Test
  void persistentWatchesAreSetAgainWithoutCatchingUp() throws Exception {
    EventLog events = new EventLog();
    travelling.addWatch("/lasting", events, AddWatchMode.PERSISTENT_RECURSIVE);
    create("/lasting");
    events.awaitEvents("NodeCreated /lasting");
    disconnect();
    staying.setData("/lasting", new byte[1], -1);
    reconnect();
    travelling.getData("/lasting", false, null);
    create("/lasting/child");
    events.awaitEvents("NodeCreated /lasting", "NodeCreated /lasting/child");
  }

  @Test
  void manyWatchesAreSetAgain() throws Exception {
    create("/crowd");
    EventLog events = new EventLog();
    String longName = "x".repeat(200);
    for (int i = 0; i < 1_500; i++) {
      travelling.exists("/crowd/" + longName + i, events);
    }
    disconnect();
    create("/crowd/" + longName + 7);
    reconnect();
    events.awaitEvents("NodeCreated /crowd/" + longName + 7);
    create("/crowd/" + longName + 1_499);
    events.awaitEvents(
        "NodeCreated /crowd/" + longName + 7, "NodeCreated /crowd/" + longName + 1_499);
  }

  @Test
  void authenticationIsRepeated() throws Exception {
    travelling.addAuthInfo("digest", "alice:pw1".getBytes(UTF_8));
    travelling.create("/alices", "a".getBytes(UTF_8), CREATOR_ALL_ACL, CreateMode.PERSISTENT);
    disconnect();
    reconnect();
    assertArrayEquals("a".getBytes(UTF_8), travelling.getData("/alices", false, null));
  }

  @Test
  void ephemeralNodesSurviveTheGap() throws Exception {
    travelling.create("/surviving", null, OPEN_ACL_UNSAFE, CreateMode.EPHEMERAL);
    disconnect();
    reconnect();
    assertEquals(
        travelling.getSessionId(), travelling.exists("/surviving", false).getEphemeralOwner());
  }

  @Test
  @Tag("durable")
  void sessionsAndWatchesSurviveARestartOfTheServer(@TempDir Path home) throws Exception {
    try (ServerUnderTest server = ServerUnderTest.start(ServerSetup.standard(), home)) {
      EventLog states = new EventLog();
      try (ZooKeeper zk = Clients.connect(server.connectString(), 30_000, states)) {
        EventLog events = new EventLog();
        zk.create("/restart", null, OPEN_ACL_UNSAFE, CreateMode.EPHEMERAL);
        zk.exists("/restart", events);
        server.stop();
        server.restart();
        Await.until("the client reconnects", () -> states.times(KeeperState.SyncConnected) >= 2);
        assertEquals(zk.getSessionId(), zk.exists("/restart", false).getEphemeralOwner());
        zk.delete("/restart", -1);
        events.awaitEvents("NodeDeleted /restart");
      }
    }
  }
}
