package io.vivarium.scripted.server;

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
import java.net.SocketException;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import javax.net.ServerSocketFactory;
import org.jspecify.annotations.Nullable;

/**
 * The server's end, played by a test: it takes one connection after the other, reads requests and says what is answered. Everything
 * that waits for the client fails after two minutes. One thread.
 */
public final class ScriptedServer implements AutoCloseable {
  private static final int LIMIT_MS = 120_000;
  private static final int SESSION_TIMEOUT_MS = 60_000;
  private static final int FIELD_LIMIT = 1 << 20;

  private final ServerSocket listener;
  private final JuteWriter out = new JuteWriter();
  private @Nullable Taken taken;
  private long zxid;
  private int xid;

  /** The connection that was taken last. */
  private record Taken(Socket socket, DataInputStream in) {}

  /** Listens on a free port of this machine. */
  public ScriptedServer() throws IOException {
    this(ServerSocketFactory.getDefault());
  }

  /** The same, with sockets of the test's choice, for example of TLS. */
  public ScriptedServer(ServerSocketFactory sockets) throws IOException {
    listener = sockets.createServerSocket(0, 50, InetAddress.getLoopbackAddress());
    listener.setSoTimeout(LIMIT_MS);
  }

  /** Where it listens, as a connect string has it. */
  public String address() {
    return listener.getInetAddress().getHostAddress() + ":" + listener.getLocalPort();
  }

  // ---- connections

  /** Takes the next connection, without reading from it. */
  public void connect() throws IOException {
    Socket socket = listener.accept();
    socket.setSoTimeout(LIMIT_MS);
    taken = new Taken(socket, new DataInputStream(socket.getInputStream()));
  }

  /** Takes the next connection; returns its handshake. */
  public ConnectRequest accept() throws IOException {
    connect();
    return ConnectCodec.decode(frame());
  }

  /** Takes the next connection and lets it have a session. */
  public ConnectRequest serve(long session) throws IOException {
    ConnectRequest asked = accept();
    welcome(session, SESSION_TIMEOUT_MS);
    return asked;
  }

  /** Answers a handshake with a session. */
  public void welcome(long session, int timeoutMs) throws IOException {
    welcome(session, timeoutMs, false);
  }

  /** The same, of a server that may serve reads only. */
  public void welcome(long session, int timeoutMs, boolean readOnly) throws IOException {
    out.clear();
    ConnectCodec.encode(
        new ConnectResponse(timeoutMs, session, password(session), readOnly, true), out);
    raw(out.toByteArray());
  }

  /** Answers a handshake with the news that the session has expired. */
  public void refuse() throws IOException {
    out.clear();
    ConnectCodec.encode(ConnectResponse.refused(true), out);
    raw(out.toByteArray());
  }

  /** The password of a session of this server. */
  public static byte[] password(long session) {
    return ByteBuffer.allocate(2 * Long.BYTES).putLong(session).putLong(~session).array();
  }

  /** Closes the connection. */
  public void hangUp() throws IOException {
    taken().socket().close();
  }

  /** Reads whatever comes until the client has closed the connection; always true. */
  public boolean gone() throws IOException {
    try {
      while (true) {
        frame();
      }
    } catch (EOFException | SocketException e) {
      return true;
    }
  }

  // ---- requests

  /** The next request that is no ping; pings are answered. */
  public Request next() throws IOException {
    while (true) {
      Request request = any();
      if (request.op() != OpCode.PING) {
        return request;
      }
      answer(ErrorCode.OK);
    }
  }

  /** The same, which must be of this kind. */
  public <T extends Request> T next(Class<T> kind) throws IOException {
    return kind.cast(next());
  }

  /** The next request, a ping too. */
  public Request any() throws IOException {
    DecodedRequest decoded = RequestCodec.decode(frame(), FIELD_LIMIT);
    xid = decoded.xid();
    Request request = decoded.request();
    if (request == null) {
      throw new IOException("the client asks for " + decoded.opCode() + ", which nobody knows");
    }
    return request;
  }

  /** The xid of the last request. */
  public int xid() {
    return xid;
  }

  /** A four-letter word. */
  public String word() throws IOException {
    return new String(taken().in().readNBytes(4), StandardCharsets.US_ASCII);
  }

  // ---- answers

  /** What is sent next has this zxid, at least 1; what follows counts on from there. */
  public void zxid(long next) {
    zxid = next - 1;
  }

  /** The last request went well. */
  public void answer(Reply body) throws IOException {
    answer(xid, ErrorCode.OK, body);
  }

  /** The last request ended like this, and there is nothing to say about it. */
  public void answer(ErrorCode error) throws IOException {
    answer(xid, error, Reply.Empty.INSTANCE);
  }

  /** The request with this xid, which need not be one that was asked, ended like this. */
  public void answer(int to, ErrorCode error, Reply body) throws IOException {
    out.clear();
    long at = to == ReplyHeader.AUTH_XID ? 0 : ++zxid;
    ReplyCodec.encode(to, at, error.code(), body, out);
    raw(out.toByteArray());
  }

  /** A watch fires. */
  public void fire(WatchEvent.Type type, String path) throws IOException {
    out.clear();
    ReplyCodec.encodeEvent(new WatchEvent(type, path, ++zxid), out);
    raw(out.toByteArray());
  }

  /** Sends bytes as they are. */
  public void raw(byte[] bytes) throws IOException {
    taken().socket().getOutputStream().write(bytes);
  }

  private ByteBuffer frame() throws IOException {
    DataInputStream in = taken().in();
    byte[] body = new byte[in.readInt()];
    in.readFully(body);
    return ByteBuffer.wrap(body);
  }

  private Taken taken() {
    if (taken == null) {
      throw new IllegalStateException("no connection was taken");
    }
    return taken;
  }

  @Override
  public void close() throws IOException {
    listener.close();
    if (taken != null) {
      hangUp();
    }
  }
}
