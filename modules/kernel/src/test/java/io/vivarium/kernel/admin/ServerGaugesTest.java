package io.vivarium.kernel.admin;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.vivarium.kernel.metrics.MonitorForm;
import java.util.HashMap;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.DisabledOnOs;
import org.junit.jupiter.api.condition.OS;

class ServerGaugesTest {
  private final FakeServer server = new FakeServer();

  @Test
  void gaugesFollowTheServer() {
    server.nodeCount = 5;
    assertEquals("5", lines().get("znode_count"));

    server.nodeCount = 6;
    server.ephemeralCount = 2;
    server.approximateSize = 300;
    server.watchCount = 9;
    server.uptimeMs = 77;
    server.globalSessions.put(1L, 1);
    Map<String, String> lines = lines();

    assertEquals("6", lines.get("znode_count"));
    assertEquals("2", lines.get("ephemerals_count"));
    assertEquals("300", lines.get("approximate_data_size"));
    assertEquals("9", lines.get("watch_count"));
    assertEquals("77", lines.get("uptime"));
    assertEquals("1", lines.get("global_sessions"));
    assertEquals("0", lines.get("local_sessions"));
  }

  @Test
  void connectionsAreThoseOfAllListeners() {
    server.stats.recorder().connectionOpened();
    server.stats.recorder().connectionOpened();
    server.stats.recorder().connectionClosed();

    assertEquals("1", lines().get("num_alive_connections"));
  }

  @Test
  void aTransportMayReplaceAGauge() {
    server.metrics.gauge("outstanding_tls_handshake", () -> 4);

    assertEquals("4", lines().get("outstanding_tls_handshake"));
  }

  @Test
  @DisabledOnOs(OS.WINDOWS)
  void fileDescriptorsAreThoseOfThisProcess() {
    Map<String, String> lines = lines();
    long open = Long.parseLong(lines.get("open_file_descriptor_count"));
    long max = Long.parseLong(lines.get("max_file_descriptor_count"));

    assertTrue(open > 0 && open < max, open + " of " + max);
  }

  private Map<String, String> lines() {
    Map<String, String> lines = new HashMap<>();
    MonitorForm.render(server.metrics.readings(), lines::put);
    return lines;
  }
}
