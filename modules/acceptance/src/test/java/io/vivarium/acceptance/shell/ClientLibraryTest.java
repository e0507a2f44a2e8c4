package io.vivarium.acceptance.shell;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.vivarium.acceptance.server.ServerKind;
import io.vivarium.acceptance.server.ServerSetup;
import io.vivarium.acceptance.server.ServerUnderTest;
import io.vivarium.client.Client;
import io.vivarium.client.ClientEvent;
import io.vivarium.client.RequestException;
import io.vivarium.model.Acl;
import io.vivarium.model.CreateMode;
import io.vivarium.model.ErrorCode;
import io.vivarium.model.OpCode;
import io.vivarium.model.Reply;
import io.vivarium.model.Request;
import io.vivarium.model.WatchEvent;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** Our client library against the package and against Apache ZooKeeper: the same code must see the same. */
@Tag("standalone")
class ClientLibraryTest {
  @TempDir Path home;

  private final BlockingQueue<ClientEvent> events = new LinkedBlockingQueue<>();

  private static <T> T of(CompletableFuture<T> result) throws Exception {
    return result.get(2, TimeUnit.MINUTES);
  }

  private WatchEvent event() throws InterruptedException {
    return ((ClientEvent.NodeChanged) events.poll(2, TimeUnit.MINUTES)).change();
  }

  @ParameterizedTest
  @EnumSource(ServerKind.class)
  void everythingWorksAndGoesOnAfterARestartOfTheServer(ServerKind kind) throws Exception {
    ServerSetup setup = ServerSetup.standard().on(kind);
    try (ServerUnderTest server = ServerUnderTest.start(setup, home.resolve(kind.name()));
        Client client =
            Client.connectTo(server.connectString()).sessionTimeout(Duration.ofMinutes(1)).open()) {
      of(client.create("/a", "x".getBytes(UTF_8), Acl.OPEN, CreateMode.PERSISTENT));
      of(client.create("/a/e", null, Acl.OPEN, CreateMode.EPHEMERAL));
      assertEquals(
          "/a/s0000000001",
          of(client.create("/a/s", null, Acl.OPEN, CreateMode.PERSISTENT_SEQUENTIAL)).path());
      assertArrayEquals("x".getBytes(UTF_8), of(client.getData("/a", null)).data());
      assertEquals(2, of(client.getAllChildrenNumber("/a")));
      refusedMulti(client);

      of(client.exists("/later", events::add));
      of(client.addWatch("/a", true, events::add));
      of(client.setData("/a", null, 0));
      assertEquals(WatchEvent.Type.NODE_DATA_CHANGED, event().type());
      long session = client.identity().orElseThrow().id();

      server.kill();
      server.restart();

      // Writes that were lost with the connection are repeated until one is answered.
      until(client, "/later");
      assertEquals("/later", event().path());
      of(client.setData("/a", null, -1));
      assertEquals("/a", event().path());
      assertEquals(session, client.identity().orElseThrow().id());
      assertEquals(List.of("/a/e"), of(client.getEphemerals("/")));
    }
  }

  private static void refusedMulti(Client client) throws Exception {
    List<Request> parts =
        List.of(
            new Request.Create(OpCode.CREATE2, "/m", null, Acl.OPEN, 0, 0),
            new Request.Check("/a", 9));
    try {
      of(client.multi(parts));
      throw new AssertionError("a wrong version was taken");
    } catch (ExecutionException e) {
      RequestException refusal = (RequestException) e.getCause();
      assertEquals(ErrorCode.BAD_VERSION, refusal.code());
      assertEquals("/a", refusal.path());
    }
    List<Reply.Result> results = of(client.multi(parts.subList(0, 1)));
    assertEquals("/m", ((Reply.PathStat) results.getFirst().body()).path());
  }

  private static void until(Client client, String path) throws Exception {
    while (true) {
      try {
        of(client.create(path, null, Acl.OPEN, CreateMode.PERSISTENT));
        return;
      } catch (ExecutionException e) {
        ErrorCode code = ((RequestException) e.getCause()).code();
        if (code == ErrorCode.NODE_EXISTS) {
          return;
        }
        assertTrue(code == ErrorCode.CONNECTION_LOSS, () -> "refused with " + code);
      }
    }
  }
}
