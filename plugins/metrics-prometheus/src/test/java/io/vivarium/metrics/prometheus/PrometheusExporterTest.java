package io.vivarium.metrics.prometheus;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.vivarium.spi.PluginException;
import io.vivarium.spi.exporter.MetricsExporter;
import io.vivarium.spi.exporter.MetricsExporterProvider;
import io.vivarium.spi.metrics.MetricReading;
import io.vivarium.spi.tck.TckContext;
import io.vivarium.spi.tck.metrics.MetricsExporterTck;
import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Map;
import java.util.OptionalDouble;
import java.util.zip.GZIPInputStream;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class PrometheusExporterTest extends MetricsExporterTck {
  @Override
  protected MetricsExporterProvider provider() {
    return new PrometheusProvider();
  }

  @Override
  protected Map<String, String> config() {
    return Map.of(
        "metricsProvider.httpHost", "127.0.0.1",
        "metricsProvider.httpPort", "0",
        "metricsProvider.exportJvmInfo", "false");
  }

  @Override
  protected OptionalDouble shown(MetricsExporter of, String name, @Nullable String key)
      throws Exception {
    HttpResponse<byte[]> response = send(of, "GET", "/metrics");
    if (response.statusCode() != 200) {
      throw new IOException("status " + response.statusCode());
    }
    return PageReader.read(new String(response.body(), StandardCharsets.UTF_8)).value(name, key);
  }

  private static HttpResponse<byte[]> send(
      MetricsExporter of, String method, String path, String... headers) throws Exception {
    URI uri = URI.create("http://127.0.0.1:" + ((PrometheusExporter) of).port() + path);
    HttpRequest.Builder request =
        HttpRequest.newBuilder(uri).method(method, HttpRequest.BodyPublishers.noBody());
    if (headers.length > 0) {
      request.headers(headers);
    }
    try (HttpClient client = HttpClient.newHttpClient()) {
      return client.send(request.build(), HttpResponse.BodyHandlers.ofByteArray());
    }
  }

  @Test
  void thePageIsZooKeepersToTheCharacter() throws Exception {
    readings().add(new MetricReading.Level("approximate_data_size", null, 384));
    readings().add(new MetricReading.Ratio("avg_latency", null, 1.2737));
    readings().add(new MetricReading.Count("diff_count", null, 2));
    readings()
        .add(new MetricReading.Distributed("proposal_process_time", null, spread(2, 8), false));
    readings().add(new MetricReading.Distributed("readlatency", null, spread(0, 0), true));
    readings().add(new MetricReading.Distributed("read_per_namespace", "app", spread(1, 5), false));
    HttpResponse<byte[]> response = send(startIt(), "GET", "/metrics");
    assertEquals(
        "text/plain; version=0.0.4; charset=utf-8",
        response.headers().firstValue("Content-Type").orElse(""));
    assertEquals(
        """
        # HELP approximate_data_size approximate_data_size
        # TYPE approximate_data_size gauge
        approximate_data_size 384.0
        # HELP avg_latency avg_latency
        # TYPE avg_latency gauge
        avg_latency 1.2737
        # HELP diff_count diff_count
        # TYPE diff_count counter
        diff_count 2.0
        # HELP proposal_process_time proposal_process_time
        # TYPE proposal_process_time summary
        proposal_process_time{quantile="0.5",} 4.0
        proposal_process_time_count 2.0
        proposal_process_time_sum 8.0
        # HELP readlatency readlatency
        # TYPE readlatency summary
        readlatency{quantile="0.5",} NaN
        readlatency{quantile="0.9",} NaN
        readlatency{quantile="0.99",} NaN
        readlatency_count 0.0
        readlatency_sum 0.0
        # HELP read_per_namespace read_per_namespace
        # TYPE read_per_namespace summary
        read_per_namespace{key="app",quantile="0.5",} 5.0
        read_per_namespace_count{key="app",} 1.0
        read_per_namespace_sum{key="app",} 5.0
        """,
        new String(response.body(), StandardCharsets.UTF_8));
  }

  @ParameterizedTest
  @CsvSource({
    "GET,/,404",
    "GET,/metrics/x,404",
    "HEAD,/metrics,200",
    "POST,/metrics,405",
    "DELETE,/metrics,405",
    "TRACE,/metrics,403"
  })
  void otherPathsAndMethods(String method, String path, int status) throws Exception {
    HttpResponse<byte[]> response = send(startIt(), method, path);
    assertEquals(status, response.statusCode());
    assertEquals(0, response.body().length);
  }

  @Test
  void whoUnderstandsItGetsThePageCompressed() throws Exception {
    readings().add(new MetricReading.Count("diff_count", null, 2));
    HttpResponse<byte[]> response = send(startIt(), "GET", "/metrics", "Accept-Encoding", "gzip");
    assertEquals("gzip", response.headers().firstValue("Content-Encoding").orElse(""));
    try (GZIPInputStream in =
        new GZIPInputStream(new java.io.ByteArrayInputStream(response.body()))) {
      assertTrue(new String(in.readAllBytes(), StandardCharsets.UTF_8).contains("diff_count 2.0"));
    }
  }

  @Test
  void theJvmIsShownUnlessThatIsSwitchedOff() throws Exception {
    TckContext context =
        new TckContext(
            Map.of("metricsProvider.httpHost", "127.0.0.1", "metricsProvider.httpPort", "0"));
    MetricsExporter exporter = provider().create(context);
    assertEquals(List.of(ProcessMemory.STATUS), context.filesAsked());
    exporter.attach(List::of);
    exporter.start();
    try {
      assertTrue(shown(exporter, "jvm_threads_current", null).isPresent());
    } finally {
      exporter.close();
    }
    assertTrue(shown(startIt(), "jvm_threads_current", null).isEmpty());
  }

  @Test
  void aPortThatIsTakenStopsTheStart() throws Exception {
    try (ServerSocket taken = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
      MetricsExporter exporter =
          provider()
              .create(
                  new TckContext(
                      Map.of(
                          "metricsProvider.httpHost",
                          "127.0.0.1",
                          "metricsProvider.httpPort",
                          "" + taken.getLocalPort())));
      exporter.attach(List::of);
      PluginException failure = assertThrows(PluginException.class, exporter::start);
      String message = String.valueOf(failure.getMessage());
      assertTrue(message.contains("127.0.0.1:" + taken.getLocalPort()), message);
      assertTrue(message.contains("metricsProvider.httpPort"), message);
      exporter.close();
    }
  }
}
