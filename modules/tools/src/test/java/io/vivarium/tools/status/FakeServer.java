package io.vivarium.tools.status;

import java.io.IOException;
import java.io.InputStream;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.util.Map;

/** Answers four-letter words with prepared texts. */
final class FakeServer implements AutoCloseable {
  private final ServerSocket listener;
  private final Map<String, String> answers;

  FakeServer(Map<String, String> answers) throws IOException {
    this(answers, new ServerSocket(0, 50, InetAddress.getLoopbackAddress()));
  }

  /** Listens there, and closes it in the end. */
  FakeServer(Map<String, String> answers, ServerSocket listener) {
    this.answers = answers;
    this.listener = listener;
    Thread.ofVirtual().start(this::serve);
  }

  /** A server of an ensemble. */
  static FakeServer of(String mode, long zxid, int znodes) throws IOException {
    return new FakeServer(
        Map.of("srvr", srvr(mode, zxid, znodes), "mntr", "zk_server_state\t" + mode + "\n"));
  }

  static String srvr(String mode, long zxid, int znodes) {
    return "Zookeeper version: 3.9.5-293c895a8d966a3ecb92872be4a1daf87d725da2, built on 2026-02-11 20:18 UTC\n"
        + "Latency min/avg/max: 0/1.0056/46\nReceived: 358\nSent: 381\nConnections: 1\nOutstanding: 0\n"
        + "Zxid: 0x"
        + Long.toHexString(zxid)
        + "\nMode: "
        + mode
        + "\nNode count: "
        + znodes
        + "\n";
  }

  String address() {
    return "127.0.0.1:" + listener.getLocalPort();
  }

  int port() {
    return listener.getLocalPort();
  }

  private void serve() {
    while (!listener.isClosed()) {
      try {
        Socket socket = listener.accept();
        Thread.ofVirtual().start(() -> answer(socket));
      } catch (IOException e) {
        return; // closed
      }
    }
  }

  private void answer(Socket socket) {
    try (socket) {
      InputStream in = socket.getInputStream();
      String word = new String(in.readNBytes(4), StandardCharsets.US_ASCII);
      String text =
          answers.getOrDefault(
              word, word + " is not executed because it is not in the whitelist.\n");
      socket.getOutputStream().write(text.getBytes(StandardCharsets.UTF_8));
    } catch (IOException e) {
      // The other end is gone: it has what it wanted.
    }
  }

  @Override
  public void close() throws IOException {
    listener.close();
  }
}
