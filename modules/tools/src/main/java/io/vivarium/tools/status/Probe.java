package io.vivarium.tools.status;

import java.io.IOException;
import java.io.InputStream;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import javax.net.ssl.SSLParameters;
import javax.net.ssl.SSLSocket;
import javax.net.ssl.SSLSocketFactory;
import org.jspecify.annotations.Nullable;

/**
 * Asks servers four-letter words, all at once, each within a time limit, and reads no more of an answer than any server would send.
 *
 * @param timeoutMs for each word
 * @param tls null for plain connections
 * @param anyHost whether a certificate may be of another host
 */
record Probe(int timeoutMs, @Nullable SSLSocketFactory tls, boolean anyHost) {
  private static final int LONGEST_ANSWER = 1 << 20;

  /** The answers of all servers, in their order. */
  List<ServerAnswer> askAll(List<InetSocketAddress> servers) throws InterruptedException {
    List<Future<ServerAnswer>> asked = new ArrayList<>();
    try (ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor()) {
      for (InetSocketAddress server : servers) {
        asked.add(threads.submit(() -> ask(server)));
      }
      List<ServerAnswer> answers = new ArrayList<>();
      for (Future<ServerAnswer> each : asked) {
        answers.add(each.get());
      }
      return answers;
    } catch (ExecutionException e) {
      throw new IllegalStateException(e.getCause());
    }
  }

  private ServerAnswer ask(InetSocketAddress server) {
    String name = name(server);
    long begun = System.nanoTime();
    try {
      String srvr = word(server, "srvr");
      long millis = TimeUnit.NANOSECONDS.toMillis(System.nanoTime() - begun);
      // It may not be in the whitelist; srvr always is.
      return ServerAnswer.of(name, srvr, more(server), millis);
    } catch (IOException e) {
      String said = e.getMessage() == null ? e.getClass().getSimpleName() : e.getMessage();
      return ServerAnswer.unreachable(
          name, said, TimeUnit.NANOSECONDS.toMillis(System.nanoTime() - begun));
    }
  }

  private String more(InetSocketAddress server) {
    try {
      return word(server, "mntr");
    } catch (IOException e) {
      return "";
    }
  }

  static String name(InetSocketAddress server) {
    String host = server.getHostString();
    return (host.indexOf(':') < 0 ? host : "[" + host + "]") + ":" + server.getPort();
  }

  /** Asks one word of one server and returns all that it says. */
  String word(InetSocketAddress server, String word) throws IOException {
    try (Socket plain = new Socket()) {
      InetSocketAddress resolved = new InetSocketAddress(server.getHostString(), server.getPort());
      if (resolved.isUnresolved()) {
        throw new IOException("the name " + server.getHostString() + " is not known here");
      }
      plain.connect(resolved, timeoutMs);
      plain.setSoTimeout(timeoutMs);
      if (tls == null) {
        return exchange(plain, word);
      }
      try (SSLSocket secure =
          (SSLSocket) tls.createSocket(plain, server.getHostString(), server.getPort(), true)) {
        if (!anyHost) {
          SSLParameters parameters = secure.getSSLParameters();
          parameters.setEndpointIdentificationAlgorithm("HTTPS");
          secure.setSSLParameters(parameters);
        }
        return exchange(secure, word);
      }
    }
  }

  private String exchange(Socket socket, String word) throws IOException {
    socket.getOutputStream().write(word.getBytes(StandardCharsets.US_ASCII));
    socket.getOutputStream().flush();
    long deadline = System.nanoTime() + TimeUnit.MILLISECONDS.toNanos(timeoutMs);
    InputStream in = socket.getInputStream();
    byte[] answer = new byte[4096];
    int length = 0;
    for (int count; (count = in.read(answer, length, answer.length - length)) >= 0; ) {
      length += count;
      if (length == LONGEST_ANSWER || System.nanoTime() > deadline) {
        throw new IOException(
            length == LONGEST_ANSWER ? "the answer does not end" : "the answer takes too long");
      }
      if (length == answer.length) {
        answer = Arrays.copyOf(answer, Math.min(LONGEST_ANSWER, 2 * length));
      }
    }
    return new String(answer, 0, length, StandardCharsets.UTF_8);
  }
}
