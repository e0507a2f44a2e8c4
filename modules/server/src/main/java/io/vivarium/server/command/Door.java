package io.vivarium.server.command;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;

/**
 * Where a server of this machine can be asked whether it is alive, without a session.
 *
 * @param address to connect to
 * @param question what is said there; empty: nothing, as it would have to be encrypted
 * @param answer what the first line of the answer must contain
 */
record Door(InetSocketAddress address, String question, String answer) {
  private static final int PATIENCE_MS = 3_000;

  /** Longer than any first line of a server that is alive. */
  private static final int LONGEST = 256;

  /** A port that answers four-letter words. One that is not among those allowed is answered, too: with a refusal. */
  static Door words(@Nullable String host, int port) {
    return new Door(at(host, port), "ruok", "");
  }

  /** An admin endpoint that speaks HTTP. */
  static Door http(@Nullable String host, int port) {
    return new Door(at(host, port), "GET /health/live HTTP/1.0\r\n\r\n", " 200 ");
  }

  /** A port of which only an owner of a certificate learns more than that it takes connections. */
  static Door encrypted(@Nullable String host, int port) {
    return new Door(at(host, port), "", "");
  }

  private static InetSocketAddress at(@Nullable String host, int port) {
    InetSocketAddress address = host == null ? null : new InetSocketAddress(host, port);
    return address == null
            || (address.getAddress() != null && address.getAddress().isAnyLocalAddress())
        ? new InetSocketAddress(InetAddress.getLoopbackAddress(), port)
        : address;
  }

  /** Asks; null when the server is alive, else why it does not look so. */
  @Nullable String knock() {
    try (Socket socket = new Socket()) {
      socket.connect(address, PATIENCE_MS);
      if (question.isEmpty()) {
        return null;
      }
      socket.setSoTimeout(PATIENCE_MS);
      socket.getOutputStream().write(question.getBytes(StandardCharsets.US_ASCII));
      String line = firstLine(socket);
      if (line.isEmpty()) {
        return place() + ": closed without an answer";
      }
      return line.contains(answer) ? null : place() + ": " + line;
    } catch (IOException e) {
      return place() + ": " + e.getMessage();
    }
  }

  private static String firstLine(Socket socket) throws IOException {
    BufferedReader reader =
        new BufferedReader(
            new InputStreamReader(socket.getInputStream(), StandardCharsets.US_ASCII), LONGEST);
    StringBuilder line = new StringBuilder();
    long deadline = System.nanoTime() + TimeUnit.MILLISECONDS.toNanos(PATIENCE_MS);
    int letter = reader.read();
    while (letter >= ' ' && line.length() < LONGEST && System.nanoTime() - deadline < 0) {
      line.append((char) letter);
      letter = reader.read();
    }
    return line.toString();
  }

  /** The address, for people. */
  String place() {
    return address.getHostString() + ":" + address.getPort();
  }
}
