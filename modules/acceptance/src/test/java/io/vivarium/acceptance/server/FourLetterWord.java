package io.vivarium.acceptance.server;

import java.io.IOException;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.nio.charset.StandardCharsets;

/** A four-letter command on the client port: sends four bytes, reads text until the server closes. */
public final class FourLetterWord {
  private static final int TIMEOUT_MS = 10_000;

  private FourLetterWord() {}

  /** The whole answer to one word. */
  public static String ask(String host, int port, String word) throws IOException {
    return ask(host, port, word, TIMEOUT_MS);
  }

  /** As {@link #ask(String, int, String)}, giving up after {@code timeoutMs} milliseconds of silence. */
  public static String ask(String host, int port, String word, int timeoutMs) throws IOException {
    try (Socket socket = new Socket()) {
      socket.connect(new InetSocketAddress(host, port), timeoutMs);
      socket.setSoTimeout(timeoutMs);
      socket.getOutputStream().write(word.getBytes(StandardCharsets.US_ASCII));
      socket.getOutputStream().flush();
      return new String(socket.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
    }
  }
}
