package io.vivarium.acceptance.javaclient;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.apache.zookeeper.ZooDefs.Ids.OPEN_ACL_UNSAFE;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertNotNull;
import static org.junit.jupiter.api.Assertions.assertNull;

import io.vivarium.acceptance.fixture.ServerExtension;
import io.vivarium.acceptance.server.Await;
import io.vivarium.acceptance.server.Clients;
import io.vivarium.acceptance.server.CutProxy;
import io.vivarium.acceptance.server.EventLog;
import java.time.Duration;
import org.apache.zookeeper.CreateMode;
import org.apache.zookeeper.Watcher.Event.KeeperState;
import org.apache.zookeeper.ZooKeeper;
import org.apache.zookeeper.data.Stat;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

class SessionTest {
  @RegisterExtension static final ServerExtension SERVER = ServerExtension.standard();

  @Test
  void theTimeoutIsNegotiatedBetweenTwoTicksAndTheConfiguredMaximum() throws Exception {
    ZooKeeper hasty = SERVER.closing(Clients.connect(SERVER.connectString(), 300, new EventLog()));
    assertEquals(1_000, hasty.getSessionTimeout());
    ZooKeeper patient =
        SERVER.closing(Clients.connect(SERVER.connectString(), 1_000_000, new EventLog()));
    assertEquals(60_000, patient.getSessionTimeout());
    ZooKeeper modest =
        SERVER.closing(Clients.connect(SERVER.connectString(), 7_000, new EventLog()));
    assertEquals(7_000, modest.getSessionTimeout());
  }

  @Test
  void aSilentSessionExpiresAndItsEphemeralNodesGo() throws Exception {
    try (CutProxy proxy = new CutProxy(SERVER.server().port())) {
      EventLog events = new EventLog();
      ZooKeeper silent = SERVER.closing(Clients.connect(proxy.connectString(), 1_000, events));
      silent.create("/silent", null, OPEN_ACL_UNSAFE, CreateMode.EPHEMERAL);
      ZooKeeper witness = SERVER.client();
      assertNotNull(witness.exists("/silent", false));
      proxy.cut();
      Await.until("the ephemeral node goes", () -> witness.exists("/silent", false) == null);
      proxy.heal();
      events.awaitState(KeeperState.Expired);
    }
  }

  @Test
  void aQuietSessionIsKeptAliveByPings() throws Exception {
    EventLog events = new EventLog();
    ZooKeeper quiet = SERVER.closing(Clients.connect(SERVER.connectString(), 1_000, events));
    quiet.create("/quiet", null, OPEN_ACL_UNSAFE, CreateMode.EPHEMERAL);
    ZooKeeper shorter =
        SERVER.closing(Clients.connect(SERVER.connectString(), 1_000, new EventLog()));
    shorter.create("/measure", null, OPEN_ACL_UNSAFE, CreateMode.PERSISTENT_WITH_TTL, null, 3_000);
    long created = shorter.exists("/measure", false).getCtime();
    // several times the timeout by the server's own clock: each setData brings its time with it
    Await.until(
        "three timeouts pass",
        () -> shorter.setData("/measure", null, -1).getMtime() > created + 3_000);
    assertNotNull(quiet.exists("/quiet", false));
    assertEquals(0, events.times(KeeperState.Disconnected));
  }

  @Test
  void aSessionIsTakenUpAgainWithItsIdAndPassword() throws Exception {
    try (CutProxy proxy = new CutProxy(SERVER.server().port())) {
      ZooKeeper first =
          SERVER.closing(Clients.connect(proxy.connectString(), 10_000, new EventLog()));
      first.create("/mine", "kept".getBytes(UTF_8), OPEN_ACL_UNSAFE, CreateMode.EPHEMERAL);
      proxy.cut();
      ZooKeeper second =
          SERVER.closing(Clients.attach(SERVER.connectString(), first, new EventLog()));
      assertEquals(first.getSessionId(), second.getSessionId());
      assertEquals(second.getSessionId(), second.exists("/mine", false).getEphemeralOwner());
      second.close();
      assertNull(SERVER.client().exists("/mine", false));
    }
  }

  @Test
  void aSecondConnectionTakesTheSessionOver() throws Exception {
    EventLog firstEvents = new EventLog();
    ZooKeeper first = SERVER.client(firstEvents);
    ZooKeeper second =
        SERVER.closing(Clients.attach(SERVER.connectString(), first, new EventLog()));
    assertEquals(first.getSessionId(), second.getSessionId());
    firstEvents.awaitState(KeeperState.Disconnected);
  }

  @Test
  void aWrongPasswordIsRefusedAsExpired() throws Exception {
    EventLog ownerEvents = new EventLog();
    ZooKeeper owner = SERVER.client(ownerEvents);
    Stat ephemeral = new Stat();
    owner.create("/owned", null, OPEN_ACL_UNSAFE, CreateMode.EPHEMERAL, ephemeral);
    byte[] wrong = owner.getSessionPasswd().clone();
    wrong[0]++;
    EventLog events = new EventLog();
    SERVER.closing(
        new ZooKeeper(SERVER.connectString(), 10_000, events, owner.getSessionId(), wrong, false));
    events.awaitState(KeeperState.Expired);
    ownerEvents.awaitState(KeeperState.Disconnected);
    // the attempt has cost the owner its connection, not its session
    Await.until("the owner is back", () -> owner.getState() == ZooKeeper.States.CONNECTED);
    assertEquals(ephemeral.getCzxid(), owner.exists("/owned", false).getCzxid());
  }

  @Test
  void aClosedSessionCannotBeTakenUpAgain() throws Exception {
    ZooKeeper closed = SERVER.client();
    long id = closed.getSessionId();
    byte[] password = closed.getSessionPasswd();
    closed.close();
    EventLog events = new EventLog();
    SERVER.closing(new ZooKeeper(SERVER.connectString(), 10_000, events, id, password, false));
    events.awaitState(KeeperState.Expired);
  }

  @Test
  void aClientThatAllowsReadOnlyGetsAnOrdinarySession() throws Exception {
    EventLog events = new EventLog();
    ZooKeeper zk = SERVER.closing(new ZooKeeper(SERVER.connectString(), 10_000, events, true));
    events.awaitConnected();
    assertEquals(ZooKeeper.States.CONNECTED, zk.getState());
    zk.create("/writes", null, OPEN_ACL_UNSAFE, CreateMode.PERSISTENT);
  }

  @Test
  void sessionIdsAreNeverUsedTwice() throws Exception {
    ZooKeeper one = SERVER.client();
    ZooKeeper two = SERVER.client();
    assertNotEquals(one.getSessionId(), two.getSessionId());
  }

  @Test
  void aClosedClientLeavesAtOnce() throws Exception {
    ZooKeeper leaving = SERVER.client();
    leaving.create("/leaving", null, OPEN_ACL_UNSAFE, CreateMode.EPHEMERAL);
    leaving.close();
    assertNull(SERVER.client().exists("/leaving", false));
    Await.until(
        "the session is gone from the server",
        Duration.ofSeconds(10),
        () -> !SERVER.server().ask("dump").contains(Long.toHexString(leaving.getSessionId())));
  }
}
