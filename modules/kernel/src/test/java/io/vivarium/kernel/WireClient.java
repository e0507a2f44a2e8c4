package io.vivarium.kernel;

import io.vivarium.codec.ConnectCodec;
import io.vivarium.codec.JuteWriter;
import io.vivarium.codec.ReplyCodec;
import io.vivarium.codec.RequestCodec;
import io.vivarium.model.ConnectRequest;
import io.vivarium.model.ConnectResponse;
import io.vivarium.model.OpCode;
import io.vivarium.model.Reply;
import io.vivarium.model.ReplyHeader;
import io.vivarium.model.Request;
import io.vivarium.model.WatchEvent;
import java.io.DataInputStream;
import java.io.EOFException;
import java.io.IOException;
import java.io.OutputStream;
import java.net.InetAddress;
import java.net.Socket;
import java.nio.ByteBuffer;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** A client that shows every frame: requests go out as told, answers and events come back in the order they arrive. */
final class WireClient implements AutoCloseable {
  /** Long enough for any machine: a test that waits this long has failed. */
  private static final int PATIENCE_MS = 60_000;

  private static final int FIELD_LIMIT = 64 << 20;

  /** Something that arrived. */
  sealed interface Arrival {
    /** An answer. */
    record Answer(ReplyHeader header, Reply body) implements Arrival {}

    /** A watch event. */
    record Event(WatchEvent event) implements Arrival {}
  }

  private final Socket socket;
  private final DataInputStream in;
  private final OutputStream out;
  private final ArrayDeque<OpCode> asked = new ArrayDeque<>();
  private final JuteWriter writer = new JuteWriter();
  private int lastXid;
  private @Nullable ConnectResponse session;

  private WireClient(int port) throws IOException {
    socket = new Socket(InetAddress.getLoopbackAddress(), port);
    socket.setSoTimeout(PATIENCE_MS);
    socket.setTcpNoDelay(true);
    in = new DataInputStream(socket.getInputStream());
    out = socket.getOutputStream();
  }

  /** Connects without a handshake. */
  static WireClient raw(int port) throws IOException {
    return new WireClient(port);
  }

  /** Connects and opens a session. */
  static WireClient connect(int port) throws IOException {
    return connect(port, 0, new byte[16], 0, 30_000);
  }

  /** Connects with a handshake of one's own. */
  static WireClient connect(
      int port, long sessionId, byte[] password, long lastZxidSeen, int timeoutMs)
      throws IOException {
    WireClient client = new WireClient(port);
    client.handshake(
        new ConnectRequest(0, lastZxidSeen, timeoutMs, sessionId, password, false, true));
    return client;
  }

  ConnectResponse handshake(ConnectRequest request) throws IOException {
    writer.clear();
    ConnectCodec.encode(request, writer);
    flush();
    session = ConnectCodec.decodeResponse(frame());
    return session;
  }

  ConnectResponse session() {
    return java.util.Objects.requireNonNull(session);
  }

  /** Sends requests in one packet. */
  void send(Request... requests) throws IOException {
    writer.clear();
    for (Request request : requests) {
      asked.add(request.op());
      int xid = request.op() == OpCode.PING ? ReplyHeader.PING_XID : ++lastXid;
      RequestCodec.encode(xid, request, writer);
    }
    flush();
  }

  /** The next answer without a request of its own is to a request of this kind, sent as bytes. */
  void expect(OpCode op) {
    asked.add(op);
  }

  void sendBytes(byte[] bytes) throws IOException {
    out.write(bytes);
    out.flush();
  }

  private void flush() throws IOException {
    out.write(writer.toByteArray());
    out.flush();
  }

  /** The next frame, whatever it is; fails with {@link EOFException} when the server closed. */
  Arrival next() throws IOException {
    ByteBuffer frame = frame();
    ReplyHeader header = ReplyCodec.decodeHeader(frame);
    if (header.xid() == ReplyHeader.WATCH_XID) {
      return new Arrival.Event(ReplyCodec.decodeEvent(header, frame, FIELD_LIMIT));
    }
    OpCode op = asked.remove();
    return new Arrival.Answer(
        header, ReplyCodec.decodeBody(op, header.error(), frame, FIELD_LIMIT));
  }

  /** The next answer; events that come before it are put into {@code events}. */
  Arrival.Answer answer(List<WatchEvent> events) throws IOException {
    while (true) {
      switch (next()) {
        case Arrival.Answer answer -> {
          return answer;
        }
        case Arrival.Event event -> events.add(event.event());
      }
    }
  }

  /** Sends one request and returns its answer; there must be no event before it. */
  Arrival.Answer ask(Request request) throws IOException {
    send(request);
    List<WatchEvent> events = new ArrayList<>();
    Arrival.Answer answer = answer(events);
    if (!events.isEmpty()) {
      throw new AssertionError("unexpected events " + events);
    }
    return answer;
  }

  /** Whether something has arrived that was not taken yet. */
  boolean hasArrivals() throws IOException {
    return in.available() > 0;
  }

  /** Closes this end's sending side only. */
  void closeOutput() throws IOException {
    socket.shutdownOutput();
  }

  /** The bytes until the server closes. */
  byte[] readAll() throws IOException {
    return in.readAllBytes();
  }

  /** Whether the server has closed the connection; waits for it. */
  boolean closedByServer() throws IOException {
    try {
      return in.read() < 0;
    } catch (java.net.SocketException e) {
      return true;
    }
  }

  private ByteBuffer frame() throws IOException {
    byte[] bytes = new byte[in.readInt()];
    in.readFully(bytes);
    return ByteBuffer.wrap(bytes);
  }

  @Override
  public void close() throws IOException {
    socket.close();
  }
}
