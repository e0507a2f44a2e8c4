package com.example.statsd;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.vivarium.client.Client;
import io.vivarium.config.ConfigSource;
import io.vivarium.kernel.Server;
import io.vivarium.kernel.ServerBuilder;
import io.vivarium.model.Acl;
import io.vivarium.model.CreateMode;
import io.vivarium.spi.exporter.MetricsExporter;
import io.vivarium.spi.exporter.MetricsExporterProvider;
import io.vivarium.spi.tck.metrics.MetricsExporterTck;
import java.io.IOException;
import java.net.DatagramPacket;
import java.net.DatagramSocket;
import java.net.InetAddress;
import java.nio.charset.StandardCharsets;
import java.util.HashMap;
import java.util.Map;
import java.util.OptionalDouble;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** The suite of the SPI, and a server that reports to a daemon of the test's own. */
class StatsdExporterTest extends MetricsExporterTck {
  private @Nullable DatagramSocket daemon;

  private DatagramSocket daemon() {
    if (daemon == null) {
      try {
        daemon = new DatagramSocket(0, InetAddress.getLoopbackAddress());
      } catch (IOException e) {
        throw new IllegalStateException(e);
      }
    }
    return daemon;
  }

  @AfterEach
  void closeDaemon() {
    daemon().close();
  }

  @Override
  protected MetricsExporterProvider provider() {
    return new StatsdProvider();
  }

  @Override
  protected Map<String, String> config() {
    // Only when the test says so.
    return Map.of(
        "statsd.port", Integer.toString(daemon().getLocalPort()), "statsd.everySeconds", "3600");
  }

  @Override
  protected synchronized OptionalDouble shown(MetricsExporter of, String name, @Nullable String key)
      throws IOException {
    int datagrams = ((StatsdExporter) of).report();
    Map<String, Double> gauges = new HashMap<>();
    for (int i = 0; i < datagrams; i++) {
      receive(gauges);
    }
    Double value = gauges.get("vivarium." + name + (key == null ? "" : "." + escaped(key)));
    return value == null ? OptionalDouble.empty() : OptionalDouble.of(value);
  }

  @Test
  void aServerReports() throws Exception {
    Map<String, String> settings = new HashMap<>(config());
    settings.putAll(Map.of("metrics", "statsd", "statsd.everySeconds", "1", "storage", "memory"));
    settings.putAll(
        Map.of("dataDir", "unused", "clientPort", "auto", "admin.enableServer", "false"));
    Map<String, Double> gauges = new HashMap<>();
    try (Server server = ServerBuilder.of(ConfigSource.empty().withCode(settings)).start();
        Client client = Client.connectTo("127.0.0.1:" + server.clientPort()).open()) {
      client.create("/a", new byte[] {1}, Acl.OPEN, CreateMode.PERSISTENT).join();
      assertEquals(1, client.getData("/a", null).join().data()[0]);
      while (gauges.getOrDefault("vivarium.packets_received", 0.0) < 2) {
        receive(gauges);
      }
    }
    assertTrue(gauges.containsKey("vivarium.znode_count"), gauges.toString());
  }

  private void receive(Map<String, Double> into) throws IOException {
    DatagramPacket packet = new DatagramPacket(new byte[2000], 2000);
    daemon().receive(packet);
    String text = new String(packet.getData(), 0, packet.getLength(), StandardCharsets.US_ASCII);
    for (String line : text.split("\n")) {
      assertTrue(line.matches("[A-Za-z0-9._-]+:-?[0-9.E]+\\|g"), line);
      String[] parts = line.split("[:|]");
      double value = Double.parseDouble(parts[1]);
      // A daemon adds what has a sign to what it knows.
      into.merge(parts[0], value, (old, now) -> parts[1].startsWith("-") ? old + now : now);
    }
  }

  private static String escaped(String key) {
    return key.chars()
        .mapToObj(c -> String.valueOf((char) c))
        .map(c -> c.matches("[A-Za-z0-9-]") ? c : "_%04x".formatted((int) c.charAt(0)))
        .collect(Collectors.joining());
  }
}
