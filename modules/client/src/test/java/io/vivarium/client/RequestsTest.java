package io.vivarium.client;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.vivarium.model.Acl;
import io.vivarium.model.AuthId;
import io.vivarium.model.CreateMode;
import io.vivarium.model.ErrorCode;
import io.vivarium.model.OpCode;
import io.vivarium.model.Reply;
import io.vivarium.model.Request;
import io.vivarium.model.WatchEvent;
import io.vivarium.model.WatcherType;
import io.vivarium.scripted.server.ScriptedServer;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** Every call: what the server is asked, below a chroot, and what the caller gets. */
final class RequestsTest {
  private static final byte[] DATA = {1, 2};

  private ScriptedServer peer;
  private Client client;

  @BeforeEach
  void open() throws Exception {
    peer = new ScriptedServer();
    client = Client.connectTo(peer.address() + "/app").open();
    peer.serve(7);
  }

  @AfterEach
  void end() throws Exception {
    peer.close();
    client.close();
  }

  private <T> T answered(CompletableFuture<T> result, Request asked, Reply reply) throws Exception {
    assertEquals(asked.toString().replaceAll("\\[B@\\w+", "bytes"), taken());
    peer.answer(reply);
    return Results.of(result);
  }

  private String taken() throws Exception {
    return peer.next().toString().replaceAll("\\[B@\\w+", "bytes");
  }

  @Test
  void create() throws Exception {
    Reply.PathStat made =
        answered(
            client.create("/n-", DATA, Acl.OPEN, CreateMode.EPHEMERAL_SEQUENTIAL),
            new Request.Create(OpCode.CREATE2, "/app/n-", DATA, Acl.OPEN, 3, 0),
            new Reply.PathStat("/app/n-0000000001", Results.STAT));

    assertEquals("/n-0000000001", made.path());
    assertEquals(Results.STAT, made.stat());
  }

  @Test
  void containersAndNodesWithTimeToLiveHaveOperationsOfTheirOwn() throws Exception {
    answered(
        client.create("/c", null, Acl.OPEN, CreateMode.CONTAINER),
        new Request.Create(OpCode.CREATE_CONTAINER, "/app/c", null, Acl.OPEN, 4, 0),
        new Reply.PathStat("/app/c", Results.STAT));
    answered(
        client.createWithTtl("/t", null, Acl.OPEN, CreateMode.PERSISTENT_WITH_TTL, 500),
        new Request.Create(OpCode.CREATE_TTL, "/app/t", null, Acl.OPEN, 5, 500),
        new Reply.PathStat("/app/t", Results.STAT));
  }

  @Test
  void deleteAndSetData() throws Exception {
    answered(client.delete("/n", 3), new Request.Delete("/app/n", 3), Reply.Empty.INSTANCE);
    assertEquals(
        Results.STAT,
        answered(
            client.setData("/n", DATA, 3),
            new Request.SetData("/app/n", DATA, 3),
            new Reply.StatOnly(Results.STAT)));
  }

  @Test
  void existsIsEmptyForWhatIsNotThereAndWatchesThatToo() throws Exception {
    Events watching = new Events();
    assertEquals(
        Optional.of(Results.STAT),
        answered(
            client.exists("/n", null),
            new Request.Exists("/app/n", false),
            new Reply.StatOnly(Results.STAT)));
    CompletableFuture<?> missing = client.exists("/m", watching);
    assertEquals(new Request.Exists("/app/m", true), peer.next());
    peer.answer(ErrorCode.NO_NODE);
    assertEquals(Optional.empty(), Results.of(missing));

    peer.fire(WatchEvent.Type.NODE_CREATED, "/app/m");

    assertEquals(
        new ClientEvent.NodeChanged(new WatchEvent(WatchEvent.Type.NODE_CREATED, "/m", 3)),
        watching.next());
    CompletableFuture<?> refused = client.exists("/m", watching);
    peer.next();
    peer.answer(ErrorCode.NO_AUTH);
    Results.refusal(ErrorCode.NO_AUTH, refused);
  }

  @Test
  void reads() throws Exception {
    Reply.DataStat data =
        answered(
            client.getData("/", null),
            new Request.GetData("/app", false),
            new Reply.DataStat(DATA, Results.STAT));
    assertArrayEquals(DATA, data.data());
    assertEquals(
        List.of("a", "b"),
        answered(
                client.getChildren("/n", null),
                new Request.GetChildren("/app/n", false, true),
                new Reply.ChildrenStat(List.of("a", "b"), Results.STAT))
            .children());
    assertEquals(
        5,
        answered(
            client.getAllChildrenNumber("/n"),
            new Request.GetAllChildrenNumber("/app/n"),
            new Reply.IntValue(5)));
    assertEquals(
        List.of("/e"),
        answered(
            client.getEphemerals("/"),
            new Request.GetEphemerals("/app"),
            new Reply.Names(List.of("/app/e"))));
  }

  @Test
  void accessControl() throws Exception {
    assertEquals(
        Acl.OPEN,
        answered(
                client.getAcl("/n"),
                new Request.GetAcl("/app/n"),
                new Reply.AclStat(Acl.OPEN, Results.STAT))
            .acl());
    answered(
        client.setAcl("/n", Acl.READ_ONLY, 2),
        new Request.SetAcl("/app/n", Acl.READ_ONLY, 2),
        new Reply.StatOnly(Results.STAT));
    assertEquals(
        List.of(new AuthId("ip", "127.0.0.1")),
        answered(
            client.whoAmI(),
            new Request.WhoAmI(),
            new Reply.Identities(List.of(new AuthId("ip", "127.0.0.1")))));
  }

  @Test
  void theEnsembleIsOutsideOfTheChroot() throws Exception {
    answered(
        client.ensemble(null),
        new Request.GetData("/zookeeper/config", false),
        new Reply.DataStat(DATA, Results.STAT));
    answered(
        client.reconfigure("server.4=a:1:2;3", "2", null, -1),
        new Request.Reconfig("server.4=a:1:2;3", "2", null, -1),
        new Reply.DataStat(DATA, Results.STAT));
    answered(client.sync("/n"), new Request.Sync("/app/n"), new Reply.Path("/app/n"));
  }

  @Test
  void aMultiHasAResultForEachPart() throws Exception {
    List<Reply.Result> results =
        answered(
            client.multi(
                List.of(
                    new Request.Create(OpCode.CREATE2, "/n", null, Acl.OPEN, 0, 0),
                    new Request.Delete("/m", -1))),
            new Request.Multi(
                List.of(
                    new Request.Create(OpCode.CREATE2, "/app/n", null, Acl.OPEN, 0, 0),
                    new Request.Delete("/app/m", -1))),
            new Reply.Multi(
                List.of(
                    new Reply.Result(OpCode.CREATE2, 0, new Reply.PathStat("/app/n", Results.STAT)),
                    new Reply.Result(OpCode.DELETE, 0, Reply.Empty.INSTANCE))));

    assertEquals(new Reply.PathStat("/n", Results.STAT), results.get(0).body());
    assertEquals(2, results.size());
  }

  @Test
  void aMultiIsRefusedForThePartThatIs() throws Exception {
    CompletableFuture<?> asked =
        client.multi(
            List.of(
                new Request.Check("/a", 1),
                new Request.SetData("/b", DATA, 1),
                new Request.Delete("/c", 1)));
    peer.next();
    peer.answer(
        new Reply.Multi(
            List.of(
                new Reply.Result(OpCode.ERROR, 0, Reply.Empty.INSTANCE),
                new Reply.Result(OpCode.ERROR, ErrorCode.BAD_VERSION.code(), Reply.Empty.INSTANCE),
                new Reply.Result(
                    OpCode.ERROR, ErrorCode.RUNTIME_INCONSISTENCY.code(), Reply.Empty.INSTANCE))));

    RequestException refusal = Results.refusal(ErrorCode.BAD_VERSION, asked);
    assertEquals("/b", refusal.path());
    assertEquals(3, refusal.results().size());
    assertEquals("BAD_VERSION for /b", refusal.getMessage());
  }

  @Test
  void readsOfAMultiFailOnTheirOwn() throws Exception {
    List<Reply.Result> results =
        answered(
            client.multiRead(
                List.of(
                    new Request.GetData("/a", false), new Request.GetChildren("/b", false, false))),
            new Request.MultiRead(
                List.of(
                    new Request.GetData("/app/a", false),
                    new Request.GetChildren("/app/b", false, false))),
            new Reply.Multi(
                List.of(
                    new Reply.Result(OpCode.GET_DATA, 0, new Reply.DataStat(DATA, Results.STAT)),
                    new Reply.Result(
                        OpCode.ERROR, ErrorCode.NO_NODE.code(), Reply.Empty.INSTANCE))));

    assertEquals(0, results.get(0).error());
    assertEquals(ErrorCode.NO_NODE.code(), results.get(1).error());
  }

  @Test
  void watchesOnChildrenAndPersistentOnesFire() throws Exception {
    Events watching = new Events();
    answered(
        client.getChildren("/n", watching),
        new Request.GetChildren("/app/n", true, true),
        new Reply.ChildrenStat(List.of(), Results.STAT));
    answered(
        client.addWatch("/p", false, watching),
        new Request.AddWatch("/app/p", 0),
        new Reply.IntValue(0));
    answered(
        client.addWatch("/r", true, watching),
        new Request.AddWatch("/app/r", 1),
        new Reply.IntValue(0));

    peer.fire(WatchEvent.Type.NODE_CHILDREN_CHANGED, "/app/n");
    peer.fire(WatchEvent.Type.NODE_DELETED, "/app/p");
    peer.fire(WatchEvent.Type.NODE_CREATED, "/app/r/s");

    assertEquals("/n", path(watching.next()));
    assertEquals("/p", path(watching.next()));
    assertEquals("/r/s", path(watching.next()));
  }

  private static String path(ClientEvent event) {
    return ((ClientEvent.NodeChanged) event).change().path();
  }

  @Test
  void aWatchThatIsRemovedTellsSoAndFiresNoMore() throws Exception {
    Events watching = new Events();
    answered(
        client.addWatch("/p", false, watching),
        new Request.AddWatch("/app/p", 0),
        new Reply.IntValue(0));

    answered(
        client.removeWatches("/p", WatcherType.ANY, false),
        new Request.RemoveWatches("/app/p", 3),
        Reply.Empty.INSTANCE);
    peer.fire(WatchEvent.Type.NODE_DELETED, "/app/p");
    answered(client.sync("/"), new Request.Sync("/app"), new Reply.Path("/app"));

    assertEquals(new ClientEvent.WatchRemoved(WatcherType.PERSISTENT, "/p"), watching.next());
    assertTrue(watching.none());
  }

  @Test
  void aWatchThatTheServerDoesNotKnowIsNotRemoved() throws Exception {
    CompletableFuture<?> asked = client.removeWatches("/p", WatcherType.DATA, true);
    peer.next();
    peer.answer(ErrorCode.NO_WATCHER);

    Results.refusal(ErrorCode.NO_WATCHER, asked);
  }

  @Test
  void aWatchIsForgottenLocallyWhenTheConnectionBreaks() throws Exception {
    Events watching = new Events();
    answered(
        client.addWatch("/p", false, watching),
        new Request.AddWatch("/app/p", 0),
        new Reply.IntValue(0));
    CompletableFuture<?> asked = client.removeWatches("/p", WatcherType.ANY, true);
    peer.next();
    peer.hangUp();

    Results.of(asked);
    assertEquals(new ClientEvent.WatchRemoved(WatcherType.PERSISTENT, "/p"), watching.next());
  }
}
