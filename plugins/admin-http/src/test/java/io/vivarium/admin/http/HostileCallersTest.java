package io.vivarium.admin.http;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.vivarium.spi.admin.AdminReply;
import java.io.IOException;
import java.io.InputStream;
import java.net.InetAddress;
import java.net.Socket;
import java.net.SocketException;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Callers who want the endpoint for themselves. */
class HostileCallersTest {
  private static final int FLOOD = 1_000;

  private static Socket connect(HttpRig rig) throws IOException {
    return new Socket(InetAddress.getLoopbackAddress(), rig.endpoint.port());
  }

  /** Sends one byte after the other for as long as the other end takes them. */
  private static void trickle(Socket socket, String beginning) throws Exception {
    CompletableFuture<Void> closed = new CompletableFuture<>();
    Thread reader =
        Thread.ofVirtual()
            .start(
                () -> {
                  try (InputStream in = socket.getInputStream()) {
                    in.transferTo(java.io.OutputStream.nullOutputStream());
                  } catch (IOException e) {
                    // Cut off: as good as closed.
                  }
                  closed.complete(null);
                });
    try {
      socket.getOutputStream().write(beginning.getBytes(StandardCharsets.US_ASCII));
      while (!closed.isDone()) {
        socket.getOutputStream().write('x');
        Thread.sleep(20); // the pace of an attacker
      }
    } catch (SocketException e) {
      // The other end does not take it any more.
    }
    closed.get();
    reader.join();
  }

  /** However long it takes: Jetty's own timeout would never come. */
  @ParameterizedTest
  @ValueSource(strings = {"", "GET /commands/ruok HTTP/1.1\r\nHost: a\r\nX-Slow: "})
  void whoNeverComesToTheEndOfAQuestionIsClosed(String beginning) throws Exception {
    try (HttpRig rig = new HttpRig("admin.idleTimeout=400").start();
        Socket socket = connect(rig)) {
      trickle(socket, beginning);
      assertEquals(200, rig.get("/commands/ruok").statusCode());
    }
  }

  @Test
  void whoSaysNothingIsClosed() throws Exception {
    try (HttpRig rig = new HttpRig("admin.idleTimeout=200").start();
        Socket socket = connect(rig)) {
      assertEquals(-1, socket.getInputStream().read());
    }
  }

  /** They may wait for half a minute; others are answered meanwhile. */
  @Test
  void aThousandConnectionsKeepNobodyOut() throws Exception {
    List<Socket> flood = new ArrayList<>();
    try (HttpRig rig = new HttpRig().start()) {
      for (int i = 0; i < FLOOD; i++) {
        Socket socket = connect(rig);
        flood.add(socket);
        socket.getOutputStream().write("GET /commands/ru".getBytes(StandardCharsets.US_ASCII));
        if (i % 250 == 249) {
          assertEquals(200, rig.get("/commands/ruok").statusCode());
        }
      }
      assertEquals(200, rig.get("/health/live").statusCode());
    } finally {
      for (Socket socket : flood) {
        socket.close();
      }
    }
  }

  @Test
  void whoeverIsBeingAnsweredKeepsTheConnection() throws Exception {
    CountDownLatch asked = new CountDownLatch(1);
    CountDownLatch flooded = new CountDownLatch(1);
    List<Socket> flood = new ArrayList<>();
    try (HttpRig rig = new HttpRig("admin.idleTimeout=60000").start()) {
      rig.host.on(
          "long",
          _ -> {
            asked.countDown();
            try {
              flooded.await();
            } catch (InterruptedException e) {
              throw new AssertionError(e);
            }
            return AdminReply.of(Map.of("answer", 42L));
          });
      CompletableFuture<HttpResponse<String>> answer =
          CompletableFuture.supplyAsync(
              () -> {
                try {
                  return rig.get("/commands/long");
                } catch (Exception e) {
                  throw new AssertionError(e);
                }
              });
      asked.await();
      for (int i = 0; i < 300; i++) {
        flood.add(connect(rig));
      }
      assertEquals(200, rig.get("/health/live").statusCode());
      flooded.countDown();
      assertTrue(answer.get().body().contains("42"));
    } finally {
      for (Socket socket : flood) {
        socket.close();
      }
    }
  }
}
