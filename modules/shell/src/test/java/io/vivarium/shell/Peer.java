package io.vivarium.shell;

import io.vivarium.codec.ConnectCodec;
import io.vivarium.codec.DecodedRequest;
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
import java.io.EOFException;
import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import javax.net.ServerSocketFactory;

/** The server's end, played by a test: it takes one connection after the other, reads requests and says what is answered. */
final class Peer implements AutoCloseable {
  private static final int LIMIT_MS = 120_000;

  private final ServerSocket listener;
  private Socket socket;
  private DataInputStream in;
  private final JuteWriter out = new JuteWriter();
  private long zxid;
  private int xid;

  Peer() throws IOException {
    this(ServerSocketFactory.getDefault());
  }

  Peer(ServerSocketFactory sockets) throws IOException {
    listener = sockets.createServerSocket(0, 50, InetAddress.getLoopbackAddress());
    listener.setSoTimeout(LIMIT_MS);
  }

  String address() {
    return listener.getInetAddress().getHostAddress() + ":" + listener.getLocalPort();
  }

  /** The next connection's handshake. */
  ConnectRequest accept() throws IOException {
    connect();
    return ConnectCodec.decode(frame());
  }

  /** Takes a connection without reading from it. */
  void connect() throws IOException {
    socket = listener.accept();
    socket.setSoTimeout(LIMIT_MS);
    in = new DataInputStream(socket.getInputStream());
  }

  String word() throws IOException {
    return new String(in.readNBytes(4), StandardCharsets.US_ASCII);
  }

  void raw(byte[] bytes) throws IOException {
    socket.getOutputStream().write(bytes);
  }

  void welcome(long session, int timeoutMs) throws IOException {
    welcome(session, timeoutMs, false);
  }

  void welcome(long session, int timeoutMs, boolean readOnly) throws IOException {
    out.clear();
    ConnectCodec.encode(
        new ConnectResponse(timeoutMs, session, password(session), readOnly, true), out);
    raw(out.toByteArray());
  }

  void refuse() throws IOException {
    out.clear();
    ConnectCodec.encode(ConnectResponse.refused(true), out);
    raw(out.toByteArray());
  }

  static byte[] password(long session) {
    return ByteBuffer.allocate(16).putLong(session).putLong(~session).array();
  }

  /** Takes a connection and lets it have a session. */
  ConnectRequest serve(long session) throws IOException {
    ConnectRequest asked = accept();
    welcome(session, 60_000);
    return asked;
  }

  /** The next request that is no ping; pings are answered. */
  Request next() throws IOException {
    while (true) {
      Request request = any();
      if (request.op() != OpCode.PING) {
        return request;
      }
      answer(ErrorCode.OK, Reply.Empty.INSTANCE);
    }
  }

  /** The next request, a ping too. */
  Request any() throws IOException {
    DecodedRequest request = RequestCodec.decode(frame(), 1 << 20);
    xid = request.xid();
    return request.request();
  }

  /** The next request, which must be one of this kind. */
  <T extends Request> T next(Class<T> kind) throws IOException {
    return kind.cast(next());
  }

  /** The xid of the last request. */
  int xid() {
    return xid;
  }

  void answer(Reply body) throws IOException {
    answer(ErrorCode.OK, body);
  }

  void answer(ErrorCode error) throws IOException {
    answer(error, Reply.Empty.INSTANCE);
  }

  private void answer(ErrorCode error, Reply body) throws IOException {
    answer(xid, error, body);
  }

  void answer(int to, ErrorCode error, Reply body) throws IOException {
    out.clear();
    long at = to == ReplyHeader.AUTH_XID ? 0 : ++zxid;
    ReplyCodec.encode(to, at, error.code(), body, out);
    raw(out.toByteArray());
  }

  void fire(WatchEvent.Type type, String path) throws IOException {
    out.clear();
    ReplyCodec.encodeEvent(new WatchEvent(type, path, ++zxid), out);
    raw(out.toByteArray());
  }

  /** Waits for the client to go. */
  boolean gone() throws IOException {
    try {
      while (true) {
        frame();
      }
    } catch (EOFException | java.net.SocketException e) {
      return true;
    }
  }

  void hangUp() throws IOException {
    socket.close();
  }

  private ByteBuffer frame() throws IOException {
    byte[] body = new byte[in.readInt()];
    in.readFully(body);
    return ByteBuffer.wrap(body);
  }

  @Override
  public void close() throws IOException {
    listener.close();
    if (socket != null) {
      socket.close();
    }
  }
}
