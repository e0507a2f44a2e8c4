package io.vivarium.acceptance.javaclient;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.apache.zookeeper.ZooDefs.Ids.OPEN_ACL_UNSAFE;
import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertNotNull;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertThrows;

import io.vivarium.acceptance.fixture.ServerExtension;
import java.util.List;
import org.apache.zookeeper.CreateMode;
import org.apache.zookeeper.KeeperException;
import org.apache.zookeeper.KeeperException.Code;
import org.apache.zookeeper.Op;
import org.apache.zookeeper.OpResult;
import org.apache.zookeeper.ZooKeeper;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

class MultiTest {
  @RegisterExtension static final ServerExtension SERVER = ServerExtension.standard();

  private ZooKeeper zk;

  @BeforeEach
  void connect() throws Exception {
    zk = SERVER.client();
  }

  private static Op create(String path, CreateMode mode) {
    return Op.create(path, "m".getBytes(UTF_8), OPEN_ACL_UNSAFE, mode);
  }

  @Test
  void laterOperationsSeeTheEffectsOfEarlierOnes() throws Exception {
    List<OpResult> results =
        zk.multi(
            List.of(
                create("/multi", CreateMode.PERSISTENT),
                create("/multi/s-", CreateMode.PERSISTENT_SEQUENTIAL),
                Op.setData("/multi", "set".getBytes(UTF_8), 0),
                Op.check("/multi", 1),
                create("/multi/gone", CreateMode.EPHEMERAL),
                Op.delete("/multi/gone", 0)));
    assertEquals(
        "/multi/s-0000000000",
        assertInstanceOf(OpResult.CreateResult.class, results.get(1)).getPath());
    assertEquals(
        1, assertInstanceOf(OpResult.SetDataResult.class, results.get(2)).getStat().getVersion());
    assertEquals(List.of("s-0000000000"), zk.getChildren("/multi", false));
    assertArrayEquals("set".getBytes(UTF_8), zk.getData("/multi", false, null));
  }

  @Test
  void everyKindOfNodeIsCreatedInOneMulti() throws Exception {
    zk.multi(
        List.of(
            create("/kinds", CreateMode.PERSISTENT),
            create("/kinds/container", CreateMode.CONTAINER),
            create("/kinds/ephemeral", CreateMode.EPHEMERAL),
            Op.create(
                "/kinds/ttl", null, OPEN_ACL_UNSAFE, CreateMode.PERSISTENT_WITH_TTL, 1_000_000)));
    assertEquals(3, zk.getAllChildrenNumber("/kinds"));
    assertEquals(
        zk.exists("/kinds", false).getCzxid(),
        zk.exists("/kinds/ttl", false).getCzxid(),
        "one zxid for the whole");
  }

  @Test
  void aFailedMultiChangesNothingAndNamesTheGuiltyOperation() throws Exception {
    KeeperException failure =
        assertThrows(
            KeeperException.class,
            () ->
                zk.multi(
                    List.of(
                        create("/never", CreateMode.PERSISTENT),
                        Op.setData("/never-there", new byte[0], -1),
                        create("/never/child", CreateMode.PERSISTENT))));
    assertEquals(Code.NONODE, failure.code());
    assertEquals(
        List.of(0, Code.NONODE.intValue(), Code.RUNTIMEINCONSISTENCY.intValue()), codes(failure));
    assertNull(zk.exists("/never", false));
  }

  private static List<Integer> codes(KeeperException failure) {
    return failure.getResults().stream()
        .map(result -> assertInstanceOf(OpResult.ErrorResult.class, result).getErr())
        .toList();
  }

  @Test
  void aFailedCheckStopsTheMulti() throws Exception {
    zk.create("/checked", null, OPEN_ACL_UNSAFE, CreateMode.PERSISTENT);
    KeeperException failure =
        assertThrows(
            KeeperException.class,
            () ->
                zk.multi(
                    List.of(
                        Op.check("/checked", 3), create("/after-check", CreateMode.PERSISTENT))));
    assertEquals(Code.BADVERSION, failure.code());
    assertNull(zk.exists("/after-check", false));
  }

  @Test
  void aTransactionIsAMultiBuiltStepByStep() throws Exception {
    List<OpResult> results =
        zk.transaction()
            .create("/transaction", null, OPEN_ACL_UNSAFE, CreateMode.PERSISTENT)
            .setData("/transaction", "t".getBytes(UTF_8), 0)
            .check("/transaction", 1)
            .commit();
    assertEquals(3, results.size());
    assertNotNull(zk.exists("/transaction", false));
  }

  @Test
  void readsOfAMultiSucceedOrFailOneByOne() throws Exception {
    zk.create("/read-me", "r".getBytes(UTF_8), OPEN_ACL_UNSAFE, CreateMode.PERSISTENT);
    List<OpResult> results =
        zk.multi(
            List.of(Op.getData("/read-me"), Op.getChildren("/read-me"), Op.getData("/unreadable")));
    assertArrayEquals(
        "r".getBytes(UTF_8),
        assertInstanceOf(OpResult.GetDataResult.class, results.get(0)).getData());
    assertEquals(
        List.of(),
        assertInstanceOf(OpResult.GetChildrenResult.class, results.get(1)).getChildren());
    assertEquals(
        Code.NONODE.intValue(),
        assertInstanceOf(OpResult.ErrorResult.class, results.get(2)).getErr());
  }

  @Test
  void anEmptyMultiHasNoResults() throws Exception {
    assertEquals(List.of(), zk.multi(List.of()));
  }
}
