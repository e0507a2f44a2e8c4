package io.vivarium.config;

import static io.vivarium.config.Configs.config;
import static io.vivarium.config.Configs.load;
import static io.vivarium.config.Configs.minimalAnd;
import static io.vivarium.config.Configs.text;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.vivarium.config.Access.FourLetterWords;
import java.nio.file.Path;
import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.Test;

class ServerConfigTest {
  private static final String SAMPLE =
      """
      # The number of milliseconds of each tick
      tickTime=2000
      # ticks of the initial synchronization
      initLimit=10
      syncLimit=5
      dataDir=/var/lib/zookeeper
      clientPort=2181
      #maxClientCnxns=60
      #autopurge.snapRetainCount=3
      #autopurge.purgeInterval=1
      ## Metrics Providers
      #metricsProvider.className=org.apache.zookeeper.metrics.prometheus.PrometheusMetricsProvider
      """;

  @Test
  void theSampleOfZooKeeperLoadsWithoutAWarning() {
    ConfigResult result = load(SAMPLE);
    assertEquals("", text(result.errors()));
    assertEquals("", text(result.warnings()));
    ServerConfig config = result.require();
    assertEquals(2000, config.sessions().tickTimeMs());
    assertEquals(4000, config.sessions().minSessionTimeoutMs());
    assertEquals(40_000, config.sessions().maxSessionTimeoutMs());
    assertEquals(Path.of("/var/lib/zookeeper"), config.directories().data());
    assertEquals(Path.of("/var/lib/zookeeper"), config.directories().log());
    assertEquals(2181, config.clientPorts().clientPort());
    assertEquals(60, config.sessions().maxConnectionsPerAddress());
    assertFalse(config.ensemble().distributed());
  }

  @Test
  void defaultsAreThoseOfZooKeeper() {
    ServerConfig config = config("dataDir=/data");
    assertNull(config.clientPorts().clientPort(), "no clientPort is allowed and means no listener");
    assertEquals(new ClientPorts(null, null, null, null, -1, false), config.clientPorts());
    assertEquals(
        new SessionLimits(3000, 6000, 60_000, 60, 0, 0, 10_000, false, false), config.sessions());
    assertEquals(
        new RequestLimits(
            1_048_575,
            1_048_575,
            1000,
            0,
            0,
            104_857_600,
            -1,
            -1,
            new RequestLimits.Watches(1_000_000, -1, -1)),
        config.requests());
    assertEquals(
        new TreeSettings(
            false, false, true, false, true, new TreeSettings.Containers(60_000, 10_000, 0)),
        config.tree());
    assertEquals(
        new SnapshotSettings(100_000, 4_194_304L * 1024, 3, 0, true, false, true, false),
        config.snapshots());
    assertEquals(new ServerConfig.LogSettings(0, 0, 1000, 500, 0.33), config.log());
    assertEquals(
        new Access(false, List.of(), null, false, 100, false, new FourLetterWords(Set.of("srvr"))),
        config.access());
    assertTrue(config.directories().autocreate());
  }

  @Test
  void theSmallerLimitOnRequestsInProgressHolds() {
    assertEquals(1000, config("dataDir=/data").requests().mostInProgress());
    assertEquals(30, minimalAnd("request_throttle_max_requests=30\n").requests().mostInProgress());
    assertEquals(
        20,
        minimalAnd("request_throttle_max_requests=30\nglobalOutstandingLimit=20\n")
            .requests()
            .mostInProgress());
  }

  @Test
  void pluginsAreChosenByDefault() {
    PluginSelection plugins = config("dataDir=/data").plugins();
    assertEquals("tcp", plugins.transport());
    assertEquals("filelog", plugins.storage());
    assertEquals("standalone", plugins.consensus());
    assertEquals(List.of("builtin"), plugins.auth());
    assertNull(plugins.metrics());
    assertEquals(List.of("http", "jmx"), plugins.admin());
    assertEquals(List.of("log-levels"), plugins.commands());
    assertNull(plugins.audit());
    assertEquals(Set.of(), plugins.chosen());
  }

  @Test
  void pluginsAreChosenByOurKeys() {
    PluginSelection plugins =
        minimalAnd(
                "storage=memory\nconsensus=raft\ntransport=grpc\nauth=builtin, sasl\nmetrics=otel\n")
            .plugins();
    assertEquals("grpc", plugins.transport());
    assertEquals("memory", plugins.storage());
    assertEquals("raft", plugins.consensus());
    assertEquals(List.of("builtin", "sasl"), plugins.auth());
    assertEquals("otel", plugins.metrics());
    assertEquals(Set.of("storage", "consensus", "transport", "auth", "metrics"), plugins.chosen());
  }

  @Test
  void requireTellsAllErrors() {
    ConfigResult result = load("tickTime=x\nclientPort=y\n");
    var e = assertThrows(IllegalStateException.class, result::require);
    assertTrue(String.valueOf(e.getMessage()).contains("tickTime"), e.getMessage());
    assertTrue(String.valueOf(e.getMessage()).contains("clientPort"), e.getMessage());
    assertTrue(String.valueOf(e.getMessage()).contains("dataDir"), e.getMessage());
    assertEquals(2, result.exitCode());
  }
}
