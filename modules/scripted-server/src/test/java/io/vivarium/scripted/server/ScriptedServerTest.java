package io.vivarium.scripted.server;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.vivarium.codec.ConnectCodec;
import io.vivarium.codec.JuteWriter;
import io.vivarium.codec.ReplyCodec;
import io.vivarium.codec.RequestCodec;
import io.vivarium.model.ConnectRequest;
import io.vivarium.model.ConnectResponse;
import io.vivarium.model.ErrorCode;
import io.vivarium.model.OpCode;
import io.vivarium.model.Reply;
import io.vivarium.model.ReplyHeader;
import io.vivarium.model.Request;
import io.vivarium.model.WatchEvent;
import java.io.DataInputStream;
import java.io.IOException;
import java.net.Socket;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** A client that writes and reads frames by hand. What is sent fits into the buffers of the sockets, so that one thread does both ends. */
class ScriptedServerTest {
  private ScriptedServer server;
  private Socket client;

  @BeforeEach
  void connect() throws IOException {
    server = new ScriptedServer();
    String address = server.address();
    int colon = address.lastIndexOf(':');
    client =
        new Socket(address.substring(0, colon), Integer.parseInt(address.substring(colon + 1)));
  }

  @AfterEach
  void close() throws IOException {
    client.close();
    server.close();
  }

  @Test
  void aSessionIsOpenedAndRequestsAreAnsweredAsTheTestSays() throws IOException {
    assertEquals(5, opened(5).sessionId());
    send(-2, new Request.Ping());
    send(1, new Request.Exists("/a", false));
    assertEquals(new Request.Exists("/a", false), server.next(Request.Exists.class));
    assertEquals(1, server.xid());
    server.answer(ErrorCode.NO_NODE);
    assertEquals(new ReplyHeader(-2, 1, 0), header(), "the ping");
    assertEquals(new ReplyHeader(1, 2, ErrorCode.NO_NODE.code()), header());
    server.fire(WatchEvent.Type.NODE_CREATED, "/a");
    ByteBuffer event = frame();
    ReplyHeader header = ReplyCodec.decodeHeader(event);
    assertEquals("/a", ReplyCodec.decodeEvent(header, event, 100).path());
  }

  @Test
  void whatNoServerDoesIsDoneToo() throws IOException {
    opened(5);
    send(-2, new Request.Ping());
    assertEquals(OpCode.PING, server.any().op());
    server.answer(99, ErrorCode.OK, Reply.Empty.INSTANCE);
    assertEquals(99, header().xid());
    server.raw(new byte[] {0, 0, 0, 1, 7});
    assertEquals(ByteBuffer.wrap(new byte[] {7}), frame());
    server.hangUp();
    assertEquals(-1, client.getInputStream().read());
  }

  @Test
  void aSessionIsRefused() throws IOException {
    handshake();
    server.accept();
    server.refuse();
    assertEquals(0, ConnectCodec.decodeResponse(frame()).sessionId());
    client.close();
    assertTrue(server.gone());
  }

  @Test
  void aFourLetterWordIsRead() throws IOException {
    client.getOutputStream().write("ruok".getBytes(StandardCharsets.US_ASCII));
    server.connect();
    assertEquals("ruok", server.word());
  }

  @Test
  void withoutAConnectionNothingCanBeSaid() {
    assertThrows(IllegalStateException.class, () -> server.answer(ErrorCode.OK));
  }

  private ConnectResponse opened(long session) throws IOException {
    handshake();
    assertEquals(4_000, server.serve(session).timeout());
    ConnectResponse welcome = ConnectCodec.decodeResponse(frame());
    assertArrayEquals(ScriptedServer.password(session), welcome.password());
    return welcome;
  }

  private void handshake() throws IOException {
    JuteWriter out = new JuteWriter();
    ConnectCodec.encode(new ConnectRequest(0, 0, 4_000, 0, new byte[16], false, true), out);
    client.getOutputStream().write(out.toByteArray());
  }

  private void send(int xid, Request request) throws IOException {
    JuteWriter out = new JuteWriter();
    RequestCodec.encode(xid, request, out);
    client.getOutputStream().write(out.toByteArray());
  }

  private ReplyHeader header() throws IOException {
    return ReplyCodec.decodeHeader(frame());
  }

  private ByteBuffer frame() throws IOException {
    DataInputStream in = new DataInputStream(client.getInputStream());
    byte[] body = new byte[in.readInt()];
    in.readFully(body);
    return ByteBuffer.wrap(body);
  }
}
