package io.vivarium.admin.http;

import static org.junit.jupiter.api.Assertions.assertEquals;

import io.vivarium.spi.admin.AdminEndpoint;
import io.vivarium.spi.admin.AdminEndpointProvider;
import io.vivarium.spi.tck.admin.AdminEndpointTck;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.util.Map;

/** The promises of every admin endpoint. */
class HttpEndpointTest extends AdminEndpointTck {
  @Override
  protected AdminEndpointProvider provider() {
    return new HttpEndpointProvider();
  }

  @Override
  protected Map<String, String> config() {
    return Map.of("admin.serverPort", "0");
  }

  @Override
  protected String ask(AdminEndpoint asked, String command) throws Exception {
    int port = ((HttpEndpoint) asked).port();
    try (HttpClient client = HttpClient.newHttpClient()) {
      HttpResponse<String> response =
          client.send(
              HttpRequest.newBuilder(
                      URI.create("http://127.0.0.1:" + port + "/commands/" + command))
                  .build(),
              HttpResponse.BodyHandlers.ofString());
      if (response.statusCode() == 200) {
        assertEquals("application/json", response.headers().firstValue("Content-Type").orElse(""));
      }
      return response.body();
    }
  }
}
