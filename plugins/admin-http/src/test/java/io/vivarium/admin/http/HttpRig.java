package io.vivarium.admin.http;

import io.vivarium.spi.tck.TckContext;
import io.vivarium.spi.tck.admin.FakeAdminHost;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.util.HashMap;
import java.util.Map;

/** An endpoint on a port that the system chooses, and a caller. */
final class HttpRig implements AutoCloseable {
  final FakeAdminHost host = new FakeAdminHost().on("ruok", Map.of());
  final TckContext context;
  final HttpEndpoint endpoint;
  private final HttpClient client = HttpClient.newHttpClient();

  HttpRig(String... settings) throws Exception {
    Map<String, String> values = new HashMap<>(Map.of("admin.serverPort", "0"));
    for (String setting : settings) {
      int equals = setting.indexOf('=');
      values.put(setting.substring(0, equals), setting.substring(equals + 1));
    }
    context = new TckContext(values);
    endpoint = (HttpEndpoint) new HttpEndpointProvider().create(context);
  }

  HttpRig start() throws Exception {
    endpoint.attach(host);
    endpoint.start();
    return this;
  }

  HttpResponse<String> get(String path) throws Exception {
    return send("GET", path, HttpRequest.BodyPublishers.noBody());
  }

  HttpResponse<String> send(String method, String path, HttpRequest.BodyPublisher body)
      throws Exception {
    return client.send(
        HttpRequest.newBuilder(uri(path)).method(method, body).build(),
        HttpResponse.BodyHandlers.ofString());
  }

  HttpResponse<byte[]> send(HttpRequest request) throws Exception {
    return client.send(request, HttpResponse.BodyHandlers.ofByteArray());
  }

  URI uri(String path) throws IOException {
    return URI.create("http://127.0.0.1:" + endpoint.port() + path);
  }

  @Override
  public void close() {
    endpoint.close();
    client.close();
  }
}
