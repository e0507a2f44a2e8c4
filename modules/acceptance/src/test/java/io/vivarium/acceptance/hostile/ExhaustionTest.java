package io.vivarium.acceptance.hostile;

import static org.apache.zookeeper.ZooDefs.Ids.OPEN_ACL_UNSAFE;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import io.vivarium.acceptance.fixture.ServerExtension;
import io.vivarium.acceptance.server.Await;
import io.vivarium.acceptance.server.EventLog;
import io.vivarium.acceptance.server.ServerKind;
import io.vivarium.acceptance.wire.RawRequest;
import io.vivarium.acceptance.wire.WireConnection;
import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import org.apache.zookeeper.AddWatchMode;
import org.apache.zookeeper.CreateMode;
import org.apache.zookeeper.Op;
import org.apache.zookeeper.ZKUtil;
import org.apache.zookeeper.ZooKeeper;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

/** Clients that take more than their share. The server's heap is 512 MiB here. */
class ExhaustionTest {
  @RegisterExtension static final ServerExtension SERVER = ServerExtension.standard();

  private static final int LARGEST_FRAME = 0xfffff;

  private Witness witness;

  @BeforeEach
  void callWitness() throws Exception {
    witness = new Witness(SERVER);
  }

  private static int port() {
    return SERVER.server().port();
  }

  private static WireConnection kept(WireConnection connection) {
    return SERVER.closing(connection);
  }

  @Test
  void connectionsThatSayNothingDisturbNobody() throws Exception {
    for (int i = 0; i < 200; i++) {
      kept(new WireConnection(port()));
    }
    witness.assertUndisturbed();
  }

  @Test
  void announcedFramesCostNothingUntilTheyCome() throws Exception {
    assumeTrue(
        ServerKind.selected() == ServerKind.PACKAGED,
        "ZooKeeper allocates a frame when it is announced");
    byte[] announcement = ByteBuffer.allocate(4).putInt(LARGEST_FRAME).array();
    for (int i = 0; i < 700; i++) {
      kept(WireConnection.session(port())).send(announcement);
    }
    witness.assertUndisturbed();
  }

  @Test
  void aClientThatDoesNotReadItsRepliesIsNotReadFromEither() throws Exception {
    ZooKeeper zk = SERVER.client();
    zk.create("/half-a-megabyte", new byte[500_000], OPEN_ACL_UNSAFE, CreateMode.PERSISTENT);
    byte[] request =
        RawRequest.request(1, RawRequest.GET_DATA).string("/half-a-megabyte").flag(false).frame();
    ByteBuffer manyRequests = ByteBuffer.allocate(request.length * 1_000);
    while (manyRequests.hasRemaining()) {
      manyRequests.put(request);
    }
    // four clients ask for 2 GB of replies altogether and read none
    for (int i = 0; i < 4; i++) {
      kept(WireConnection.session(port())).send(manyRequests.array());
    }
    witness.assertUndisturbed();
  }

  @Test
  void aMultiOfManyThousandOperationsIsDoneWhole() throws Exception {
    ZooKeeper zk = SERVER.client();
    zk.create("/huge", null, OPEN_ACL_UNSAFE, CreateMode.PERSISTENT);
    List<Op> ops = new ArrayList<>();
    for (int i = 0; i < 10_000; i++) {
      ops.add(Op.create("/huge/" + i, null, OPEN_ACL_UNSAFE, CreateMode.PERSISTENT));
    }
    assertEquals(10_000, zk.multi(ops).size());
    assertEquals(10_000, zk.getAllChildrenNumber("/huge"));
    witness.assertUndisturbed();
  }

  @Test
  void aTreeOfAThousandLevelsIsBuiltWatchedAndRemoved() throws Exception {
    ZooKeeper zk = SERVER.client();
    zk.create("/deep", null, OPEN_ACL_UNSAFE, CreateMode.PERSISTENT);
    EventLog events = new EventLog();
    zk.addWatch("/deep", events, AddWatchMode.PERSISTENT_RECURSIVE);
    StringBuilder path = new StringBuilder("/deep");
    for (int level = 0; level < 1_000; level++) {
      path.append("/d");
      zk.create(path.toString(), null, OPEN_ACL_UNSAFE, CreateMode.PERSISTENT);
    }
    assertEquals(1_000, zk.getAllChildrenNumber("/deep"));
    // The client hands events over on a thread of its own, which may be behind.
    Await.until("1,000 events", () -> events.events().size() >= 1_000);
    assertEquals(1_000, events.events().size());
    assertTrue(ZKUtil.deleteRecursive(zk, "/deep", 100));
    witness.assertUndisturbed();
  }

  @Test
  void aPathOfHalfAMillionLevelsIsAnsweredAndForgotten() throws Exception {
    String path = String.join("", Collections.nCopies(500_000, "/d"));
    try (WireConnection connection = WireConnection.session(port())) {
      connection.send(RawRequest.request(1, RawRequest.EXISTS).string(path).flag(true).frame());
      assertEquals(-101, connection.receiveError());
      connection.send(
          RawRequest.request(2, RawRequest.CREATE)
              .string(path)
              .buffer(new byte[0])
              .openAcl()
              .number(0)
              .frame());
      assertEquals(-101, connection.receiveError());
    }
    witness.assertUndisturbed();
  }

  @Test
  void aThousandSessionsComeAndGo() throws Exception {
    for (int i = 0; i < 1_000; i++) {
      WireConnection.session(port()).close();
    }
    witness.assertUndisturbed();
  }

  @Test
  void aFrameSentByteByByteIsStillAFrame() throws Exception {
    try (WireConnection connection = WireConnection.session(port())) {
      byte[] request = RawRequest.request(1, RawRequest.EXISTS).string("/").flag(false).frame();
      for (byte one : request) {
        connection.send(new byte[] {one});
      }
      assertEquals(0, connection.receiveError());
    }
  }
}
