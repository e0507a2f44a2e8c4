package io.vivarium.acceptance.sasl;

import static java.nio.charset.StandardCharsets.UTF_8;

import com.ongres.scram.client.ScramClient;
import java.io.DataInputStream;
import java.io.DataOutputStream;
import java.io.IOException;
import java.net.InetAddress;
import java.net.Socket;
import java.nio.ByteBuffer;
import java.util.List;

/** A session over a bare socket whose client logs in by SCRAM, with a library that is not ours. */
final class ScramSession implements AutoCloseable {
  private static final int SASL = 102;
  private static final int WHO_AM_I = 107;
  private static final int REPLY_HEADER = 16;

  private final Socket socket;
  private final DataInputStream in;
  private final DataOutputStream out;
  private int xid;

  ScramSession(int port) throws IOException {
    socket = new Socket(InetAddress.getLoopbackAddress(), port);
    in = new DataInputStream(socket.getInputStream());
    out = new DataOutputStream(socket.getOutputStream());
    // protocol, last zxid, timeout, session, password, read-only
    send(ByteBuffer.allocate(45).putInt(12, 10_000).putInt(24, 16));
    receive();
  }

  /** Logs in; an error when the server refuses, or does not prove that it knows the credentials. */
  void logIn(String user, String password) throws Exception {
    ScramClient client =
        ScramClient.builder()
            .advertisedMechanisms(List.of("SCRAM-SHA-256"))
            .username(user)
            .password(password.toCharArray())
            .build();
    client.serverFirstMessage(token(client.clientFirstMessage().toString()));
    client.serverFinalMessage(token(client.clientFinalMessage().toString()));
  }

  private String token(String message) throws IOException {
    byte[] bytes = message.getBytes(UTF_8);
    send(
        ByteBuffer.allocate(12 + bytes.length)
            .putInt(++xid)
            .putInt(SASL)
            .putInt(bytes.length)
            .put(bytes));
    return text(reply());
  }

  /** The identity of a scheme that the server sees here, as scheme:id. */
  String identity(String scheme) throws IOException {
    send(ByteBuffer.allocate(8).putInt(++xid).putInt(WHO_AM_I));
    ByteBuffer reply = reply();
    for (int left = reply.getInt(); left > 0; left--) {
      String found = text(reply);
      String id = text(reply);
      if (found.equals(scheme)) {
        return found + ":" + id;
      }
    }
    return "none";
  }

  private void send(ByteBuffer frame) throws IOException {
    byte[] bytes = new byte[frame.capacity()];
    frame.get(0, bytes);
    out.writeInt(bytes.length);
    out.write(bytes);
    out.flush();
  }

  private ByteBuffer receive() throws IOException {
    byte[] frame = new byte[in.readInt()];
    in.readFully(frame);
    return ByteBuffer.wrap(frame);
  }

  private ByteBuffer reply() throws IOException {
    ByteBuffer frame = receive();
    int error = frame.getInt(12);
    if (error != 0) {
      throw new IOException("the server answers with error " + error);
    }
    return frame.position(REPLY_HEADER);
  }

  private static String text(ByteBuffer in) {
    byte[] bytes = new byte[Math.max(0, in.getInt())];
    in.get(bytes);
    return new String(bytes, UTF_8);
  }

  @Override
  public void close() throws IOException {
    socket.close();
  }
}
