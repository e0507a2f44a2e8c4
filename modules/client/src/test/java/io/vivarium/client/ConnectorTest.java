package io.vivarium.client;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.vivarium.model.Reply;
import io.vivarium.model.Request;
import io.vivarium.model.Stat;
import io.vivarium.scripted.server.ScriptedServer;
import java.io.IOException;
import java.net.InetSocketAddress;
import java.nio.channels.AsynchronousByteChannel;
import java.nio.channels.AsynchronousSocketChannel;
import java.nio.channels.CompletionHandler;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.Executor;
import java.util.concurrent.atomic.AtomicInteger;
import javax.net.ssl.SSLContext;
import org.junit.jupiter.api.Test;

/** A client whose connections the application opens: here sockets of the JDK's, which call back on threads of their own. */
final class ConnectorTest {
  private final Events events = new Events();
  private final AtomicInteger tries = new AtomicInteger();

  private static CompletionStage<AsynchronousByteChannel> dial(
      InetSocketAddress server, Executor executor) {
    CompletableFuture<AsynchronousByteChannel> result = new CompletableFuture<>();
    try {
      AsynchronousSocketChannel channel = AsynchronousSocketChannel.open();
      channel.connect(
          new InetSocketAddress(server.getHostString(), server.getPort()),
          null,
          new CompletionHandler<Void, Object>() {
            @Override
            public void completed(Void none, Object unused) {
              result.complete(channel);
            }

            @Override
            public void failed(Throwable why, Object unused) {
              result.completeExceptionally(why);
            }
          });
    } catch (IOException e) {
      result.completeExceptionally(e);
    }
    return result;
  }

  private ClientBuilder through(ScriptedServer peer, Connector connector) {
    return Client.connectTo(peer.address())
        .sessionTimeout(Duration.ofMinutes(1))
        .listener(events)
        .connector(connector);
  }

  @Test
  void requestsAndAnswersOfAnySizePass() throws Exception {
    try (ScriptedServer peer = new ScriptedServer();
        Client client = through(peer, ConnectorTest::dial).open()) {
      peer.serve(5);
      byte[] large = "x".repeat(700_000).getBytes(UTF_8);
      CompletableFuture<Stat> written = client.setData("/a", large, -1);
      assertArrayEquals(large, peer.next(Request.SetData.class).data());
      peer.answer(new Reply.StatOnly(stat()));
      assertEquals(stat(), Results.of(written));
      CompletableFuture<Reply.DataStat> read = client.getData("/a", null);
      peer.next(Request.GetData.class);
      peer.answer(new Reply.DataStat(large, stat()));
      assertArrayEquals(large, Results.of(read).data());
      peer.hangUp();
    }
  }

  @Test
  void manyRequestsAreAnsweredInTheirOrder() throws Exception {
    try (ScriptedServer peer = new ScriptedServer();
        Client client = through(peer, ConnectorTest::dial).open()) {
      peer.serve(5);
      List<CompletableFuture<Stat>> results =
          java.util.stream.IntStream.range(0, 3_000)
              .mapToObj(i -> client.setData("/" + i, new byte[10], -1))
              .toList();
      for (int i = 0; i < results.size(); i++) {
        assertEquals("/" + i, peer.next(Request.SetData.class).path());
        peer.answer(new Reply.StatOnly(stat()));
      }
      for (CompletableFuture<Stat> result : results) {
        assertEquals(stat(), Results.of(result));
      }
      peer.hangUp();
    }
  }

  @Test
  void aChannelMayTakeAndGiveAsLittleAsItLikes() throws Exception {
    Connector sparing = (server, executor) -> dial(server, executor).thenApply(SparingChannel::new);
    try (ScriptedServer peer = new ScriptedServer();
        Client client = through(peer, sparing).open()) {
      peer.serve(5);
      CompletableFuture<Stat> written = client.setData("/a", new byte[] {1, 2, 3, 4, 5}, 7);
      Request.SetData asked = peer.next(Request.SetData.class);
      assertArrayEquals(new byte[] {1, 2, 3, 4, 5}, asked.data());
      assertEquals(7, asked.version());
      peer.answer(new Reply.StatOnly(stat()));
      assertEquals(stat(), Results.of(written));
      peer.hangUp();
    }
  }

  @Test
  void aServerThatTakesWritesIsLookedForThroughItToo() throws Exception {
    Connector counted =
        (server, executor) -> {
          tries.incrementAndGet();
          return dial(server, executor);
        };
    try (ScriptedServer peer = new ScriptedServer();
        Client client = through(peer, counted).readOnlyAllowed(true).open()) {
      peer.accept();
      peer.welcome(5, 60_000, true);
      assertEquals(SessionState.CONNECTED_READ_ONLY, events.nextState());
      peer.connect();
      assertEquals("isro", peer.word());
      peer.raw("rw".getBytes(UTF_8));
      assertEquals(SessionState.CONNECTING, events.nextState());
      peer.serve(6);
      assertEquals(SessionState.CONNECTED, events.nextState());
      assertTrue(tries.get() >= 3, () -> "connected " + tries + " times");
      client.abandon().join();
    }
  }

  @Test
  void aConnectionThatBreaksIsReplaced() throws Exception {
    try (ScriptedServer peer = new ScriptedServer();
        Client client = through(peer, ConnectorTest::dial).open()) {
      peer.serve(5);
      assertEquals(SessionState.CONNECTED, events.nextState());
      peer.hangUp();
      assertEquals(SessionState.CONNECTING, events.nextState());
      assertEquals(5, peer.accept().sessionId());
      peer.welcome(5, 60_000);
      assertEquals(SessionState.CONNECTED, events.nextState());
      client.abandon().join();
      peer.gone();
    }
  }

  @Test
  void whatAConnectorDoesWrongIsOneMoreTryThatFailed() throws Exception {
    Connector faulty =
        (server, executor) ->
            switch (tries.getAndIncrement()) {
              case 0 -> throw new IllegalStateException("not today");
              case 1 -> CompletableFuture.failedFuture(new IOException("nor tomorrow"));
              case 2 -> CompletableFuture.completedFuture(null);
              default -> dial(server, executor);
            };
    try (ScriptedServer peer = new ScriptedServer();
        Client client = through(peer, faulty).open()) {
      peer.serve(5);
      assertEquals(SessionState.CONNECTED, events.nextState());
      assertEquals(4, tries.get());
      client.abandon().join();
    }
  }

  @Test
  void aConnectorThatNeverComesToAnEndIsNotWaitedForForEver() throws Exception {
    CompletableFuture<AsynchronousByteChannel> never = new CompletableFuture<>();
    Connector slow =
        (server, executor) -> tries.getAndIncrement() == 0 ? never : dial(server, executor);
    try (ScriptedServer peer = new ScriptedServer();
        Client client = through(peer, slow).sessionTimeout(Duration.ofMillis(200)).open()) {
      peer.serve(5);
      assertEquals(SessionState.CONNECTED, events.nextState());
      AsynchronousSocketChannel late = AsynchronousSocketChannel.open();
      never.complete(late);
      client.abandon().join();
      assertEquals(false, late.isOpen(), "one that comes too late is closed");
    }
  }

  @Test
  void encryptionIsTheConnectorsBusiness() throws Exception {
    try (ScriptedServer peer = new ScriptedServer()) {
      ClientBuilder both = through(peer, ConnectorTest::dial).tls(SSLContext.getDefault(), true);
      assertThrows(IllegalStateException.class, both::open);
    }
  }

  private static Stat stat() {
    return new Stat(1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 11);
  }
}
