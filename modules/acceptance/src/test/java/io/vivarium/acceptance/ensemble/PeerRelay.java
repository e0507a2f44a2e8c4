package io.vivarium.acceptance.ensemble;

import java.io.DataInputStream;
import java.io.DataOutputStream;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;

/** Listens in place of one port of one server, for one other server. */
final class PeerRelay implements AutoCloseable {
  private static final Duration PATIENCE = Duration.ofSeconds(1);
  private static final int LONGEST_ADDRESS = 2_048;

  private final int target;
  private final Valve forward;
  private final Valve backward;
  private final ServerSocket listener;
  private final Set<PeerConnection> connections = ConcurrentHashMap.newKeySet();
  private volatile Handshake handshake = Handshake.NONE;
  private volatile QuorumTap.Listener answers = packet -> {};
  private volatile boolean refusing;

  /** What a relay does with the first bytes of a connection before it relays the others. */
  @FunctionalInterface
  interface Handshake {
    Handshake NONE = (opener, listener) -> {};

    void exchange(DataInputStream opener, DataOutputStream listener) throws IOException;
  }

  PeerRelay(int target, Valve forward, Valve backward) throws IOException {
    this.target = target;
    this.forward = forward;
    this.backward = backward;
    this.listener = new ServerSocket(0, 50, InetAddress.getLoopbackAddress());
    Thread.ofVirtual().start(this::accept);
  }

  int port() {
    return listener.getLocalPort();
  }

  /** The packets that learners get from their leader through this relay are shown to somebody. */
  void watch(QuorumTap.Listener newAnswers) {
    answers = newAnswers;
  }

  /**
   * A server is called back at the address that it announces when it opens an election connection. That has to be a relay
   * as well, or the callback goes around the network.
   */
  void announce(String address) {
    handshake =
        (opener, target) -> {
          long protocol = opener.readLong();
          long id = opener.readLong();
          int length = opener.readInt();
          if (length <= 0 || length > LONGEST_ADDRESS) {
            throw new IOException("a server announced an address of " + length + " bytes");
          }
          opener.readFully(new byte[length]);
          target.writeLong(protocol);
          target.writeLong(id);
          target.writeInt(address.length());
          target.write(address.getBytes(StandardCharsets.US_ASCII));
          target.flush();
        };
  }

  /** Resets every connection and, until {@link #allow}, each new one. */
  void refuse() {
    refusing = true;
    reset();
  }

  void allow() {
    refusing = false;
  }

  /** Ends every connection at once. */
  void reset() {
    connections.forEach(PeerConnection::reset);
    connections.clear();
  }

  private void accept() {
    try {
      while (!listener.isClosed()) {
        Socket opener = listener.accept();
        Thread.ofVirtual().start(() -> relay(opener));
      }
    } catch (IOException closed) {
      // the listener was closed: the test is over
    }
  }

  private void relay(Socket opener) {
    try {
      forward.pass(System.nanoTime(), () -> refusing);
      backward.pass(System.nanoTime(), () -> refusing);
      Socket server = connect(opener);
      PeerConnection connection = new PeerConnection(opener, server, forward, backward);
      connections.removeIf(PeerConnection::ended);
      connections.add(connection);
      if (refusing) {
        reset();
        return;
      }
      opener.setTcpNoDelay(true);
      server.setTcpNoDelay(true);
      handshake.exchange(
          new DataInputStream(opener.getInputStream()),
          new DataOutputStream(server.getOutputStream()));
      connection.start(new QuorumTap(answers));
    } catch (IOException unreachable) {
      closeQuietly(opener);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }

  /**
   * The relay has already accepted what the server might refuse, and a server tries again when it is refused but starts
   * all over when it is cut off. So the relay does the trying for it: a leader listens a moment later than it is elected.
   */
  private Socket connect(Socket opener) throws IOException, InterruptedException {
    long deadline = System.nanoTime() + PATIENCE.toNanos();
    while (true) {
      Socket server = new Socket();
      try {
        server.connect(new InetSocketAddress(InetAddress.getLoopbackAddress(), target));
        return server;
      } catch (IOException refused) {
        server.close();
        if (refusing || opener.isClosed() || System.nanoTime() > deadline) {
          throw refused;
        }
        Thread.sleep(Duration.ofMillis(20));
      }
    }
  }

  private static void closeQuietly(Socket socket) {
    try {
      socket.close();
    } catch (IOException alreadyClosed) {
      // nothing else is wanted
    }
  }

  @Override
  public void close() throws IOException {
    listener.close();
    refuse();
  }
}
