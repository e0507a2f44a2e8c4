package io.vivarium.acceptance.server;

import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;

/** A TCP relay in front of a server whose connections a test can cut, to make a client reconnect. */
public final class CutProxy implements AutoCloseable {
  private final int target;
  private final ServerSocket listener;
  private final Set<Socket> sockets = ConcurrentHashMap.newKeySet();
  private volatile boolean refusing;

  /** Listens on a free port and relays to {@code target} on the loopback address. */
  public CutProxy(int target) throws IOException {
    this.target = target;
    this.listener = new ServerSocket(0, 50, InetAddress.getLoopbackAddress());
    Thread.ofVirtual().start(this::accept);
  }

  /** What a client is given to connect through the relay. */
  public String connectString() {
    return "127.0.0.1:" + listener.getLocalPort();
  }

  /** Cuts every connection and lets no new one through until {@link #heal}. */
  public void cut() throws IOException {
    refusing = true;
    closeAll();
  }

  /** Lets connections through again. */
  public void heal() {
    refusing = false;
  }

  private void closeAll() throws IOException {
    for (Socket socket : sockets) {
      socket.close();
    }
    sockets.clear();
  }

  private void accept() {
    try {
      while (!listener.isClosed()) {
        Socket client = listener.accept();
        if (refusing) {
          client.close();
        } else {
          relay(client);
        }
      }
    } catch (IOException closed) {
      // the listener was closed: the test is over
    }
  }

  private void relay(Socket client) throws IOException {
    Socket server = new Socket();
    sockets.add(client);
    sockets.add(server);
    try {
      server.connect(new InetSocketAddress(InetAddress.getLoopbackAddress(), target));
    } catch (IOException unreachable) {
      client.close();
      return;
    }
    if (refusing) {
      closeAll();
    }
    Thread.ofVirtual().start(() -> pump(client, server));
    Thread.ofVirtual().start(() -> pump(server, client));
  }

  private static void pump(Socket from, Socket to) {
    try (from;
        to) {
      InputStream in = from.getInputStream();
      OutputStream out = to.getOutputStream();
      byte[] buffer = new byte[8192];
      for (int read = in.read(buffer); read >= 0; read = in.read(buffer)) {
        out.write(buffer, 0, read);
      }
    } catch (IOException cut) {
      // either side closed: closing the other one is all there is to do
    }
  }

  @Override
  public void close() throws IOException {
    listener.close();
    closeAll();
  }
}
