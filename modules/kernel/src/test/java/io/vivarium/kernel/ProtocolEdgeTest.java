package io.vivarium.kernel;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.vivarium.codec.ReplyCodec;
import io.vivarium.model.Acl;
import io.vivarium.model.ConnectResponse;
import io.vivarium.model.ErrorCode;
import io.vivarium.model.OpCode;
import io.vivarium.model.ReplyHeader;
import io.vivarium.model.Request;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** Sessions that move or do not exist, and requests that no good client sends, seen from the wire of a whole server. */
@Timeout(120)
class ProtocolEdgeTest {
  private static final int OK = ErrorCode.OK.code();
  private static final int THROTTLED = ErrorCode.THROTTLED_OP.code();

  private static Request.Create create(String path) {
    return new Request.Create(OpCode.CREATE, path, new byte[] {1}, Acl.OPEN, 0, 0);
  }

  /** A frame with a request header and whatever follows. */
  private static byte[] frame(int xid, int op, byte... body) {
    return ByteBuffer.allocate(12 + body.length)
        .putInt(8 + body.length)
        .putInt(xid)
        .putInt(op)
        .put(body)
        .array();
  }

  private static ReplyHeader header(byte[] bytes) {
    return ReplyCodec.decodeHeader(ByteBuffer.wrap(bytes, 4, bytes.length - 4).slice());
  }

  private static WireClient resume(int port, long session, byte[] password) throws IOException {
    return WireClient.connect(port, session, password, 0, 30_000);
  }

  @Test
  void aSessionIsTakenOverByAnotherConnectionAndTheFirstIsClosed() throws Exception {
    try (Server server = TestServer.inMemory();
        WireClient first = WireClient.connect(server.clientPort())) {
      ConnectResponse session = first.session();
      try (WireClient second =
          resume(server.clientPort(), session.sessionId(), session.password())) {
        assertEquals(session.sessionId(), second.session().sessionId());
        assertArrayEquals(session.password(), second.session().password());
        assertTrue(first.closedByServer());
        assertEquals(OK, second.ask(create("/a")).header().error());
      }
    }
  }

  @Test
  void aWrongPasswordIsAnsweredAsAnExpiredSessionAndClosed() throws Exception {
    try (Server server = TestServer.inMemory();
        WireClient owner = WireClient.connect(server.clientPort());
        WireClient thief = resume(server.clientPort(), owner.session().sessionId(), new byte[16])) {
      assertEquals(0, thief.session().sessionId());
      assertEquals(0, thief.session().timeout());
      assertArrayEquals(new byte[16], thief.session().password());
      assertTrue(thief.closedByServer());
    }
  }

  @Test
  void aSessionThatWasClosedCannotBeResumed() throws Exception {
    try (Server server = TestServer.inMemory();
        WireClient first = WireClient.connect(server.clientPort())) {
      ConnectResponse session = first.session();
      assertEquals(OK, first.ask(new Request.CloseSession()).header().error());
      assertTrue(first.closedByServer());
      try (WireClient late = resume(server.clientPort(), session.sessionId(), session.password())) {
        assertEquals(0, late.session().sessionId());
        assertTrue(late.closedByServer());
      }
    }
  }

  @Test
  void anUnknownSessionIsAnsweredAsAnExpiredOne() throws Exception {
    try (Server server = TestServer.inMemory();
        WireClient nobody = resume(server.clientPort(), 0x0123_4567_89abL, new byte[16])) {
      assertEquals(0, nobody.session().sessionId());
      assertEquals(0, nobody.session().timeout());
      assertTrue(nobody.closedByServer());
    }
  }

  @Test
  void aBodyThatCannotBeReadIsRefusedAndTheConnectionStays() throws Exception {
    try (Server server = TestServer.inMemory();
        WireClient client = WireClient.connect(server.clientPort())) {
      for (OpCode op : new OpCode[] {OpCode.CREATE, OpCode.GET_DATA, OpCode.MULTI}) {
        client.send(new Request.Ping());
        client.next();
        client.expect(op);
        client.sendBytes(frame(77, op.code(), (byte) 1, (byte) 2));
        ReplyHeader header = ((WireClient.Arrival.Answer) client.next()).header();
        assertEquals(77, header.xid());
        assertEquals(ErrorCode.MARSHALLING_ERROR.code(), header.error());
      }
      assertEquals(OK, client.ask(create("/a")).header().error());
    }
  }

  @Test
  void anUnknownOperationIsRefusedAndTheConnectionClosed() throws Exception {
    try (Server server = TestServer.inMemory()) {
      for (int op : new int[] {0, 13, 99, -10, 12_345}) {
        try (WireClient client = WireClient.connect(server.clientPort())) {
          client.sendBytes(frame(5, op));
          byte[] answer = client.readAll();
          assertEquals(20, answer.length, "answer to op " + op);
          assertEquals(
              new ReplyHeader(5, -1, ErrorCode.UNIMPLEMENTED.code()), header(answer), "op " + op);
        }
      }
    }
  }

  @Test
  void theServersOwnDeletionIsNotForClients() throws Exception {
    try (Server server = TestServer.inMemory();
        WireClient client = WireClient.connect(server.clientPort())) {
      client.ask(create("/a"));
      assertEquals(
          ErrorCode.NO_AUTH.code(), client.ask(new Request.DeleteContainer("/a")).header().error());
      assertEquals(OK, client.ask(new Request.Exists("/a", false)).header().error());
    }
  }

  @Test
  void anAnswerLargerThanAFrameMayBeIsRefusedAndTheConnectionStays() throws Exception {
    try (Server server = TestServer.inMemory("jute.maxbuffer=4096", "replyMaxBuffer=4096");
        WireClient client = WireClient.connect(server.clientPort())) {
      client.ask(create("/many"));
      for (int i = 0; i < 100; i++) {
        client.ask(create("/many/" + "n".repeat(90) + i));
      }
      assertEquals(
          ErrorCode.MARSHALLING_ERROR.code(),
          client.ask(new Request.GetChildren("/many", false, false)).header().error());
      assertEquals(OK, client.ask(new Request.GetData("/many", false)).header().error());
    }
  }

  @Test
  void aConnectionWatchesNoMorePathsThanItMay() throws Exception {
    try (Server server = TestServer.inMemory("maxWatchesPerConnection=2");
        WireClient client = WireClient.connect(server.clientPort());
        WireClient other = WireClient.connect(server.clientPort())) {
      client.ask(new Request.Exists("/a", true));
      client.ask(new Request.AddWatch("/b", 1));
      assertEquals(THROTTLED, client.ask(new Request.Exists("/c", true)).header().error());
      assertEquals(THROTTLED, client.ask(new Request.AddWatch("/c", 0)).header().error());
      assertEquals(THROTTLED, client.ask(new Request.GetData("/", true)).header().error());
      assertEquals(
          THROTTLED, client.ask(new Request.GetChildren("/", true, false)).header().error());
      assertEquals(OK, client.ask(new Request.GetData("/", false)).header().error());
      assertEquals(OK, other.ask(new Request.AddWatch("/c", 0)).header().error());
      assertEquals(OK, client.ask(new Request.RemoveWatches("/b", 3)).header().error());
      assertEquals(OK, client.ask(new Request.AddWatch("/c", 0)).header().error());
    }
  }

  @Test
  void severalWatchesInOneRequestAreTooManyTogether() throws Exception {
    try (Server server = TestServer.inMemory("maxWatchesPerConnection=3");
        WireClient client = WireClient.connect(server.clientPort())) {
      client.ask(new Request.AddWatch("/a", 0));
      assertEquals(THROTTLED, client.ask(watching("/b", "/c", "/d")).header().error());
      assertEquals(OK, client.ask(watching("/b", "/c")).header().error());
    }
  }

  /** As a client does that comes back: a path may be in several lists, and some of it may have been told before. */
  @Test
  void whatIsWatchedInSeveralWaysOrAlreadyCountsOnce() throws Exception {
    try (Server server = TestServer.inMemory("maxWatchesPerConnection=2");
        WireClient client = WireClient.connect(server.clientPort())) {
      List<String> paths = List.of("/", "/zookeeper");
      Request twice =
          new Request.SetWatches(
              OpCode.SET_WATCHES2, 1_000, paths, List.of(), paths, List.of(), List.of());
      assertEquals(OK, client.ask(twice).header().error());
      assertEquals(OK, client.ask(twice).header().error());
      assertEquals(OK, client.ask(new Request.AddWatch("/", 1)).header().error());
      assertEquals(THROTTLED, client.ask(new Request.Exists("/c", true)).header().error());
    }
  }

  private static Request watching(String data, String... persistent) {
    return new Request.SetWatches(
        OpCode.SET_WATCHES2,
        0,
        List.of(),
        List.of(data),
        List.of(),
        List.of(persistent),
        List.of());
  }

  @Test
  void theWatchesOfAConnectionTakeNoMoreThanTheirShareOfTheHeapHoweverLongThePaths()
      throws Exception {
    String path = "/" + "p".repeat(900_000);
    long fit = Runtime.getRuntime().maxMemory() / 16 / (192 + 2L * (path + "0000").length());
    try (Server server = TestServer.inMemory();
        WireClient client = WireClient.connect(server.clientPort());
        WireClient other = WireClient.connect(server.clientPort())) {
      for (long i = 0; i < fit; i++) {
        client.ask(new Request.Exists(path + String.format("%04d", i), true));
      }
      Request further = new Request.Exists(path + "further", true);
      assertEquals(THROTTLED, client.ask(further).header().error());
      assertEquals(
          THROTTLED, client.ask(new Request.AddWatch(path + "another", 1)).header().error());
      assertEquals(THROTTLED, client.ask(watching(path + "another")).header().error());
      assertEquals(
          ErrorCode.NO_NODE.code(), client.ask(new Request.Exists("/a", true)).header().error());
      assertEquals(OK, other.ask(new Request.AddWatch(path, 0)).header().error());
    }
  }

  @Test
  void theWatchesOfAllConnectionsTakeNoMoreThanTheyMay() throws Exception {
    String path = "/" + "p".repeat(100_000);
    try (Server server = TestServer.inMemory("maxWatchBytes=1000000");
        WireClient client = WireClient.connect(server.clientPort());
        WireClient other = WireClient.connect(server.clientPort());
        WireClient modest = WireClient.connect(server.clientPort())) {
      client.ask(new Request.Exists(path + 1, true));
      client.ask(new Request.Exists(path + 2, true));
      assertEquals(THROTTLED, other.ask(new Request.Exists(path + 3, true)).header().error());
      assertEquals(OK, modest.ask(new Request.GetData("/", true)).header().error());
    }
  }

  @Test
  void theAnswerToAPingHasItsOwnXid() throws Exception {
    try (Server server = TestServer.inMemory();
        WireClient client = WireClient.connect(server.clientPort())) {
      assertEquals(ReplyHeader.PING_XID, client.ask(new Request.Ping()).header().xid());
      assertNotEquals(0, client.session().timeout());
    }
  }
}
