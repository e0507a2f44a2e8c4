package io.vivarium.acceptance.javaclient;

import static io.vivarium.acceptance.javaclient.Failures.assertFailsWith;
import static java.nio.charset.StandardCharsets.UTF_8;
import static org.apache.zookeeper.ZooDefs.Ids.OPEN_ACL_UNSAFE;
import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotNull;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertThrows;

import io.vivarium.acceptance.fixture.ServerExtension;
import java.util.List;
import org.apache.zookeeper.CreateMode;
import org.apache.zookeeper.KeeperException.Code;
import org.apache.zookeeper.ZooKeeper;
import org.apache.zookeeper.data.Stat;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

class CreateTest {
  @RegisterExtension static final ServerExtension SERVER = ServerExtension.standard();

  private static final byte[] DATA = "data".getBytes(UTF_8);

  private ZooKeeper zk;

  @BeforeEach
  void connect() throws Exception {
    zk = SERVER.client();
  }

  private String persistent(String path) throws Exception {
    return zk.create(path, DATA, OPEN_ACL_UNSAFE, CreateMode.PERSISTENT);
  }

  @Test
  void aPersistentNodeOutlivesItsSession() throws Exception {
    assertEquals("/outlives", persistent("/outlives"));
    zk.close();
    ZooKeeper other = SERVER.client();
    assertArrayEquals(DATA, other.getData("/outlives", false, null));
  }

  @Test
  void anEphemeralNodeEndsWithItsSession() throws Exception {
    zk.create("/ephemeral", DATA, OPEN_ACL_UNSAFE, CreateMode.EPHEMERAL);
    ZooKeeper other = SERVER.client();
    Stat stat = other.exists("/ephemeral", false);
    assertEquals(zk.getSessionId(), stat.getEphemeralOwner());
    zk.close();
    assertNull(other.exists("/ephemeral", false));
  }

  @Test
  void sequentialNamesCountEveryChildEverCreated() throws Exception {
    persistent("/sequence");
    assertEquals(
        "/sequence/a-0000000000", sequential("/sequence/a-", CreateMode.PERSISTENT_SEQUENTIAL));
    persistent("/sequence/plain");
    assertEquals(
        "/sequence/b-0000000002", sequential("/sequence/b-", CreateMode.EPHEMERAL_SEQUENTIAL));
    zk.delete("/sequence/b-0000000002", -1);
    assertEquals(
        "/sequence/0000000003", sequential("/sequence/", CreateMode.PERSISTENT_SEQUENTIAL));
  }

  private String sequential(String path, CreateMode mode) throws Exception {
    return zk.create(path, DATA, OPEN_ACL_UNSAFE, mode);
  }

  @Test
  void createCanReturnTheStatOfTheNewNode() throws Exception {
    Stat stat = new Stat();
    zk.create("/with-stat", DATA, OPEN_ACL_UNSAFE, CreateMode.PERSISTENT, stat);
    assertEquals(zk.exists("/with-stat", false), stat);
    assertEquals(stat.getCzxid(), stat.getMzxid());
    assertEquals(stat.getCzxid(), stat.getPzxid());
    assertEquals(4, stat.getDataLength());
    assertEquals(0, stat.getVersion());
    assertEquals(0, stat.getEphemeralOwner());
  }

  @Test
  void aContainerShowsNoOwner() throws Exception {
    Stat stat = new Stat();
    zk.create("/container", DATA, OPEN_ACL_UNSAFE, CreateMode.CONTAINER, stat);
    assertEquals(0, stat.getEphemeralOwner());
    persistent("/container/child");
    assertEquals(List.of("child"), zk.getChildren("/container", false));
  }

  @Test
  void aTtlNodeIsCreatedWithItsTimeToLive() throws Exception {
    Stat stat = new Stat();
    zk.create("/ttl", DATA, OPEN_ACL_UNSAFE, CreateMode.PERSISTENT_WITH_TTL, stat, 1_000_000);
    assertEquals(0, stat.getEphemeralOwner());
    zk.create("/ttl-parent", DATA, OPEN_ACL_UNSAFE, CreateMode.PERSISTENT);
    String path =
        zk.create(
            "/ttl-parent/s-",
            DATA,
            OPEN_ACL_UNSAFE,
            CreateMode.PERSISTENT_SEQUENTIAL_WITH_TTL,
            stat,
            1_000_000);
    assertEquals("/ttl-parent/s-0000000000", path);
  }

  @Test
  void aTtlOutOfRangeIsRefused() {
    assertThrows(
        IllegalArgumentException.class,
        () -> zk.create("/t", DATA, OPEN_ACL_UNSAFE, CreateMode.PERSISTENT_WITH_TTL, null, 0));
    assertThrows(
        IllegalArgumentException.class,
        () ->
            zk.create("/t", DATA, OPEN_ACL_UNSAFE, CreateMode.PERSISTENT_WITH_TTL, null, 1L << 40));
  }

  @Test
  void nullDataIsNotEmptyData() throws Exception {
    zk.create("/null-data", null, OPEN_ACL_UNSAFE, CreateMode.PERSISTENT);
    zk.create("/empty-data", new byte[0], OPEN_ACL_UNSAFE, CreateMode.PERSISTENT);
    assertNull(zk.getData("/null-data", false, null));
    assertNotNull(zk.getData("/empty-data", false, null));
    assertEquals(0, zk.exists("/null-data", false).getDataLength());
  }

  @Test
  void anExistingNodeIsNotCreatedAgain() throws Exception {
    persistent("/twice");
    assertFailsWith(Code.NODEEXISTS, () -> persistent("/twice"));
  }

  @Test
  void aNodeNeedsItsParent() {
    assertFailsWith(Code.NONODE, () -> persistent("/no-such-parent/child"));
  }

  @Test
  void anEphemeralNodeHasNoChildren() throws Exception {
    zk.create("/childless", DATA, OPEN_ACL_UNSAFE, CreateMode.EPHEMERAL);
    assertFailsWith(Code.NOCHILDRENFOREPHEMERALS, () -> persistent("/childless/child"));
  }

  @Test
  void namesMayBeAnyTextOfTheBasicPlane() throws Exception {
    for (String name : List.of("/ümläut", "/日本語", "/список", "/with space", "/a.b-c_d:e")) {
      persistent(name);
      assertArrayEquals(DATA, zk.getData(name, false, null));
    }
  }

  @Test
  void aCreateMovesTheCountersOfTheParent() throws Exception {
    persistent("/counted");
    persistent("/counted/one");
    persistent("/counted/two");
    zk.delete("/counted/one", -1);
    Stat stat = zk.exists("/counted", false);
    assertEquals(3, stat.getCversion());
    assertEquals(1, stat.getNumChildren());
    assertEquals(0, stat.getVersion());
  }
}
