package io.vivarium.spi.tck.transport;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertSame;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import io.vivarium.spi.transport.Connection;
import java.io.DataInputStream;
import java.net.Socket;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;

/** What every transport must do while a connection stands: frames, tasks, output, input. */
abstract class TransportStreamPromises extends TransportRig {
  private static final int MEBIBYTE = 1 << 20;

  // ---- frames

  @Test
  void framesArriveWholeAndInOrder() throws Exception {
    serve();
    RecordingHandler client = connect();
    List<String> sent = new ArrayList<>();
    for (int i = 0; i < 2_000; i++) {
      sent.add(i + "x".repeat(i % 97));
    }
    onIoThread(
        client,
        () -> {
          sent.forEach(body -> client.connection().write(frame(body)));
          client.connection().flush();
        });
    RecordingHandler server = accepted();
    for (String body : sent) {
      assertEquals(body, server.next());
    }
  }

  @Test
  void anEmptyFrameIsAFrame() throws Exception {
    serve();
    RecordingHandler client = connect();
    send(client, "");
    send(client, "after");
    RecordingHandler server = accepted();
    assertEquals("", server.next());
    assertEquals("after", server.next());
  }

  @Test
  void aFrameMuchLargerThanAnyBufferArrivesWhole() throws Exception {
    serve(this::echo);
    RecordingHandler client = connect();
    String large = "0123456789abcdef".repeat(8 * MEBIBYTE / 16);
    send(client, large);
    send(client, "small");
    assertEquals(large, client.next());
    assertEquals("small", client.next());
  }

  @Test
  void framesThatArriveByteByByteAreHandedOverWhole() throws Exception {
    serve();
    try (Socket peer = rawSocket()) {
      peer.setTcpNoDelay(true);
      for (byte b : frameBytes("one", "", "three")) {
        peer.getOutputStream().write(b);
        peer.getOutputStream().flush();
      }
      RecordingHandler server = accepted();
      assertEquals("one", server.next());
      assertEquals("", server.next());
      assertEquals("three", server.next());
    }
  }

  @Test
  void framesThatArriveInOddPiecesAreHandedOverWhole() throws Exception {
    serve();
    List<String> bodies = new ArrayList<>();
    for (int i = 0; i < 300; i++) {
      bodies.add("frame " + i + " " + "-".repeat(i * 7 % 501));
    }
    byte[] all = frameBytes(bodies.toArray(String[]::new));
    try (Socket peer = rawSocket()) {
      int at = 0;
      for (int piece = 1; at < all.length; piece = piece * 5 % 1_021 + 1) {
        int count = Math.min(piece, all.length - at);
        peer.getOutputStream().write(all, at, count);
        peer.getOutputStream().flush();
        at += count;
      }
      RecordingHandler server = accepted();
      for (String body : bodies) {
        assertEquals(body, server.next());
      }
    }
  }

  @Test
  void whatOneReadBroughtEndsWithOnReadDone() throws Exception {
    serve(
        connection ->
            new RecordingHandler(connection, violations(), patienceSeconds()) {
              @Override
              public void onReadDone() {
                event("<read done>");
              }
            });
    RecordingHandler client = connect();
    onIoThread(
        client,
        () -> {
          client.connection().write(ByteBuffer.wrap(frameBytes("a", "b", "c")));
          client.connection().flush();
        });
    RecordingHandler server = accepted();
    String last = "<read done>";
    int frames = 0;
    while (frames < 3 || !last.equals("<read done>")) {
      String event = server.next();
      if (event.equals("<read done>")) {
        assertFalse(last.equals("<read done>"), "onReadDone without a frame before it");
      } else {
        frames++;
      }
      last = event;
    }
    assertEquals(3, frames);
  }

  @Test
  void anAnnouncedLengthIsNotAllocatedBeforeTheBytesCome() throws Exception {
    serve();
    List<Socket> peers = new ArrayList<>();
    for (int i = 0; i < 8; i++) {
      Socket peer = rawSocket();
      peers.add(peer);
      peer.getOutputStream()
          .write(ByteBuffer.allocate(8).putInt(Integer.MAX_VALUE - 64).putInt(7).array());
      peer.getOutputStream().flush();
    }
    letTimePass();
    for (int i = 0; i < peers.size(); i++) {
      RecordingHandler server = accepted();
      settle(server);
      assertFalse(server.isClosed(), "closed although nothing is wrong with it yet");
    }
    for (Socket peer : peers) {
      peer.close();
    }
  }

  // ---- threads and tasks

  @Test
  void aTaskRunsOnTheThreadOfTheHandler() throws Exception {
    serve(this::echo);
    RecordingHandler client = connect();
    send(client, "hello");
    assertEquals("hello", client.next());
    RecordingHandler server = accepted();
    onIoThread(
        server,
        () ->
            assertSame(
                server.caller(),
                Thread.currentThread(),
                "a task ran on another thread than the handler"));
  }

  @Test
  void tasksRunOnTheThreadOfTheHandlerInTheirOrder() throws Exception {
    serve(this::echo);
    RecordingHandler client = connect();
    send(client, "hello");
    assertEquals("hello", client.next());
    RecordingHandler server = accepted();
    CountDownLatch held = new CountDownLatch(1);
    server.connection().execute(() -> await(held)); // so that all the others wait together
    int tasks = 5_000;
    CompletableFuture<Void> done = new CompletableFuture<>();
    List<Integer> ran = new ArrayList<>(); // touched by the I/O thread only, until it is done
    List<Thread> threads = new ArrayList<>();
    for (int i = 0; i < tasks; i++) {
      int number = i;
      server
          .connection()
          .execute(
              () -> {
                ran.add(number);
                threads.add(Thread.currentThread());
                if (ran.size() == tasks) {
                  done.complete(null);
                }
              });
    }
    held.countDown();
    done.get(patienceSeconds(), TimeUnit.SECONDS);
    for (int i = 0; i < tasks; i++) {
      assertEquals(i, ran.get(i));
      assertSame(server.caller(), threads.get(i), "a task ran on another thread than the handler");
    }
  }

  @Test
  void tasksLeftByManyThreadsKeepTheOrderOfEach() throws Exception {
    serve();
    connect();
    RecordingHandler server = accepted();
    int threads = 4;
    int tasks = 2_000;
    int[] last = new int[threads];
    List<String> disorder = new ArrayList<>();
    List<Thread> writers = new ArrayList<>();
    for (int t = 0; t < threads; t++) {
      int thread = t;
      writers.add(
          Thread.ofPlatform()
              .start(
                  () -> {
                    for (int i = 1; i <= tasks; i++) {
                      int number = i;
                      server
                          .connection()
                          .execute(
                              () -> {
                                if (last[thread] != number - 1) {
                                  disorder.add(thread + ": " + number + " after " + last[thread]);
                                }
                                last[thread] = number;
                              });
                    }
                  }));
    }
    for (Thread writer : writers) {
      writer.join();
    }
    settle(server);
    assertEquals(List.of(), disorder);
    assertArrayEquals(new int[] {tasks, tasks, tasks, tasks}, last);
  }

  @Test
  void aTaskNeverRunsWithinTheCallThatLeavesIt() throws Exception {
    serve(
        onFrame(
            (handler, body) -> {
              handler.connection().execute(() -> handler.event("task of " + body));
              handler.event("left by " + body);
            }));
    RecordingHandler client = connect();
    send(client, "a");
    RecordingHandler server = accepted();
    assertEquals("a", server.next());
    assertEquals("left by a", server.next());
    assertEquals("task of a", server.next());
  }

  @Test
  void tasksAfterTheEndAreDropped() throws Exception {
    serve();
    RecordingHandler client = connect();
    RecordingHandler server = accepted();
    client.connection().close();
    client.awaitClosed();
    server.awaitClosed();
    client.connection().execute(() -> client.event("ran"));
    server.connection().execute(() -> server.event("ran"));
    letTimePass();
    assertEquals(List.of(), client.rest());
    assertEquals(List.of(), server.rest());
  }

  // ---- output

  @Test
  void writeCopiesAndMovesThePosition() throws Exception {
    serve();
    RecordingHandler client = connect();
    onIoThread(
        client,
        () -> {
          ByteBuffer bytes = frame("original");
          client.connection().write(bytes);
          assertFalse(bytes.hasRemaining());
          bytes.put(4, "replaced".getBytes(StandardCharsets.UTF_8));
          client.connection().flush();
        });
    assertEquals("original", accepted().next());
  }

  @Test
  void onlyTheRemainingBytesAreWritten() throws Exception {
    serve();
    RecordingHandler client = connect();
    onIoThread(
        client,
        () -> {
          byte[] bytes = frameBytes("before", "this", "behind");
          client.connection().write(ByteBuffer.wrap(bytes, 10, 8).asReadOnlyBuffer());
          ByteBuffer direct = ByteBuffer.allocateDirect(bytes.length).put(bytes).flip();
          client.connection().write(direct.position(18));
          client.connection().flush();
        });
    RecordingHandler server = accepted();
    assertEquals("this", server.next());
    assertEquals("behind", server.next());
  }

  @Test
  void aHandlerMayWriteBeforeAnythingArrives() throws Exception {
    serve(
        connection -> {
          connection.write(frame("welcome"));
          connection.flush();
          return recorder(connection);
        });
    assertEquals("welcome", connect().next());
  }

  @Test
  void pendingBytesCountWhatIsWrittenAndNotTaken() throws Exception {
    serve();
    RecordingHandler client = connect();
    Connection connection = client.connection();
    onIoThread(
        client,
        () -> {
          assertEquals(0, connection.pendingBytes());
          connection.write(frame("12345678"));
          assertTrue(connection.pendingBytes() >= 12);
          connection.flush();
        });
    assertEquals("12345678", accepted().next());
    onIoThread(client, () -> assertEquals(0, connection.pendingBytes()));
  }

  @Test
  void aPeerThatDoesNotReadMakesTheConnectionUnwritableUntilItReads() throws Exception {
    serve();
    try (Socket peer = rawSocket()) {
      RecordingHandler server = accepted();
      int written = floodUntilUnwritable(server);
      DataInputStream in = new DataInputStream(peer.getInputStream());
      for (int i = 0; i < written; i++) {
        in.skipNBytes(in.readInt());
      }
      assertEquals("writable", server.nextWritability());
    }
  }

  /** Of a transport that can tell; the default of the SPI cannot. */
  @Test
  void aTaskForWhenAllIsSentWaitsForThePeer() throws Exception {
    serve();
    try (Socket peer = rawSocket()) {
      RecordingHandler server = accepted();
      int written = floodUntilUnwritable(server);
      boolean[] told = {false};
      onIoThread(
          server,
          () -> {
            server.connection().whenSent(() -> server.event("one that was replaced"));
            told[0] =
                server
                    .connection()
                    .whenSent(() -> server.event(server.connection().pendingBytes() + " wait"));
          });
      assumeTrue(told[0], "this transport cannot tell when all is sent");
      letTimePass();
      assertEquals(List.of(), server.rest(), "the peer has taken nothing");
      DataInputStream in = new DataInputStream(peer.getInputStream());
      for (int i = 0; i < written; i++) {
        in.skipNBytes(in.readInt());
      }
      assertEquals("0 wait", server.next());
      letTimePass();
      assertEquals(List.of(), server.rest(), "it is told once");
    }
  }

  @Test
  void aTaskForWhenAllIsSentRunsSoonWhenAllIs() throws Exception {
    serve();
    connect();
    RecordingHandler server = accepted();
    boolean[] told = {false};
    onIoThread(
        server,
        () -> {
          told[0] = server.connection().whenSent(() -> server.event("all is sent"));
          server.event(told[0] ? "asked" : "nobody will tell");
        });
    assumeTrue(told[0], "this transport cannot tell when all is sent");
    assertEquals("asked", server.next(), "it does not run within the call");
    assertEquals("all is sent", server.next());
  }

  /** One that can abort has nothing waiting from then on; of others it is asked that they end at all. */
  @Test
  void abortingDoesNotWaitForThePeer() throws Exception {
    serve();
    try (Socket peer = rawSocket()) {
      RecordingHandler server = accepted();
      floodUntilUnwritable(server);
      onIoThread(
          server,
          () -> {
            server.connection().write(frame("this is lost as well"));
            server.connection().abort();
            server.connection().abort();
            server.event(abortsAtOnce() ? server.connection().pendingBytes() + " wait" : "0 wait");
          });
      assertEquals("0 wait", server.next());
      assertTrue(
          server.awaitClosed().isPresent(), "a cause must tell that not everything was sent");
      assertTrue(peer.isConnected());
    }
  }

  @Test
  void aClosingConnectionIsAbortedFromAnyThread() throws Exception {
    serve();
    try (Socket peer = rawSocket()) {
      RecordingHandler server = accepted();
      floodUntilUnwritable(server);
      server.connection().close();
      server.connection().abort();
      assertTrue(server.awaitClosed().isPresent());
      assertTrue(peer.isConnected());
    }
  }

  // ---- reading

  @Test
  void nothingIsReadWhileReadingIsOff() throws Exception {
    serve();
    RecordingHandler client = connect();
    RecordingHandler server = accepted();
    onIoThread(server, () -> server.connection().reading(false));
    letTimePass();
    send(client, "patience");
    settle(client);
    letTimePass();
    assertEquals(List.of(), server.rest());
    onIoThread(server, () -> server.connection().reading(true));
    assertEquals("patience", server.next());
  }

  @Test
  void aHandlerMayStopAndResumeReadingAfterEachFrame() throws Exception {
    serve(
        onFrame(
            (handler, body) -> {
              handler.connection().reading(false);
              handler.connection().execute(() -> handler.connection().reading(true));
            }));
    RecordingHandler client = connect();
    for (int i = 0; i < 200; i++) {
      send(client, "frame " + i);
    }
    RecordingHandler server = accepted();
    for (int i = 0; i < 200; i++) {
      assertEquals("frame " + i, server.next());
    }
  }

  /** Writes frames of 64 KiB until the transport says that it has enough; how many. */
  static int floodUntilUnwritable(RecordingHandler server) throws Exception {
    String body = "flood".repeat(13_107);
    int written = 0;
    while (!server.writabilityChanged()) {
      onIoThread(
          server,
          () -> {
            server.connection().write(frame(body));
            server.connection().flush();
          });
      settle(server);
      written++;
      assertTrue(written < 10_000, "640 MB are written, and the connection is still writable");
    }
    assertEquals("not writable", server.nextWritability());
    return written;
  }

  private static void await(CountDownLatch latch) {
    try {
      latch.await();
    } catch (InterruptedException e) {
      throw new IllegalStateException(e);
    }
  }
}
