package io.vivarium.client;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.vivarium.model.Acl;
import io.vivarium.model.AuthId;
import io.vivarium.model.CreateMode;
import io.vivarium.model.ErrorCode;
import io.vivarium.model.OpCode;
import io.vivarium.model.Perms;
import io.vivarium.model.Reply;
import io.vivarium.model.Request;
import io.vivarium.model.Stat;
import io.vivarium.model.WatchEvent;
import io.vivarium.model.WatcherType;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInfo;
import org.junit.jupiter.api.io.TempDir;

/** The client and a server that is one. Each test has a part of the tree of its own. */
final class RealServerTest {
  @TempDir private static Path directory;
  private static ServerInThisJvm server;

  private final Events events = new Events();
  private Client client;
  private String top;

  @BeforeAll
  static void start() throws Exception {
    server = ServerInThisJvm.start(directory);
  }

  @AfterAll
  static void stop() {
    server.close();
  }

  @BeforeEach
  void open(TestInfo test) throws Exception {
    top = "/" + test.getTestMethod().orElseThrow().getName();
    client = Client.connectTo(server.address()).open();
    Results.of(client.create(top, null, Acl.OPEN, CreateMode.PERSISTENT));
  }

  @AfterEach
  void close() {
    client.close();
  }

  private String make(String name, CreateMode mode) throws Exception {
    return Results.of(client.create(top + "/" + name, null, Acl.OPEN, mode)).path();
  }

  private static ClientEvent changed(WatchEvent.Type type, String path, long zxid) {
    return new ClientEvent.NodeChanged(new WatchEvent(type, path, zxid));
  }

  @Test
  void nodesOfEveryKindAreMade() throws Exception {
    assertEquals(top + "/p", make("p", CreateMode.PERSISTENT));
    assertEquals(top + "/s0000000001", make("s", CreateMode.PERSISTENT_SEQUENTIAL));
    assertEquals(top + "/e", make("e", CreateMode.EPHEMERAL));
    assertEquals(top + "/es0000000003", make("es", CreateMode.EPHEMERAL_SEQUENTIAL));
    assertEquals(top + "/c", make("c", CreateMode.CONTAINER));
    assertEquals(
        top + "/t",
        Results.of(
                client.createWithTtl(
                    top + "/t", null, Acl.OPEN, CreateMode.PERSISTENT_WITH_TTL, 1_000_000))
            .path());

    assertEquals(6, Results.of(client.getAllChildrenNumber(top)));
    assertEquals(
        List.of(top + "/e", top + "/es0000000003"),
        Results.of(client.getEphemerals(top)).stream().sorted().toList());
  }

  @Test
  void dataIsWrittenAndReadInOrder() throws Exception {
    String path = make("n", CreateMode.PERSISTENT);
    List<CompletableFuture<Stat>> writes = new ArrayList<>();
    for (int i = 0; i < 200; i++) {
      writes.add(client.setData(path, Integer.toString(i).getBytes(UTF_8), i));
    }
    Reply.DataStat read = Results.of(client.getData(path, null));

    assertArrayEquals("199".getBytes(UTF_8), read.data());
    assertEquals(200, read.stat().version());
    for (int i = 0; i < 200; i++) {
      assertEquals(i + 1, Results.of(writes.get(i)).version());
    }
    Results.refusal(ErrorCode.BAD_VERSION, client.setData(path, null, 7));
  }

  @Test
  void nullAndEmptyDataDiffer() throws Exception {
    String path = make("n", CreateMode.PERSISTENT);
    assertEquals(null, Results.of(client.getData(path, null)).data());

    Results.of(client.setData(path, new byte[0], -1));

    assertArrayEquals(new byte[0], Results.of(client.getData(path, null)).data());
  }

  @Test
  void whatIsMissingIsRefusedAndNamed() throws Exception {
    String missing = top + "/missing";

    assertEquals(missing, Results.refusal(ErrorCode.NO_NODE, client.getData(missing, null)).path());
    assertEquals(missing, Results.refusal(ErrorCode.NO_NODE, client.delete(missing, -1)).path());
    assertEquals(Optional.empty(), Results.of(client.exists(missing, null)));
    Results.refusal(
        ErrorCode.NOT_EMPTY, client.delete(parentOf(make("n", CreateMode.PERSISTENT)), -1));
    Results.refusal(
        ErrorCode.NODE_EXISTS, client.create(top, null, Acl.OPEN, CreateMode.PERSISTENT));
  }

  private static String parentOf(String path) {
    return path.substring(0, path.lastIndexOf('/'));
  }

  @Test
  void aChrootIsTheWholeTreeOfItsClient() throws Exception {
    try (Client below = Client.connectTo(server.address() + top).open()) {
      assertEquals(
          "/n", Results.of(below.create("/n", null, Acl.OPEN, CreateMode.EPHEMERAL)).path());
      assertEquals(List.of("n"), Results.of(below.getChildren("/", null)).children());
      assertEquals(List.of("/n"), Results.of(below.getEphemerals("/")));
      assertTrue(Results.of(client.exists(top + "/n", null)).isPresent());

      Results.of(below.addWatch("/", true, events));
      long zxid = Results.of(client.setData(top + "/n", null, -1)).mzxid();
      assertEquals(changed(WatchEvent.Type.NODE_DATA_CHANGED, "/n", zxid), events.next());
    }
  }

  @Test
  void aMultiIsDoneAsAWholeOrNotAtAll() throws Exception {
    List<Reply.Result> results =
        Results.of(
            client.multi(
                List.of(
                    new Request.Create(OpCode.CREATE2, top + "/a", null, Acl.OPEN, 0, 0),
                    new Request.SetData(top + "/a", new byte[] {1}, 0),
                    new Request.Check(top + "/a", 1))));
    assertEquals(3, results.size());

    RequestException refusal =
        Results.refusal(
            ErrorCode.BAD_VERSION,
            client.multi(List.of(new Request.Delete(top + "/a", -1), new Request.Check(top, 99))));

    assertEquals(top, refusal.path());
    assertTrue(Results.of(client.exists(top + "/a", null)).isPresent());
  }

  @Test
  void severalReadsAreOneRequest() throws Exception {
    make("a", CreateMode.PERSISTENT);
    List<Reply.Result> results =
        Results.of(
            client.multiRead(
                List.of(
                    new Request.GetChildren(top, false, false),
                    new Request.GetData(top + "/missing", false))));

    assertEquals(new Reply.Names(List.of("a")), results.get(0).body());
    assertEquals(ErrorCode.NO_NODE.code(), results.get(1).error());
  }

  @Test
  void watchesOfEveryKindFire() throws Exception {
    Events data = new Events();
    Events children = new Events();
    Events missing = new Events();
    Results.of(client.getData(top, data));
    Results.of(client.getChildren(top, children));
    Results.of(client.exists(top + "/m", missing));
    Results.of(client.addWatch(top, true, events));

    long made =
        Results.of(client.create(top + "/m", null, Acl.OPEN, CreateMode.PERSISTENT)).stat().czxid();
    long set = Results.of(client.setData(top, null, -1)).mzxid();

    assertEquals(changed(WatchEvent.Type.NODE_CREATED, top + "/m", made), missing.next());
    assertEquals(changed(WatchEvent.Type.NODE_CHILDREN_CHANGED, top, made), children.next());
    assertEquals(changed(WatchEvent.Type.NODE_DATA_CHANGED, top, set), data.next());
    assertEquals(changed(WatchEvent.Type.NODE_CREATED, top + "/m", made), events.next());
    assertEquals(changed(WatchEvent.Type.NODE_DATA_CHANGED, top, set), events.next());
    assertTrue(data.none() && children.none() && missing.none());
  }

  @Test
  void aRemovedWatchIsRemovedOnTheServerToo() throws Exception {
    Results.of(client.addWatch(top, false, events));
    Results.of(client.removeWatches(top, WatcherType.ANY, false));
    Results.of(client.setData(top, null, -1));

    assertEquals(new ClientEvent.WatchRemoved(WatcherType.PERSISTENT, top), events.next());
    Results.refusal(ErrorCode.NO_WATCHER, client.removeWatches(top, WatcherType.ANY, false));
    assertTrue(events.none());
  }

  @Test
  void ephemeralsEndWithTheSession() throws Exception {
    Events gone = new Events();
    String path = top + "/e";
    Client other = Client.connectTo(server.address()).open();
    Results.of(other.create(path, null, Acl.OPEN, CreateMode.EPHEMERAL));
    Results.of(client.exists(path, gone));

    other.close();

    ClientEvent.NodeChanged event = (ClientEvent.NodeChanged) gone.next();
    assertEquals(WatchEvent.Type.NODE_DELETED, event.change().type());
  }

  @Test
  void anotherClientGoesOnWithTheSession() throws Exception {
    make("e", CreateMode.EPHEMERAL);
    SessionIdentity identity = client.identity().orElseThrow();
    Results.of(client.abandon());
    assertEquals(SessionState.CLOSED, client.state());
    try (Client next = Client.connectTo(server.address()).resume(identity).open()) {
      assertEquals(List.of(top + "/e"), Results.of(next.getEphemerals(top)));
      assertEquals(identity.id(), next.identity().orElseThrow().id());
    }
  }

  @Test
  void aSessionWithAWrongPasswordIsRefused() throws Exception {
    SessionIdentity wrong = new SessionIdentity(client.identity().orElseThrow().id(), new byte[16]);
    try (Client refused =
        Client.connectTo(server.address()).resume(wrong).listener(events).open()) {
      assertEquals(SessionState.EXPIRED, events.nextState());
      assertEquals(SessionState.EXPIRED, refused.state());
    }
  }

  @Test
  void identitiesOpenWhatIsClosedToOthers() throws Exception {
    Results.of(client.addAuth("digest", "bob:secret".getBytes(UTF_8)));
    List<Acl> own = List.of(new Acl(Perms.ALL, "auth", ""));
    String path = Results.of(client.create(top + "/n", null, own, CreateMode.PERSISTENT)).path();

    assertTrue(Results.of(client.whoAmI()).contains(new AuthId("digest", "bob")));
    assertEquals("digest", Results.of(client.getAcl(path)).acl().get(0).scheme());
    try (Client stranger = Client.connectTo(server.address()).open()) {
      Results.refusal(ErrorCode.NO_AUTH, stranger.getData(path, null));
    }
    Results.of(client.setAcl(path, Acl.READ_ONLY, 0));
    Results.refusal(ErrorCode.NO_AUTH, client.setData(path, null, -1));
  }

  @Test
  void theConfigurationOfAStandaloneServerIsEmpty() throws Exception {
    assertEquals(0, Results.of(client.ensemble(null)).stat().dataLength());
    Results.refusal(ErrorCode.RECONFIG_DISABLED, client.reconfigure(null, "9", null, -1));
    Results.of(client.sync("/"));
  }

  @Test
  void twoClientsHaveTwoSessions() throws Exception {
    try (Client other = Client.connectTo(server.address()).open()) {
      Results.of(other.sync("/"));
      assertNotEquals(client.identity().orElseThrow().id(), other.identity().orElseThrow().id());
    }
  }
}
