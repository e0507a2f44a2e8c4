package io.vivarium.admin.jmx;

import io.vivarium.spi.admin.AdminHost;
import io.vivarium.spi.admin.AdminRequest;
import java.time.Instant;
import java.time.ZoneId;
import java.time.format.DateTimeFormatter;
import java.util.Locale;
import java.util.Map;
import java.util.function.Function;

/** The server and its tree. */
final class ServerBeans {
  private static final String STATS = "server_stats";
  private static final String CONFIGURATION = "configuration";
  private static final DateTimeFormatter DATE =
      DateTimeFormatter.ofPattern("EEE MMM dd HH:mm:ss zzz yyyy", Locale.ENGLISH)
          .withZone(ZoneId.systemDefault());

  private ServerBeans() {}

  /** What every server has, whatever its role; the attributes that agents read. */
  static FigureBean server(AdminHost host) {
    FigureBean bean =
        new FigureBean(host, "server")
            .text("Version", facts -> facts.text(STATS, "version"))
            .text("StartTime", ServerBeans::startTime)
            .text("ClientPort", facts -> facts.text("ensemble", "client_port"))
            .text("SecureClientPort", ServerBeans::securePort)
            .text("SecureClientAddress", _ -> "")
            .small("TickTime", facts -> facts.number(CONFIGURATION, "tick_time"))
            .setting(
                "MinSessionTimeout", setting("min_session_timeout"), set("min_session_timeout"))
            .setting(
                "MaxSessionTimeout", setting("max_session_timeout"), set("max_session_timeout"))
            .setting("MaxClientCnxnsPerHost", setting("max_client_cnxns"), set("max_client_cnxns"))
            .small("MaxCnxns", setting("max_cnxns"))
            .small("JuteMaxBufferSize", setting("jute_max_buffer"))
            .small("LargeRequestMaxBytes", setting("large_request_max_bytes"))
            .small("LargeRequestThreshold", setting("large_request_threshold"))
            .small("ThrottledOpWaitTime", setting("throttled_op_wait_time"))
            .number("FlushDelay", facts -> setting("flush_delay").apply(facts))
            .number(
                "MaxWriteQueuePollTime", facts -> setting("max_write_queue_poll_time").apply(facts))
            .small("MaxBatchSize", setting("max_batch_size"))
            .number("NumAliveConnections", stat("num_alive_client_connections"))
            .number("OutstandingRequests", stat("outstanding_requests"))
            .number("PacketsReceived", stat("packets_received"))
            .number("PacketsSent", stat("packets_sent"))
            .number("MinRequestLatency", stat("min_latency"))
            .number("MaxRequestLatency", stat("max_latency"))
            .ratio("AvgRequestLatency", facts -> facts.ratio(STATS, "server_stats", "avg_latency"))
            .number("DataDirSize", stat("data_dir_size"))
            .number("LogDirSize", stat("log_dir_size"))
            .number("TxnLogElapsedSyncTime", facts -> facts.number("monitor", "last_fsync_time"))
            .small("RequestThrottleLimit", setting("request_throttle_max_requests"))
            // Off, as there is nothing of the kind.
            .flag("ResponseCachingEnabled", _ -> false)
            .small("ConnectionMaxTokens", _ -> 0L)
            .flag("RequestStaleLatencyCheck", _ -> false)
            .number("FsyncThresholdExceedCount", stat("fsync_threshold_exceed_count"))
            .number("AuthFailedCount", stat("auth_failed_count"))
            .number("NonMTLSRemoteConnCount", stat("non_mtlsremote_conn_count"))
            .number("NonMTLSLocalConnCount", stat("non_mtlslocal_conn_count"))
            .small("LastClientResponseSize", response("last_buffer_size"))
            .small("MinClientResponseSize", response("min_buffer_size"))
            .small("MaxClientResponseSize", response("max_buffer_size"));
    // There is one reset of all statistics; the names are those that scripts call.
    for (String reset :
        new String[] {
          "resetStatistics",
          "resetLatency",
          "resetMaxLatency",
          "resetFsyncThresholdExceedCount",
          "resetAuthFailedCount",
          "resetNonMTLSConnCount"
        }) {
      bean.action(reset, ServerBeans::reset);
    }
    return bean;
  }

  /** The znodes. */
  static FigureBean tree(AdminHost host) {
    return new FigureBean(host, "tree")
        .text("LastZxid", facts -> facts.text("ensemble", "last_zxid"))
        .small("NodeCount", facts -> facts.number(STATS, "node_count"))
        .small("WatchCount", facts -> facts.number("monitor", "watch_count"))
        .operation("countEphemerals", "int", ServerBeans::ephemerals)
        .operation(
            "approximateDataSize",
            "long",
            facts -> facts.number("monitor", "approximate_data_size"));
  }

  /** A setting in force. */
  static Function<Facts, Long> setting(String name) {
    return facts -> facts.number("settings", name);
  }

  /** Sets it until the next start. */
  private static FigureBean.Setter set(String name) {
    return (host, value) ->
        ConnectionBeans.act(host, "settings", Map.of(name, String.valueOf(value)));
  }

  /** As {@link java.util.Date} writes it. */
  static String date(Instant time) {
    return DATE.format(time);
  }

  static String startTime(Facts facts) {
    long uptime = facts.number("ensemble", "uptime");
    return date(Instant.now().minusMillis(uptime));
  }

  static void reset(AdminHost host) {
    host.ask(AdminRequest.get("stat_reset"));
  }

  private static Object ephemerals(Facts facts) {
    return Math.toIntExact(facts.number("monitor", "ephemerals_count"));
  }

  private static String securePort(Facts facts) {
    long port = facts.number("ensemble", "secure_client_port");
    return port < 0 ? "" : Long.toString(port);
  }

  private static Function<Facts, Object> stat(String name) {
    return facts -> facts.number(STATS, "server_stats", name);
  }

  private static Function<Facts, Long> response(String name) {
    return facts -> facts.number(STATS, "client_response", name);
  }
}
