package io.vivarium.admin.http;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.vivarium.spi.admin.AdminContent;
import io.vivarium.spi.admin.AdminMethod;
import io.vivarium.spi.admin.AdminReply;
import io.vivarium.spi.admin.AdminRequest;
import io.vivarium.spi.admin.Health;
import io.vivarium.spi.consensus.ConsensusStatus.Mode;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.Socket;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.Map;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicLong;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class RequestHandlerTest {
  private HttpRig rig;

  @BeforeEach
  void start() throws Exception {
    rig = new HttpRig().start();
  }

  @AfterEach
  void stop() {
    rig.close();
  }

  @Test
  void theAnswerIsZooKeepersToTheCharacter() throws Exception {
    HttpResponse<String> response = rig.get("/commands/ruok");
    assertEquals(200, response.statusCode());
    assertEquals("{\n  \"command\" : \"ruok\",\n  \"error\" : null\n}", response.body());
    assertEquals("application/json", response.headers().firstValue("Content-Type").orElse(""));
    assertEquals("42", response.headers().firstValue("Content-Length").orElse(""));
    assertTrue(response.headers().firstValue("Server").isEmpty());
  }

  @ParameterizedTest
  @ValueSource(strings = {"/commands", "/commands/"})
  void theIndexListsTheCommands(String path) throws Exception {
    rig.host.on("dirs", Map.of());
    HttpResponse<String> response = rig.get(path);
    assertEquals(
        "<a href=\"/commands/dirs\">dirs</a>\n<br/>\n<a href=\"/commands/ruok\">ruok</a>\n<br/>\n",
        response.body());
    assertTrue(response.headers().firstValue("Content-Type").orElse("").startsWith("text/html"));
  }

  @ParameterizedTest
  @CsvSource({
    "GET,/,404",
    "GET,/other/ruok,404",
    "GET,/health/other,404",
    "POST,/health/live,404",
    "PUT,/commands/ruok,405",
    "DELETE,/commands/ruok,405",
    "PATCH,/commands/ruok,405",
    "TRACE,/commands/ruok,403",
    "OPTIONS,/commands/ruok,200",
    "HEAD,/commands/ruok,200"
  })
  void otherPathsAndMethods(String method, String path, int status) throws Exception {
    HttpResponse<String> response = rig.send(method, path, BodyPublishers.noBody());
    assertEquals(status, response.statusCode());
    assertEquals("", response.body());
  }

  @Test
  void aTrailingSlashIsPartOfTheName() throws Exception {
    assertTrue(rig.get("/commands/ruok/").body().contains("Unknown command: ruok/"));
  }

  @Test
  void theFirstOfSeveralValuesCounts() throws Exception {
    rig.get("/commands/ruok?a=1&a=2&b=%20x&c");
    AdminRequest asked = rig.host.asked().getLast();
    assertEquals(Map.of("a", "1", "b", " x", "c", ""), asked.parameters());
    assertEquals(AdminMethod.GET, asked.method());
    assertEquals("127.0.0.1", asked.caller().remote().getHostString());
  }

  @Test
  void theHeaderWithCredentialsIsHandedOn() throws Exception {
    rig.send(
        HttpRequest.newBuilder(rig.uri("/commands/ruok"))
            .header("Authorization", "digest ann:x")
            .header("X-Forwarded-For", "10.1.2.3")
            .build());
    AdminRequest asked = rig.host.asked().getLast();
    assertEquals("digest ann:x", asked.caller().authorization());
    assertEquals("127.0.0.1", asked.caller().remote().getHostString());
    assertFalse(asked.toString().contains("ann"), asked.toString());
  }

  @ParameterizedTest
  @CsvSource({"'10.1.2.3, 10.9.9.9',10.1.2.3", "nonsense,127.0.0.1", "::1,0:0:0:0:0:0:0:1"})
  void whoWasForwardedCountsWhereThatIsTrusted(String header, String address) throws Exception {
    try (HttpRig trusting = new HttpRig("IPAuthenticationProvider.usexforwardedfor=true").start()) {
      trusting.send(
          HttpRequest.newBuilder(trusting.uri("/commands/ruok"))
              .header("X-Forwarded-For", header)
              .build());
      assertEquals(
          address, trusting.host.asked().getLast().caller().remote().getAddress().getHostAddress());
    }
  }

  @Test
  void statusHeadersAndBytesOfAReplyArriveAsTheyAre() throws Exception {
    byte[] bytes = new byte[3 << 20];
    Arrays.fill(bytes, (byte) 7);
    AtomicBoolean closed = new AtomicBoolean();
    rig.host.on(
        "snapshot",
        _ -> new AdminReply(200, Map.of(), Map.of("last_zxid", "0x20"), new Bytes(bytes, closed)));
    HttpResponse<byte[]> response =
        rig.send(HttpRequest.newBuilder(rig.uri("/commands/snapshot")).build());
    assertArrayEquals(bytes, response.body());
    assertEquals("0x20", response.headers().firstValue("last_zxid").orElse(""));
    assertEquals(
        "application/octet-stream", response.headers().firstValue("Content-Type").orElse(""));
    assertTrue(closed.get());
  }

  @Test
  void aBodyIsReadAsItComes() throws Exception {
    AtomicLong received = new AtomicLong();
    rig.host.on(
        "restore",
        request -> {
          try {
            received.set(request.body().transferTo(OutputStream.nullOutputStream()));
          } catch (IOException e) {
            throw new UncheckedIOException(e);
          }
          return AdminReply.of(Map.of());
        });
    byte[] part = new byte[16 << 10];
    HttpResponse<String> response =
        rig.send(
            "POST",
            "/commands/restore",
            BodyPublishers.ofInputStream(() -> new RepeatedPart(part, 2_048)));
    assertEquals(200, response.statusCode());
    assertEquals(2_048L * part.length, received.get());
  }

  @Test
  void whatDoesNotFitIntoTheHeaderIsRefused() throws Exception {
    HttpResponse<byte[]> response =
        rig.send(
            HttpRequest.newBuilder(rig.uri("/commands/ruok"))
                .header("X-Long", "x".repeat(20_000))
                .build());
    assertEquals(431, response.statusCode());
    assertTrue(rig.get("/commands/ruok").statusCode() == 200);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "nonsense\r\n\r\n",
        "GET /commands/../../etc/passwd HTTP/1.1\r\nHost: a\r\n\r\n",
        "GET /commands/%2e%2e/x HTTP/1.1\r\nHost: a\r\n\r\n",
        "GET /commands/ruok HTTP/9.9\r\nHost: a\r\n\r\n",
        "POST /commands/restore HTTP/1.1\r\nHost: a\r\nContent-Length: -1\r\n\r\n",
        "POST /commands/x HTTP/1.1\r\nHost: a\r\nContent-Length: 1\r\nTransfer-Encoding: chunked\r\n\r\n"
      })
  void malformedRequestsAreRefused(String request) throws Exception {
    try (Socket socket = new Socket(InetAddress.getLoopbackAddress(), rig.endpoint.port())) {
      socket.getOutputStream().write(request.getBytes(StandardCharsets.US_ASCII));
      socket.shutdownOutput();
      String answer = new String(socket.getInputStream().readAllBytes(), StandardCharsets.US_ASCII);
      assertTrue(answer.matches("(?s)HTTP/1.1 (4|5)\\d\\d .*"), answer);
    }
    assertEquals(200, rig.get("/commands/ruok").statusCode());
  }

  @ParameterizedTest
  @CsvSource({
    "true,STANDALONE,200,200,200",
    "true,LEADER,200,200,200",
    "true,FOLLOWER,200,200,503",
    "false,LOOKING,200,503,503"
  })
  void healthIsToldByTheStatus(boolean ready, Mode mode, int live, int isReady, int leader)
      throws Exception {
    rig.host.healthIs(new Health(ready, mode));
    assertEquals(live, rig.get("/health/live").statusCode());
    assertEquals(isReady, rig.get("/health/ready").statusCode());
    HttpResponse<String> response = rig.get("/health/leader");
    assertEquals(leader, response.statusCode());
    assertEquals(
        "{\n  \"leader\" : %s,\n  \"mode\" : \"%s\"\n}".formatted(leader == 200, mode.text()),
        response.body());
  }

  /** Bytes to be sent. */
  private record Bytes(byte[] bytes, AtomicBoolean closed) implements AdminContent {
    @Override
    public long length() {
      return bytes.length;
    }

    @Override
    public void writeTo(OutputStream out) throws IOException {
      out.write(bytes);
    }

    @Override
    public void close() {
      closed.set(true);
    }
  }

  /** One array, several times. */
  private static final class RepeatedPart extends InputStream {
    private final byte[] part;
    private int left;

    RepeatedPart(byte[] part, int times) {
      this.part = part;
      this.left = times;
    }

    @Override
    public int read() {
      throw new AssertionError("one at a time");
    }

    @Override
    public int read(byte[] into, int offset, int length) {
      if (left == 0) {
        return -1;
      }
      if (length < part.length) {
        throw new AssertionError("a buffer of " + length);
      }
      left--;
      System.arraycopy(part, 0, into, offset, part.length);
      return part.length;
    }
  }
}
