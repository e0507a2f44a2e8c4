package io.vivarium.acceptance.wire;

import java.io.DataInputStream;
import java.io.EOFException;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.net.SocketException;
import java.nio.ByteBuffer;

/** A client connection at the level of frames. */
public final class WireConnection implements AutoCloseable {
  private static final int TIMEOUT_MS = 10_000;
  private static final int LARGEST_FRAME = 16 << 20;

  private final Socket socket;
  private final DataInputStream in;

  /** Connects to a port of the loopback address. */
  public WireConnection(int port) throws IOException {
    socket = new Socket();
    socket.setTcpNoDelay(true);
    socket.connect(new InetSocketAddress(InetAddress.getLoopbackAddress(), port), TIMEOUT_MS);
    socket.setSoTimeout(TIMEOUT_MS);
    in = new DataInputStream(socket.getInputStream());
  }

  /** Connects and opens a session. */
  public static WireConnection session(int port) throws IOException {
    WireConnection connection = new WireConnection(port);
    try {
      connection.send(RawRequest.connect(10_000));
      connection.receive();
      return connection;
    } catch (IOException refused) {
      connection.close();
      throw refused;
    }
  }

  /** Sends bytes as they are. */
  public void send(byte[] bytes) throws IOException {
    socket.getOutputStream().write(bytes);
    socket.getOutputStream().flush();
  }

  /** The next frame with its length prefix; {@link EOFException} when the server has closed. */
  public byte[] receive() throws IOException {
    int length = in.readInt();
    if (length < 0 || length > LARGEST_FRAME) {
      throw new IOException("the server announced a frame of " + length + " bytes");
    }
    byte[] frame = new byte[4 + length];
    ByteBuffer.wrap(frame).putInt(length);
    in.readFully(frame, 4, length);
    return frame;
  }

  /** The error code of the next reply. */
  public int receiveError() throws IOException {
    return ByteBuffer.wrap(receive()).getInt(16);
  }

  /** Whether the server closes without another byte; waits for that at most ten seconds. */
  public boolean endsNow() throws IOException {
    try {
      return in.read() < 0;
    } catch (SocketException reset) {
      return true;
    }
  }

  @Override
  public void close() throws IOException {
    socket.close();
  }
}
