package io.vivarium.spi.tck.transport;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNotSame;
import static org.junit.jupiter.api.Assertions.assertSame;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import io.vivarium.model.MalformedFrameException;
import io.vivarium.spi.transport.Connection;
import io.vivarium.spi.transport.Endpoint;
import io.vivarium.spi.transport.Listener;
import java.io.IOException;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Queue;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.Future;
import java.util.concurrent.FutureTask;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

/**
 * What every transport must do. Extend it in a test of the plugin, name the provider, and override what differs: where to listen,
 * how to connect, how to open a connection by other means.
 */
public abstract class TransportTck extends TransportStreamPromises {
  /** How long an address may stay taken after its listener was closed on an I/O thread; only a broken transport takes so long. */
  private static final long FREE_NANOS = TimeUnit.SECONDS.toNanos(20);

  private static final int MEBIBYTE = 1 << 20;

  // ---- who is let in

  @Test
  void whoIsNotAdmittedIsClosedAndGetsNoHandler() throws Exception {
    AtomicBoolean admitting = new AtomicBoolean();
    Queue<InetSocketAddress> asked = new ConcurrentLinkedQueue<>();
    serve(
        this::echo,
        remote -> {
          asked.add(remote);
          return admitting.get();
        });
    try {
      connect().awaitClosed();
    } catch (ExecutionException _) {
      // Told that it came to nothing, which is as good.
    }
    assertTrue(nobodyAccepted(), "there is a handler for one who was not admitted");
    admitting.set(true);
    RecordingHandler client = connect();
    send(client, "let in");
    assertEquals("let in", client.next());
    assertEquals(accepted().connection().peer().remote().getAddress(), asked.remove().getAddress());
    assertEquals(1, asked.size());
  }

  // ---- closing

  @Test
  void closeSendsWhatWasWritten() throws Exception {
    serve();
    RecordingHandler client = connect();
    String large = "tail".repeat(MEBIBYTE);
    onIoThread(
        client,
        () -> {
          client.connection().write(frame(large));
          client.connection().write(frame("last words"));
          client.connection().close();
        });
    RecordingHandler server = accepted();
    assertEquals(large, server.next());
    assertEquals("last words", server.next());
    assertEquals(Optional.empty(), server.awaitClosed());
    assertEquals(Optional.empty(), client.awaitClosed());
  }

  /** Whatever the other end is still saying at that moment, such as the last of a handshake. */
  @Test
  void closingRightAfterTheStartSendsWhatWasWritten() throws Exception {
    serve();
    for (int i = 0; i < 50; i++) {
      RecordingHandler client = connect();
      onIoThread(
          client,
          () -> {
            client.connection().write(frame("first and last words"));
            client.connection().close();
          });
      RecordingHandler server = accepted();
      assertEquals("first and last words", server.next());
      assertEquals(Optional.empty(), server.awaitClosed());
    }
  }

  @Test
  void closeFromAnotherThreadComesAfterTheTasksThatWait() throws Exception {
    serve();
    RecordingHandler client = connect();
    for (int i = 0; i < 100; i++) {
      String body = "task " + i;
      client.connection().execute(() -> client.connection().write(frame(body)));
    }
    client.connection().close();
    RecordingHandler server = accepted();
    for (int i = 0; i < 100; i++) {
      assertEquals("task " + i, server.next());
    }
    server.awaitClosed();
  }

  @Test
  void aTaskForTheEndOfTheRoundRunsThoughItsConnectionCloses() throws Exception {
    serve();
    RecordingHandler client = connect();
    CompletableFuture<Thread> ran = new CompletableFuture<>();
    CompletableFuture<Thread> ioThread = new CompletableFuture<>();
    onIoThread(
        client,
        () -> {
          ioThread.complete(Thread.currentThread());
          client.connection().atEndOfRound(() -> ran.complete(Thread.currentThread()));
          client.connection().close();
        });
    assertSame(ioThread.get(), ran.get(client.patienceSeconds(), TimeUnit.SECONDS));
  }

  @Test
  void closingTwiceTellsOnce() throws Exception {
    serve();
    RecordingHandler client = connect();
    onIoThread(
        client,
        () -> {
          client.connection().close();
          client.connection().close();
        });
    client.connection().close();
    assertEquals(Optional.empty(), client.awaitClosed());
    assertEquals(Optional.empty(), accepted().awaitClosed());
    letTimePass(); // a second onClosed would be a violation
  }

  @Test
  void afterCloseNoFrameIsHandedOver() throws Exception {
    serve(onFrame((handler, body) -> handler.connection().close()));
    RecordingHandler client = connect();
    onIoThread(
        client,
        () -> {
          client.connection().write(ByteBuffer.wrap(frameBytes("first", "second", "third")));
          client.connection().flush();
        });
    RecordingHandler server = accepted();
    server.awaitClosed();
    letTimePass();
    assertEquals(List.of("first"), server.rest());
  }

  @Test
  void writingAfterCloseIsIgnored() throws Exception {
    serve();
    RecordingHandler client = connect();
    onIoThread(
        client,
        () -> {
          client.connection().write(frame("before"));
          client.connection().close();
          client.connection().write(frame("after"));
          client.connection().flush();
        });
    RecordingHandler server = accepted();
    assertEquals("before", server.next());
    server.awaitClosed();
    assertEquals(List.of(), server.rest());
  }

  @Test
  void aPeerThatDoesNotReadCannotHoldAClosingConnection() throws Exception {
    serve();
    try (Socket peer = rawSocket()) {
      RecordingHandler server = accepted();
      floodUntilUnwritable(server);
      server.connection().close();
      assertTrue(
          server.awaitClosed().isPresent(), "a cause must tell that not everything was sent");
      assertTrue(peer.isConnected());
    }
  }

  @Test
  void thePeersEndIsToldWithoutACause() throws Exception {
    serve();
    try (Socket peer = rawSocket()) {
      peer.getOutputStream().write(frameBytes("farewell"));
    }
    RecordingHandler server = accepted();
    assertEquals("farewell", server.next());
    assertEquals(Optional.empty(), server.awaitClosed());
  }

  @Test
  void aPeerThatClosesItsSendingSideStillGetsItsReply() throws Exception {
    assumeTrue(halfCloses(), "the end of one direction is the end of both here");
    serve(this::echo);
    try (Socket peer = rawSocket()) {
      peer.getOutputStream().write(frameBytes("ruok"));
      peer.shutdownOutput();
      assertArrayEquals(frameBytes("ruok"), peer.getInputStream().readAllBytes());
      assertEquals(Optional.empty(), accepted().awaitClosed());
    }
  }

  @Test
  void aHandlerMayGoOnSendingAfterTheInputEnded() throws Exception {
    assumeTrue(halfCloses(), "the end of one direction is the end of both here");
    serve(
        connection ->
            new RecordingHandler(connection, violations(), patienceSeconds()) {
              @Override
              public boolean onInputEnded() {
                event("<input ended>");
                return true;
              }
            });
    try (Socket peer = rawSocket()) {
      peer.shutdownOutput();
      RecordingHandler server = accepted();
      assertEquals("<input ended>", server.next());
      letTimePass();
      send(server, "late");
      server.connection().close();
      assertArrayEquals(frameBytes("late"), peer.getInputStream().readAllBytes());
      assertEquals(Optional.empty(), server.awaitClosed());
    }
  }

  @Test
  void aPeerThatEndsInTheMiddleOfAFrameIsClosed() throws Exception {
    serve();
    try (Socket peer = rawSocket()) {
      peer.getOutputStream().write(new byte[] {0, 0, 0, 9, 1, 2});
    }
    RecordingHandler server = accepted();
    server.awaitClosed();
    assertEquals(List.of(), server.rest());
  }

  // ---- failures of one connection

  @Test
  void aMalformedFrameClosesItsConnectionOnly() throws Exception {
    serve(this::echo);
    RecordingHandler bystander = connect();
    RecordingHandler bystanderAtServer = accepted();
    RecordingHandler client = connect();
    onIoThread(
        client,
        () -> {
          client.connection().write(frame("well-formed"));
          client.connection().write(ByteBuffer.allocate(4).putInt(-8).flip());
          client.connection().flush();
        });
    assertEquals("well-formed", client.next(), "what was written before is sent");
    assertTrue(accepted().awaitClosed().orElseThrow() instanceof MalformedFrameException);
    client.awaitClosed();
    send(bystander, "still here");
    assertEquals("still here", bystander.next());
    assertFalse(bystanderAtServer.isClosed());
  }

  @Test
  void aHandlerThatFailsOnAFrameLosesItsConnectionOnly() throws Exception {
    assertFailureIsContained(
        onFrameOf(
            "boom",
            () -> {
              throw new IllegalStateException("handler");
            }),
        IllegalStateException.class);
  }

  @Test
  void aHandlerThatFailsWithAnErrorLosesItsConnectionOnly() throws Exception {
    assertFailureIsContained(
        onFrameOf(
            "boom",
            () -> {
              throw new StackOverflowError("handler");
            }),
        StackOverflowError.class);
  }

  @Test
  void aTaskThatFailsLosesItsConnectionOnly() throws Exception {
    serve(this::echo);
    RecordingHandler bystander = connect();
    accepted();
    RecordingHandler client = connect();
    RecordingHandler server = accepted();
    IllegalStateException failure = new IllegalStateException("task");
    server
        .connection()
        .execute(
            () -> {
              throw failure;
            });
    assertSame(failure, server.awaitClosed().orElseThrow());
    client.awaitClosed();
    send(bystander, "still here");
    assertEquals("still here", bystander.next());
  }

  @Test
  void aHandlerThatFailsInItsLastCallHarmsNobody() throws Exception {
    serve(
        connection ->
            new RecordingHandler(connection, violations(), patienceSeconds()) {
              @Override
              void received(String body) {
                event(body);
              }

              @Override
              public void onClosed(@Nullable Throwable cause) {
                super.onClosed(cause);
                throw new IllegalStateException("last call");
              }
            });
    RecordingHandler client = connect();
    RecordingHandler server = accepted();
    client.connection().close();
    server.awaitClosed();
    RecordingHandler second = connect();
    send(second, "next");
    assertEquals("next", accepted().next());
  }

  @Test
  void aConnectionThatGetsNoHandlerIsClosedWithoutAWord() throws Exception {
    Listener refusing = transport().listen(endpoint(), connection -> null);
    try (Socket peer = greeted(dialled(refusing))) {
      assertEquals(-1, readOrEnd(peer));
    }
  }

  @Test
  void aFactoryThatFailsHarmsNobodyElse() throws Exception {
    boolean[] first = {true};
    serve(
        connection -> {
          if (first[0]) {
            first[0] = false;
            throw new IllegalStateException("factory");
          }
          return echo(connection);
        });
    RecordingHandler refused = connect();
    refused.awaitClosed();
    RecordingHandler client = connect();
    send(client, "served");
    assertEquals("served", client.next());
  }

  // ---- listening and connecting

  @Test
  void bothEndsKnowEachOther() throws Exception {
    serve();
    RecordingHandler client = connect();
    RecordingHandler server = accepted();
    var here = client.connection().peer();
    var there = server.connection().peer();
    assertEquals(here.remote(), there.local());
    assertEquals(here.local(), there.remote());
    assertEquals(endpoint().secure(), there.secure());
    assertEquals(listener().address(), there.local());
    client.connection().close();
    client.awaitClosed();
    assertEquals(here, client.connection().peer(), "known after the end, too");
  }

  @Test
  void anAddressInUseIsRefusedWithItsName() throws Exception {
    Listener first = serve();
    Endpoint taken = endpointOf(first);
    IOException refusal =
        assertThrows(IOException.class, () -> transport().listen(taken, this::recorder));
    assertTrue(
        String.valueOf(refusal.getMessage()).contains(String.valueOf(taken.port())),
        () -> "must name the address: " + refusal);
  }

  @Test
  void connectingToNobodyFailsWithTheName() throws Exception {
    Listener gone = serve();
    Endpoint nobody = endpointOf(gone);
    gone.close();
    CompletableFuture<IOException> failure = new CompletableFuture<>();
    transport()
        .connect(
            nobody,
            connection -> {
              failure.completeExceptionally(new AssertionError("connected to nobody"));
              return null;
            },
            failure::complete);
    IOException reason = failure.get(patienceSeconds(), TimeUnit.SECONDS);
    assertTrue(
        String.valueOf(reason.getMessage()).contains(String.valueOf(nobody.port())),
        () -> "must name the address: " + reason);
  }

  @Test
  void aListenerThatIsNotAcceptingLeavesConnectionsWaiting() throws Exception {
    serve(this::echo);
    RecordingHandler standing = connect();
    accepted();
    listener().accepting(false);
    letTimePass();
    Socket dialled =
        dialled(listener()); // connected by now, so that time passes for one who takes it
    // Beside the test: where the two ends greet each other it stands once it is accepted.
    FutureTask<Socket> coming = new FutureTask<>(() -> greeted(dialled));
    Thread.startVirtualThread(coming);
    letTimePass();
    assertTrue(nobodyAccepted());
    send(standing, "not touched");
    assertEquals("not touched", standing.next());
    listener().accepting(true);
    try (Socket waiting = stood(coming)) {
      waiting.getOutputStream().write(frameBytes("patience"));
      assertEquals("patience", accepted().next());
    }
  }

  private static Socket stood(Future<Socket> coming) throws Exception {
    try {
      return coming.get();
    } catch (ExecutionException e) {
      throw e.getCause() instanceof Exception own ? own : e; // also the one that skips a test
    }
  }

  @Test
  void closingAListenerFreesTheAddressAndLeavesConnectionsAlone() throws Exception {
    Listener first = serve(this::echo);
    RecordingHandler standing = connect();
    accepted();
    first.close();
    first.close();
    transport().listen(endpointOf(first), this::recorder).close();
    send(standing, "not touched");
    assertEquals("not touched", standing.next());
  }

  @Test
  void aListenerMayBeClosedOnAnIoThread() throws Exception {
    Listener first = serve();
    connect();
    onIoThread(accepted(), first::close);
    listenOnceFree(endpointOf(first));
  }

  /** There nothing may wait until the system has let go of the address: it does so right after. */
  private void listenOnceFree(Endpoint endpoint) throws Exception {
    for (long deadline = System.nanoTime() + FREE_NANOS; ; letTimePass()) {
      try {
        transport().listen(endpoint, this::recorder).close();
        return;
      } catch (IOException e) {
        if (System.nanoTime() - deadline > 0) {
          throw e;
        }
      }
    }
  }

  @Test
  void manyConnectionsAreServedSideBySide() throws Exception {
    serve(this::echo);
    List<RecordingHandler> clients = new ArrayList<>();
    for (int i = 0; i < 200; i++) {
      clients.add(connect());
    }
    for (int i = 0; i < clients.size(); i++) {
      send(clients.get(i), "client " + i);
    }
    for (int i = 0; i < clients.size(); i++) {
      assertEquals("client " + i, clients.get(i).next());
    }
  }

  // ---- the transport's own end

  @Test
  void closingTheTransportClosesWhatStands() throws Exception {
    serve();
    RecordingHandler client = connect();
    RecordingHandler server = accepted();
    transport().close();
    transport().close();
    assertTrue(client.isClosed(), "onClosed comes before close returns");
    assertTrue(server.isClosed(), "onClosed comes before close returns");
    assertEquals(List.of(), context().liveThreads());
  }

  @Test
  void closingTheTransportSendsWhatWasWritten() throws Exception {
    serve();
    try (Socket peer = rawSocket()) {
      RecordingHandler server = accepted();
      onIoThread(server, () -> server.connection().write(frame("last words")));
      transport().close();
      assertArrayEquals(frameBytes("last words"), peer.getInputStream().readAllBytes());
    }
  }

  @Test
  void aTransportThatWasNeverStartedClosesToo() throws Exception {
    provider().create(context()).close();
    assertNotSame(provider().create(context()), provider().create(context()));
  }

  /** Reads a byte; −1 at the end of the stream, orderly or not. */
  private static int readOrEnd(Socket peer) {
    try {
      return peer.getInputStream().read();
    } catch (IOException e) {
      return -1;
    }
  }

  private Function<Connection, RecordingHandler> onFrameOf(String trigger, Runnable action) {
    return onFrame(
        (handler, body) -> {
          if (body.equals(trigger)) {
            action.run();
          }
          handler.connection().write(frame(body));
        });
  }

  private void assertFailureIsContained(
      Function<Connection, RecordingHandler> failing, Class<?> failure) throws Exception {
    serve(failing);
    RecordingHandler bystander = connect();
    accepted();
    RecordingHandler client = connect();
    send(client, "fine");
    assertEquals("fine", client.next());
    send(client, "boom");
    assertEquals(failure, accepted().awaitClosed().orElseThrow().getClass());
    client.awaitClosed();
    send(bystander, "still here");
    assertEquals("still here", bystander.next());
  }
}
