package io.vivarium.client;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.vivarium.model.ConnectRequest;
import io.vivarium.model.ErrorCode;
import io.vivarium.model.OpCode;
import io.vivarium.model.Reply;
import io.vivarium.model.ReplyHeader;
import io.vivarium.model.Request;
import io.vivarium.model.WatchEvent;
import io.vivarium.scripted.server.ScriptedServer;
import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.RejectedExecutionException;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

final class SessionTest {
  /** No label of a name is as long as this one, so that no server for names is asked. */
  private static final String NOWHERE = "x".repeat(64) + ".invalid:2181";

  private final Events events = new Events();
  private ScriptedServer peer;
  private Client client;

  @BeforeEach
  void listen() throws IOException {
    peer = new ScriptedServer();
  }

  @AfterEach
  void end() throws Exception {
    peer.close();
    if (client != null) {
      CompletableFuture<?> closed = client.closeAsync();
      Results.of(closed);
    }
  }

  private ClientBuilder builder() {
    return Client.connectTo(peer.address()).listener(events).sessionTimeout(Duration.ofMinutes(1));
  }

  private void open() throws Exception {
    client = builder().open();
    peer.serve(7);
    assertEquals(SessionState.CONNECTED, events.nextState());
  }

  @Test
  void aNewSessionIsAskedFor() throws Exception {
    client = builder().open();
    ConnectRequest asked = peer.accept();

    assertEquals(0, asked.sessionId());
    assertEquals(60_000, asked.timeout());
    assertFalse(asked.readOnly());
    assertTrue(asked.readOnlyPresent());
    assertEquals(SessionState.CONNECTING, client.state());
    assertTrue(client.identity().isEmpty());

    peer.welcome(7, 60_000);

    assertEquals(SessionState.CONNECTED, events.nextState());
    assertEquals(SessionState.CONNECTED, client.state());
    assertEquals(7, client.identity().orElseThrow().id());
    assertEquals("0x7", client.identity().orElseThrow().toString());
    assertTrue(client.server().isPresent());
  }

  @Test
  void aSessionIsTakenOver() throws Exception {
    client = builder().resume(new SessionIdentity(9, ScriptedServer.password(9))).open();
    ConnectRequest asked = peer.accept();

    assertEquals(9, asked.sessionId());
    assertArrayEquals(ScriptedServer.password(9), asked.password());
  }

  @Test
  void theSessionGoesOnOnAnotherConnection() throws Exception {
    open();
    CompletableFuture<?> answered = client.getData("/a", null);
    peer.next();
    peer.answer(new Reply.DataStat(null, Results.STAT));
    Results.of(answered);

    peer.hangUp();
    assertEquals(SessionState.CONNECTING, events.nextState());
    ConnectRequest again = peer.serve(7);

    assertEquals(7, again.sessionId());
    assertArrayEquals(ScriptedServer.password(7), again.password());
    assertEquals(1, again.lastZxidSeen());
    assertEquals(SessionState.CONNECTED, events.nextState());
  }

  @Test
  void whatHadNoAnswerWhenTheConnectionBrokeIsLost() throws Exception {
    open();
    CompletableFuture<?> first = client.setData("/a", null, -1);
    CompletableFuture<?> second = client.delete("/b", -1);
    peer.next();

    peer.hangUp();

    assertEquals("/a", Results.refusal(ErrorCode.CONNECTION_LOSS, first).path());
    Results.refusal(ErrorCode.CONNECTION_LOSS, second);
  }

  @Test
  void whatIsAskedWithoutAConnectionWaitsForOne() throws Exception {
    client = builder().open();
    CompletableFuture<?> early = client.getData("/early", null);
    CompletableFuture<?> next = client.getData("/next", null);
    peer.serve(7);

    assertEquals("/early", peer.next(Request.GetData.class).path());
    peer.answer(new Reply.DataStat(null, Results.STAT));
    assertEquals("/next", peer.next(Request.GetData.class).path());
    peer.answer(new Reply.DataStat(null, Results.STAT));
    Results.of(early);
    Results.of(next);
  }

  @Test
  void whatIsAskedWithoutAConnectionIsLostWhenThereIsNoneForTooLong() throws Exception {
    String nowhere;
    try (ServerSocket free = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
      nowhere = "127.0.0.1:" + free.getLocalPort();
    }
    client = Client.connectTo(nowhere).sessionTimeout(Duration.ofMillis(50)).open();

    Results.refusal(ErrorCode.CONNECTION_LOSS, client.getData("/a", null));
  }

  @Test
  void aNameThatDoesNotResolveIsAServerThatIsNotReached() throws Exception {
    client = Client.connectTo(NOWHERE).sessionTimeout(Duration.ofMillis(50)).open();

    Results.refusal(ErrorCode.CONNECTION_LOSS, client.getData("/a", null));
  }

  @Test
  void anotherServerIsTriedWhenANameDoesNotResolve() throws Exception {
    client =
        Client.connectTo(NOWHERE + "," + peer.address())
            .sessionTimeout(Duration.ofMinutes(1))
            .listener(events)
            .open();
    peer.serve(7);
    assertEquals(SessionState.CONNECTED, events.nextState());
    // Whichever of the two came first: the next one after this one is the name.
    peer.hangUp();
    assertEquals(SessionState.CONNECTING, events.nextState());

    assertEquals(7, peer.serve(7).sessionId());

    assertEquals(SessionState.CONNECTED, events.nextState());
    peer.hangUp();
  }

  @Test
  void aRefusedSessionHasExpired() throws Exception {
    client = builder().resume(new SessionIdentity(9, ScriptedServer.password(9))).open();
    CompletableFuture<?> waiting = client.getData("/a", null);
    peer.accept();
    peer.refuse();

    assertEquals(SessionState.EXPIRED, events.nextState());
    Results.refusal(ErrorCode.SESSION_EXPIRED, waiting);
    assertEquals(SessionState.EXPIRED, client.state());
    Results.refusal(ErrorCode.SESSION_EXPIRED, client.getData("/late", null));
    assertTrue(peer.gone());
  }

  @Test
  void closingTellsTheServer() throws Exception {
    open();
    CompletableFuture<?> closed = client.closeAsync();
    peer.next(Request.CloseSession.class);
    peer.answer(Reply.Empty.INSTANCE);

    Results.of(closed);
    assertEquals(SessionState.CLOSED, client.state());
    assertEquals(SessionState.CLOSED, events.nextState());
    assertTrue(peer.gone());
    Results.refusal(ErrorCode.SESSION_EXPIRED, client.exists("/late", null));
    Results.refusal(ErrorCode.SESSION_EXPIRED, client.addAuth("digest", new byte[0]));
  }

  @Test
  void closingEndsWhenTheServerHangsUpInstead() throws Exception {
    open();
    CompletableFuture<?> closed = client.closeAsync();
    peer.next(Request.CloseSession.class);
    peer.hangUp();

    Results.of(closed);
    assertEquals(SessionState.CLOSED, client.state());
  }

  @Test
  void closingWithoutAConnectionNeedsNone() throws Exception {
    client = builder().open();
    CompletableFuture<?> waiting = client.getData("/a", null);
    client.close();

    Results.refusal(ErrorCode.SESSION_EXPIRED, waiting);
    client.close();
  }

  @Test
  void anotherServerIsTriedWhenOneDoesNotServe() throws Exception {
    try (ScriptedServer second = new ScriptedServer()) {
      client =
          Client.connectTo(peer.address() + "," + second.address())
              .sessionTimeout(Duration.ofMinutes(2))
              .listener(events)
              .open();
      // One of the two is asked first, whichever; it hangs up, and the session begins at the other.
      Thread closing =
          new Thread(
              () -> {
                try {
                  peer.connect();
                  peer.hangUp();
                } catch (IOException e) {
                  // It was not asked before the test ended.
                }
              });
      closing.start();
      second.serve(7);

      assertEquals(SessionState.CONNECTED, events.nextState());
      assertEquals(
          second.address(),
          client.server().map(at -> at.getHostString() + ":" + at.getPort()).orElseThrow());
      peer.close();
      closing.join();
      Results.of(closing(second));
    }
  }

  private CompletableFuture<?> closing(ScriptedServer by) throws IOException {
    CompletableFuture<?> closed = client.closeAsync();
    by.next(Request.CloseSession.class);
    by.answer(Reply.Empty.INSTANCE);
    return closed;
  }

  @Test
  void watchesAreSetAgainBeforeAnythingIsAsked() throws Exception {
    open();
    Events watching = new Events();
    CompletableFuture<?> read = client.getData("/a", watching);
    peer.next();
    peer.answer(new Reply.DataStat(null, Results.STAT));
    Results.of(read);
    CompletableFuture<?> added = client.addWatch("/p", true, watching);
    peer.next();
    peer.answer(new Reply.IntValue(0));
    Results.of(added);
    peer.hangUp();
    assertEquals(SessionState.CONNECTING, events.nextState());
    CompletableFuture<?> asked = client.sync("/");
    peer.serve(7);

    Request.SetWatches set = peer.next(Request.SetWatches.class);
    assertEquals(
        new Request.SetWatches(
            OpCode.SET_WATCHES2, 2, List.of("/a"), List.of(), List.of(), List.of(), List.of("/p")),
        set);
    peer.answer(Reply.Empty.INSTANCE);
    assertEquals(OpCode.SYNC, peer.next().op());
    peer.answer(new Reply.Path("/"));
    Results.of(asked);

    peer.fire(WatchEvent.Type.NODE_DATA_CHANGED, "/a");
    assertEquals(
        new ClientEvent.NodeChanged(new WatchEvent(WatchEvent.Type.NODE_DATA_CHANGED, "/a", 5)),
        watching.next());
  }

  @Test
  void anEventDoesNotSayThatTheOthersOfItsTransactionWereTold() throws Exception {
    open();
    Events watching = new Events();
    CompletableFuture<?> node = client.getData("/p/a", watching);
    peer.next();
    peer.zxid(5);
    peer.answer(new Reply.DataStat(null, Results.STAT));
    Results.of(node);
    CompletableFuture<?> children = client.getChildren("/p", watching);
    peer.next();
    peer.zxid(5);
    peer.answer(new Reply.ChildrenStat(List.of("a"), Results.STAT));
    Results.of(children);

    // The connection breaks before it is told that /p has other children.
    peer.fire(WatchEvent.Type.NODE_DELETED, "/p/a");
    watching.next();
    peer.hangUp();
    ConnectRequest again = peer.serve(7);

    assertEquals(6, again.lastZxidSeen());
    assertEquals(
        new Request.SetWatches(
            OpCode.SET_WATCHES, 5, List.of(), List.of(), List.of("/p"), List.of(), List.of()),
        peer.next(Request.SetWatches.class));
  }

  /** Many watches are set by several requests, and the connection may break between the answers. */
  @Test
  void norDoesItSaySoThatSomeWatchesWereSetAnew() throws Exception {
    open();
    CompletableFuture<?> node = client.getData("/a", new Events());
    peer.next();
    peer.zxid(5);
    peer.answer(new Reply.DataStat(null, Results.STAT));
    Results.of(node);
    peer.hangUp();
    peer.serve(7);
    peer.next(Request.SetWatches.class);
    peer.zxid(9);
    peer.answer(Reply.Empty.INSTANCE);

    peer.hangUp();

    assertEquals(9, peer.serve(7).lastZxidSeen());
    assertEquals(5, peer.next(Request.SetWatches.class).relativeZxid());
  }

  @Test
  void anAnswerThatIsOlderThanAnEventDoesNotTakeBackWhatWasSeen() throws Exception {
    open();
    Events watching = new Events();
    CompletableFuture<?> added = client.addWatch("/p", false, watching);
    peer.next();
    peer.answer(new Reply.IntValue(0));
    Results.of(added);
    CompletableFuture<?> read = client.getData("/a", null);
    peer.next();
    peer.zxid(6);
    peer.fire(WatchEvent.Type.NODE_CHILDREN_CHANGED, "/p");
    peer.zxid(5);
    peer.answer(new Reply.DataStat(null, Results.STAT));
    Results.of(read);

    peer.hangUp();

    assertEquals(6, peer.serve(7).lastZxidSeen());
    assertEquals(5, peer.next(Request.SetWatches.class).relativeZxid());
  }

  @Test
  void identitiesAreProvedAgain() throws Exception {
    open();
    CompletableFuture<?> proved = client.addAuth("digest", "bob:secret".getBytes(UTF_8));
    Request.Auth auth = peer.next(Request.Auth.class);
    assertEquals("digest", auth.scheme());
    assertEquals(ReplyHeader.AUTH_XID, peer.xid());
    peer.answer(Reply.Empty.INSTANCE);
    Results.of(proved);

    peer.hangUp();
    assertEquals(SessionState.CONNECTING, events.nextState());
    peer.serve(7);

    assertArrayEquals("bob:secret".getBytes(UTF_8), peer.next(Request.Auth.class).token());
  }

  @Test
  void theAnswerToAnIdentityThatIsProvedAgainIsNotTakenForThatOfAnother() throws Exception {
    open();
    CompletableFuture<?> first = client.addAuth("digest", "ann:secret".getBytes(UTF_8));
    peer.next(Request.Auth.class);
    peer.answer(Reply.Empty.INSTANCE);
    Results.of(first);
    CompletableFuture<?> second = client.addAuth("digest", "bob:wrong".getBytes(UTF_8));
    peer.next(Request.Auth.class);
    peer.hangUp();
    assertEquals(SessionState.CONNECTING, events.nextState());
    peer.serve(7);
    assertEquals(SessionState.CONNECTED, events.nextState());

    peer.next(Request.Auth.class);
    peer.answer(Reply.Empty.INSTANCE);
    peer.next(Request.Auth.class);
    peer.answer(ErrorCode.AUTH_FAILED);

    Results.refusal(ErrorCode.AUTH_FAILED, second);
    assertEquals(SessionState.AUTH_FAILED, events.nextState());
  }

  @Test
  void whoWaitsForAnIdentityIsToldByTheServerThatAnswers() throws Exception {
    client = builder().open();
    CompletableFuture<?> first = client.addAuth("digest", "ann:secret".getBytes(UTF_8));
    CompletableFuture<?> second = client.addAuth("digest", "bob:secret".getBytes(UTF_8));
    peer.serve(7);
    peer.next(Request.Auth.class);
    peer.answer(Reply.Empty.INSTANCE);
    Results.of(first);
    assertFalse(second.isDone());
    peer.next(Request.Auth.class);
    peer.hangUp();
    peer.serve(7);
    peer.next(Request.Auth.class);
    peer.answer(Reply.Empty.INSTANCE);
    peer.next(Request.Auth.class);
    peer.answer(Reply.Empty.INSTANCE);
    Results.of(second);
  }

  @Test
  void aRefusedIdentityIsTheEnd() throws Exception {
    open();
    CompletableFuture<?> proved = client.addAuth("digest", "bob:wrong".getBytes(UTF_8));
    peer.next();
    peer.answer(ErrorCode.AUTH_FAILED);

    Results.refusal(ErrorCode.AUTH_FAILED, proved);
    assertEquals(SessionState.AUTH_FAILED, events.nextState());
    Results.refusal(ErrorCode.AUTH_FAILED, client.getData("/late", null));
  }

  @Test
  void anIdleSessionIsKeptAlive() throws Exception {
    client = builder().open();
    peer.accept();
    peer.welcome(7, 12_000);

    assertEquals(OpCode.PING, peer.any().op());
    assertEquals(ReplyHeader.PING_XID, peer.xid());
  }

  @Test
  void aSilentServerIsLeft() throws Exception {
    client = builder().open();
    peer.accept();
    peer.welcome(7, 300);
    assertEquals(SessionState.CONNECTED, events.nextState());

    // Nothing is answered, pings neither.
    assertEquals(SessionState.CONNECTING, events.nextState());
    assertTrue(peer.gone());
  }

  @Test
  void anAnswerToAnotherRequestBreaksTheConnection() throws Exception {
    open();
    CompletableFuture<?> asked = client.getData("/a", null);
    peer.next();
    peer.answer(peer.xid() + 1, ErrorCode.OK, new Reply.DataStat(null, Results.STAT));

    Results.refusal(ErrorCode.CONNECTION_LOSS, asked);
    assertEquals(SessionState.CONNECTING, events.nextState());
  }

  @Test
  void anAnswerThatIsTooLongBreaksTheConnection() throws Exception {
    client = builder().maxBuffer(1024).open();
    peer.serve(7);
    CompletableFuture<?> asked = client.getData("/a", null);
    peer.next();
    peer.raw(new byte[] {0, 0, 4, 1});

    Results.refusal(ErrorCode.CONNECTION_LOSS, asked);
    assertTrue(peer.gone());
  }

  @Test
  void anAnswerMayComeInPieces() throws Exception {
    open();
    CompletableFuture<Integer> asked = client.getAllChildrenNumber("/");
    peer.next();
    byte[] frame = {0, 0, 0, 20, 0, 0, 0, 1, 0, 0, 0, 0, 0, 0, 0, 9, 0, 0, 0, 0, 0, 0, 0, 42};
    for (byte one : frame) {
      peer.raw(new byte[] {one});
    }

    assertEquals(42, Results.of(asked));
  }

  @Test
  void moreRequestsWithoutAnswerThanAllowedAreRefusedAtOnce() throws Exception {
    client = builder().maxPending(2).open();
    CompletableFuture<?> first = client.sync("/1");
    CompletableFuture<?> second = client.sync("/2");
    ExecutionException refused =
        assertThrows(ExecutionException.class, () -> client.sync("/3").get());
    assertTrue(
        refused.getCause() instanceof RejectedExecutionException, refused.getCause().toString());

    peer.serve(7);
    peer.next();
    peer.answer(new Reply.Path("/1"));
    peer.next();
    peer.answer(new Reply.Path("/2"));
    Results.of(first);
    Results.of(second);
    CompletableFuture<?> fourth = client.sync("/4");
    peer.next();
    peer.answer(new Reply.Path("/4"));
    Results.of(fourth);
  }

  @Test
  void anEventIsToldBeforeTheAnswerThatFollowsIt() throws Exception {
    open();
    Events watching = new Events();
    CompletableFuture<?> first = client.getData("/a", watching);
    peer.next();
    peer.answer(new Reply.DataStat(null, Results.STAT));
    Results.of(first);
    CompletableFuture<Boolean> second =
        client.getData("/a", null).thenApply(read -> watching.none());
    peer.next();
    peer.fire(WatchEvent.Type.NODE_DATA_CHANGED, "/a");
    peer.answer(new Reply.DataStat(null, Results.STAT));

    assertFalse(Results.of(second), "the event came after the answer");
  }

  @Test
  void aListenerThatThrowsHarmsNobody() throws Exception {
    open();
    EventListener bad =
        event -> {
          throw new IllegalStateException("on purpose");
        };
    CompletableFuture<?> first = client.addWatch("/a", false, bad);
    peer.next();
    peer.answer(new Reply.IntValue(0));
    Results.of(first);
    peer.fire(WatchEvent.Type.NODE_DATA_CHANGED, "/a");
    CompletableFuture<?> second = client.sync("/a");
    peer.next();
    peer.answer(new Reply.Path("/a"));

    Results.of(second);
  }

  @Test
  void whatCannotBeIsRefusedBeforeItIsTried() {
    ClientBuilder builder = Client.connectTo("a");

    assertThrows(IllegalArgumentException.class, () -> builder.sessionTimeout(Duration.ZERO));
    assertThrows(IllegalArgumentException.class, () -> builder.maxBuffer(1023));
    assertThrows(IllegalArgumentException.class, () -> builder.maxPending(0));
  }
}
