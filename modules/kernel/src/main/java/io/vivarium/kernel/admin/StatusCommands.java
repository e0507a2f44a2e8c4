package io.vivarium.kernel.admin;

import io.vivarium.kernel.metrics.MonitorForm;
import io.vivarium.kernel.metrics.ServerStats;
import io.vivarium.kernel.metrics.Traffic;
import io.vivarium.spi.consensus.ConsensusStatus.Mode;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** How the server is: {@code server_stats stats monitor hash is_read_only}. */
final class StatusCommands {
  private StatusCommands() {}

  static void serverStats(CommandQuestion question, Fields fields) {
    ServerView server = question.server();
    ServerView.Standing standing = server.standing();
    Traffic traffic = server.stats().traffic();
    Map<String, @Nullable Object> responses =
        sizes(traffic.lastResponseSize(), traffic.minResponseSize(), traffic.maxResponseSize());
    fields
        .put("version", server.version().text())
        .put("read_only", standing.mode() == Mode.READ_ONLY)
        .put("server_stats", figures(server, traffic, responses))
        .put("client_response", responses);
    ServerView.ProposalSizes proposals = standing.proposalSizes();
    if (proposals != null) {
      fields.put("proposal_stats", sizes(proposals.last(), proposals.min(), proposals.max()));
    }
    fields.put("node_count", server.tree().nodeCount());
  }

  static void stats(CommandQuestion question, Fields fields) {
    serverStats(question, fields);
    ConnectionCommands.lists(question, fields, true);
  }

  static void monitor(CommandQuestion question, Fields fields) {
    ServerView server = question.server();
    ServerView.Standing standing = server.standing();
    fields.put("version", server.version().text()).put("server_state", standing.mode().text());
    standing.monitorLines().forEach((name, value) -> fields.put(name, numberOrText(value)));
    MonitorForm.values(server.metrics().readings(), fields::put);
  }

  static void hash(CommandQuestion question, Fields fields) {
    List<Map<String, @Nullable Object>> digests = new ArrayList<>();
    for (ServerView.RecordedDigest digest : question.server().tree().digests()) {
      digests.add(
          new Fields()
              .put("zxid", digest.zxid())
              .put("digest", digest.value())
              .put("digest_version", digest.version())
              .done());
    }
    fields.put("digests", digests);
  }

  static void isReadOnly(CommandQuestion question, Fields fields) {
    fields.put("read_only", question.server().standing().mode() == Mode.READ_ONLY);
  }

  private static Map<String, @Nullable Object> figures(
      ServerView server, Traffic traffic, Map<String, @Nullable Object> responses) {
    ServerView.Standing standing = server.standing();
    ServerStats stats = server.stats();
    return new Fields()
        .put("packets_sent", traffic.packetsSent())
        .put("packets_received", traffic.packetsReceived())
        .put("fsync_threshold_exceed_count", stats.fsyncThresholdExceedCount())
        .put("client_response_stats", responses)
        .put("provider_null", false)
        .put("server_state", standing.mode().text())
        .put("uptime", standing.uptimeMs())
        .put("outstanding_requests", traffic.outstanding())
        .put("min_latency", traffic.latency().min())
        .put("avg_latency", MonitorForm.rounded(traffic.latency().average()))
        .put("max_latency", traffic.latency().max())
        .put("data_dir_size", server.configuration().dataDirSize())
        .put("log_dir_size", server.configuration().dataLogSize())
        .put("last_processed_zxid", standing.lastZxid())
        .put("num_alive_client_connections", traffic.connections())
        .put("auth_failed_count", stats.authFailedCount())
        .put("non_mtlsremote_conn_count", stats.withoutCertificate(false))
        .put("non_mtlslocal_conn_count", stats.withoutCertificate(true))
        .done();
  }

  private static Map<String, @Nullable Object> sizes(long last, long min, long max) {
    return new Fields()
        .put("last_buffer_size", last)
        .put("min_buffer_size", min)
        .put("max_buffer_size", max)
        .done();
  }

  private static Object numberOrText(String value) {
    try {
      return Long.valueOf(value);
    } catch (NumberFormatException e) {
      return value;
    }
  }
}
