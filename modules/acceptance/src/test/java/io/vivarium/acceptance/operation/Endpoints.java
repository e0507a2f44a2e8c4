package io.vivarium.acceptance.operation;

import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublisher;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/** The HTTP endpoints of a server, on ports that the system chose and its log tells. */
public final class Endpoints implements AutoCloseable {
  /** In the log as JSON there is a backslash before the stroke. */
  private static final Pattern ADMIN =
      Pattern.compile("Admin commands at \\\\?/127\\.0\\.0\\.1:(\\d+)");

  private static final Pattern METRICS =
      Pattern.compile("Metrics for Prometheus at /127\\.0\\.0\\.1:(\\d+)");

  private final HttpClient client = HttpClient.newHttpClient();
  private final int admin;
  private final int metrics;

  private Endpoints(int admin, int metrics) {
    this.admin = admin;
    this.metrics = metrics;
  }

  /** Those that the log of a running server tells of; of several runs the last. */
  static Endpoints in(String log) {
    return new Endpoints(adminPort(log), port(METRICS, log));
  }

  /** Those of a server without metrics for Prometheus. */
  public static Endpoints adminOnly(String log) {
    return new Endpoints(adminPort(log), -1);
  }

  /** Where admin commands are answered. */
  static int adminPort(String log) {
    return port(ADMIN, log);
  }

  private static int port(Pattern pattern, String log) {
    return pattern
        .matcher(log)
        .results()
        .map(found -> Integer.parseInt(found.group(1)))
        .reduce((earlier, later) -> later)
        .orElseThrow(() -> new AssertionError("the log does not tell " + pattern + ":\n" + log));
  }

  /** Asks as anybody. */
  public HttpResponse<String> get(String path) throws IOException, InterruptedException {
    return send(
        admin, "GET", path, null, BodyPublishers.noBody(), HttpResponse.BodyHandlers.ofString());
  }

  HttpResponse<String> method(String method, String path) throws IOException, InterruptedException {
    return send(
        admin, method, path, null, BodyPublishers.noBody(), HttpResponse.BodyHandlers.ofString());
  }

  /** Asks for something, with a header {@code Authorization} or none. */
  public HttpResponse<String> post(String path, @Nullable String authorization, byte[] body)
      throws IOException, InterruptedException {
    return send(
        admin,
        "POST",
        path,
        authorization,
        BodyPublishers.ofByteArray(body),
        HttpResponse.BodyHandlers.ofString());
  }

  HttpResponse<byte[]> bytes(String path, String authorization)
      throws IOException, InterruptedException {
    return send(
        admin,
        "GET",
        path,
        authorization,
        BodyPublishers.noBody(),
        HttpResponse.BodyHandlers.ofByteArray());
  }

  String metrics() throws IOException, InterruptedException {
    return send(
            metrics,
            "GET",
            "/metrics",
            null,
            BodyPublishers.noBody(),
            HttpResponse.BodyHandlers.ofString())
        .body();
  }

  private <T> HttpResponse<T> send(
      int port,
      String method,
      String path,
      @Nullable String authorization,
      BodyPublisher body,
      HttpResponse.BodyHandler<T> handler)
      throws IOException, InterruptedException {
    HttpRequest.Builder request =
        HttpRequest.newBuilder(URI.create("http://127.0.0.1:" + port + path)).method(method, body);
    if (authorization != null) {
      request.header("Authorization", authorization);
    }
    return client.send(request.build(), handler);
  }

  @Override
  public void close() {
    client.close();
  }
}
