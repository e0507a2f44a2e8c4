package io.vivarium.kernel.admin;

import com.sun.management.UnixOperatingSystemMXBean;
import java.lang.management.ManagementFactory;

/** Puts what a {@link ServerView} shows under ZooKeeper's names into its registry, where every exporter finds it. */
final class ServerGauges {
  private ServerGauges() {}

  /** Registers the gauges. Call once, before plugins start: a plugin that knows better replaces a gauge by its name. */
  public static void publish(ServerView server) {
    var metrics = server.metrics();
    server.stats().publishTo(metrics);
    metrics.gauge("uptime", () -> server.standing().uptimeMs());
    metrics.gauge("znode_count", () -> server.tree().nodeCount());
    metrics.gauge("ephemerals_count", () -> server.tree().ephemeralCount());
    metrics.gauge("approximate_data_size", () -> server.tree().approximateSize());
    new QuotaGauges(server.tree()).publishTo(metrics);
    metrics.gauge("watch_count", () -> server.watches().count());
    metrics.gauge("global_sessions", () -> server.sessions().globalCount());
    metrics.gauge("local_sessions", () -> server.sessions().localCount());
    // The kernel drops no connection by chance and encrypts none; a transport that does replaces
    // these.
    metrics.ratio("connection_drop_probability", () -> 0);
    metrics.gauge("outstanding_tls_handshake", () -> 0);
    if (ManagementFactory.getOperatingSystemMXBean() instanceof UnixOperatingSystemMXBean unix) {
      metrics.gauge("open_file_descriptor_count", unix::getOpenFileDescriptorCount);
      metrics.gauge("max_file_descriptor_count", unix::getMaxFileDescriptorCount);
    }
  }
}
