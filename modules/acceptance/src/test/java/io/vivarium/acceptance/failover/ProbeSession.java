package io.vivarium.acceptance.failover;

import io.vivarium.acceptance.wire.WireConnection;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.time.Duration;
import java.util.List;

/**
 * A session at the level of frames that tries again at once, so that what is measured is the servers and not the patience
 * of a client. For one thread.
 */
final class ProbeSession implements AutoCloseable {
  private static final Duration PAUSE = Duration.ofMillis(5);
  private static final int TIMEOUT_MS = 20_000;
  private static final int PING = 11;
  private static final int PASSWORD = 16;

  private final List<Integer> ports;
  private int next;
  private long id;
  private byte[] password = new byte[PASSWORD];
  private WireConnection connection;

  /** Opens a session through the first port that grants one. */
  ProbeSession(List<Integer> ports, int first) throws InterruptedException {
    this.ports = ports;
    this.next = first;
    this.connection = connect();
  }

  /** Waits for the connection to break and takes the session up again elsewhere; returns when that was. */
  long reconnected() throws InterruptedException {
    connection = connect();
    return System.nanoTime();
  }

  /** Whether a ping is answered on the connection at hand. */
  boolean answers() throws InterruptedException {
    try {
      connection.send(ByteBuffer.allocate(12).putInt(8).putInt(-2).putInt(PING).array());
      connection.receive();
      Thread.sleep(PAUSE);
      return true;
    } catch (IOException broken) {
      return false;
    }
  }

  private WireConnection connect() throws InterruptedException {
    while (true) {
      int port = ports.get(next++ % ports.size());
      try {
        WireConnection tried = new WireConnection(port);
        if (accepted(tried)) {
          return tried;
        }
        tried.close();
      } catch (IOException notNow) {
        // the server is gone, or has no leader: try the next
      }
      Thread.sleep(PAUSE);
    }
  }

  private boolean accepted(WireConnection tried) throws IOException {
    ByteBuffer request = ByteBuffer.allocate(4 + 45);
    request.putInt(45).putInt(0).putLong(0).putInt(TIMEOUT_MS).putLong(id);
    request.putInt(PASSWORD).put(password).put((byte) 0);
    tried.send(request.array());
    ByteBuffer answer = ByteBuffer.wrap(tried.receive());
    answer.position(8);
    int timeoutMs = answer.getInt();
    long granted = answer.getLong();
    if (timeoutMs <= 0 || (id != 0 && granted != id)) {
      throw new AssertionError("session 0x" + Long.toHexString(id) + " was lost in the failover");
    }
    id = granted;
    password = new byte[answer.getInt()];
    answer.get(password);
    return true;
  }

  @Override
  public void close() throws IOException {
    connection.close();
  }
}
