package io.vivarium.kernel;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertNotNull;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.vivarium.model.Acl;
import io.vivarium.model.ErrorCode;
import io.vivarium.model.OpCode;
import io.vivarium.model.Reply;
import io.vivarium.model.Request;
import io.vivarium.spi.admin.AdminContent;
import io.vivarium.spi.admin.AdminMethod;
import io.vivarium.spi.admin.AdminReply;
import io.vivarium.spi.admin.AdminRequest;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.InterruptedIOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.atomic.AtomicReference;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The commands snapshot and restore on a whole server. */
class RestoreTest {
  @TempDir private Path directory;

  private Server server() throws Exception {
    return TestServer.onDisk(directory, "admin.rateLimiterIntervalInMS=0");
  }

  private static AdminReply ask(Server server, AdminMethod method, String command, byte[] body) {
    return ask(server, method, command, new ByteArrayInputStream(body));
  }

  private static AdminReply ask(
      Server server, AdminMethod method, String command, InputStream body) {
    InetSocketAddress address = new InetSocketAddress(InetAddress.getLoopbackAddress(), 4000);
    return server
        .admin()
        .ask(
            new AdminRequest(
                method,
                command,
                Map.of(),
                new AdminRequest.Caller(address, address, "digest ann:x", List.of()),
                body));
  }

  private static byte[] snapshot(Server server) throws Exception {
    AdminReply reply = ask(server, AdminMethod.GET, "snapshot", new byte[0]);
    assertEquals(200, reply.status());
    ByteArrayOutputStream out = new ByteArrayOutputStream();
    try (AdminContent content = reply.content()) {
      assertNotNull(content);
      content.writeTo(out);
      assertEquals(content.length(), out.size());
      assertEquals(reply.headers().get("snapshot_size"), Integer.toString(out.size()));
    }
    return out.toByteArray();
  }

  private static byte[] data(WireClient client, String path) throws Exception {
    Reply.DataStat read =
        assertInstanceOf(Reply.DataStat.class, client.ask(new Request.GetData(path, false)).body());
    byte[] data = read.data();
    return data == null ? new byte[0] : data;
  }

  private static int create(WireClient client, String path) throws Exception {
    return client
        .ask(
            new Request.Create(
                OpCode.CREATE, path, path.getBytes(StandardCharsets.UTF_8), Acl.OPEN, 0, 0))
        .header()
        .error();
  }

  private static int exists(WireClient client, String path) throws Exception {
    return client.ask(new Request.Exists(path, false)).header().error();
  }

  @Test
  void whatWasRestoredIsServedAndSurvivesARestart() throws Exception {
    try (Server server = server();
        WireClient client = WireClient.connect(server.clientPort())) {
      create(client, "/a");
      byte[] file = snapshot(server);
      assertEquals("ZKSN", new String(file, 0, 4, StandardCharsets.US_ASCII));
      create(client, "/b");
      client.ask(new Request.SetData("/a", new byte[] {7}, -1));

      AdminReply restored = ask(server, AdminMethod.POST, "restore", file);
      assertEquals(200, restored.status(), restored.toString());
      assertTrue(restored.fields().get("last_zxid") instanceof Long);
      assertTrue(client.closedByServer());

      try (WireClient next = WireClient.connect(server.clientPort(), 0, new byte[16], 5, 30_000)) {
        assertArrayEquals("/a".getBytes(StandardCharsets.UTF_8), data(next, "/a"));
        assertEquals(ErrorCode.NO_NODE.code(), exists(next, "/b"));
        assertEquals(ErrorCode.OK.code(), create(next, "/c"));
      }
    }
    try (Server server = server();
        WireClient client = WireClient.connect(server.clientPort())) {
      assertArrayEquals("/a".getBytes(StandardCharsets.UTF_8), data(client, "/a"));
      assertEquals(ErrorCode.NO_NODE.code(), exists(client, "/b"));
      assertEquals(ErrorCode.OK.code(), exists(client, "/c"));
    }
  }

  @Test
  void itCanBeDoneAgain() throws Exception {
    try (Server server = server()) {
      byte[] empty = snapshot(server);
      for (int i = 0; i < 3; i++) {
        try (WireClient client = WireClient.connect(server.clientPort())) {
          assertEquals(ErrorCode.OK.code(), create(client, "/a"));
        }
        assertEquals(200, ask(server, AdminMethod.POST, "restore", empty).status());
      }
    }
  }

  @Test
  void whatIsNoSoundSnapshotChangesNothing() throws Exception {
    try (Server server = server();
        WireClient client = WireClient.connect(server.clientPort())) {
      create(client, "/a");
      byte[] file = snapshot(server);
      byte[] cut = Arrays.copyOf(file, file.length - 1);
      byte[] changed = file.clone();
      changed[file.length / 2] ^= 1;
      byte[] garbage = "this is no snapshot".getBytes(StandardCharsets.US_ASCII);
      for (byte[] bad : List.of(cut, changed, garbage)) {
        AdminReply reply = ask(server, AdminMethod.POST, "restore", bad);
        assertEquals(500, reply.status());
        assertEquals(ErrorCode.OK.code(), exists(client, "/a"));
      }
    }
  }

  @Test
  void theLastSnapshotIsTold() throws Exception {
    try (Server server = server()) {
      snapshot(server);
      Map<String, Object> fields =
          ask(server, AdminMethod.GET, "last_snapshot", new byte[0]).fields();
      assertTrue(String.valueOf(fields.get("zxid")).matches("[0-9a-f]+"), fields.toString());
      assertTrue((Long) fields.get("timestamp") > 1_000_000_000L, fields.toString());
    }
  }

  @Test
  void aServerInMemoryHasNoFileToHandOut() throws Exception {
    try (Server server = TestServer.inMemory("admin.rateLimiterIntervalInMS=0")) {
      assertEquals(500, ask(server, AdminMethod.GET, "snapshot", new byte[0]).status());
    }
  }

  @Test
  void oneIsRestoredAtATime() throws Exception {
    CountDownLatch reading = new CountDownLatch(1);
    CountDownLatch mayEnd = new CountDownLatch(1);
    @SuppressWarnings("InputStreamSlowMultibyteRead") // of two bytes
    InputStream slow =
        new InputStream() {
          private boolean begun;

          @Override
          public int read() throws IOException {
            if (!begun) {
              begun = true;
              return 'Z';
            }
            reading.countDown();
            try {
              mayEnd.await();
            } catch (InterruptedException e) {
              throw new InterruptedIOException();
            }
            return -1;
          }
        };
    try (Server server = server()) {
      AtomicReference<AdminReply> first = new AtomicReference<>();
      Thread caller =
          Thread.ofPlatform()
              .start(() -> first.set(ask(server, AdminMethod.POST, "restore", slow)));
      reading.await();
      AdminReply second = ask(server, AdminMethod.POST, "restore", new byte[] {'Z'});
      assertEquals(503, second.status());
      mayEnd.countDown();
      caller.join();
      assertEquals(500, first.get().status(), "what came in the end was no snapshot");
    }
  }
}
