package io.vivarium.plugin.installer.maven;

import io.vivarium.plugin.installer.content.Refusal;
import java.io.IOException;
import java.io.InputStream;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.file.NoSuchFileException;
import java.time.Duration;

/**
 * A repository behind a URL that ends with a slash.
 *
 * @param silence the longest time in which nothing of a file arrives
 */
record HttpRemote(HttpClient client, URI top, String name, Duration silence) implements Remote {
  /** How long a person waits for nothing. */
  static final Duration PATIENCE = Duration.ofSeconds(60);

  private static final int OK = 200;
  private static final int NOT_FOUND = 404;
  private static final int GONE = 410;

  /** A client that follows redirections, but never from HTTPS to HTTP. */
  static HttpClient newClient() {
    return HttpClient.newBuilder()
        .followRedirects(HttpClient.Redirect.NORMAL)
        .connectTimeout(PATIENCE)
        .build();
  }

  @Override
  public Content open(String path) throws IOException, InterruptedException, Refusal {
    URI address = top.resolve(path);
    HttpRequest request =
        HttpRequest.newBuilder(address)
            .timeout(PATIENCE)
            .header("User-Agent", "vivarium-plugin")
            .build();
    HttpResponse<InputStream> response;
    try {
      response = client.send(request, HttpResponse.BodyHandlers.ofInputStream());
    } catch (IOException e) {
      throw new Refusal(address + " cannot be read: " + e, e);
    }
    if (response.statusCode() == OK) {
      long length = response.headers().firstValueAsLong("Content-Length").orElse(-1);
      return new Content(new PatientStream(response.body(), silence, address.toString()), length);
    }
    response.body().close();
    if (response.statusCode() == NOT_FOUND || response.statusCode() == GONE) {
      throw new NoSuchFileException(address.toString());
    }
    throw new Refusal(address + " answered with status " + response.statusCode());
  }
}
