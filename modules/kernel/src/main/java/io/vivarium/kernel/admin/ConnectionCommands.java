package io.vivarium.kernel.admin;

import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** The clients' connections: {@code connections connection_stat_reset}. */
final class ConnectionCommands {
  /** Connections that one answer shows of a listener; a multiple of what a server usually has. */
  private static final int MOST = 100_000;

  private ConnectionCommands() {}

  static void connections(CommandQuestion question, Fields fields) {
    lists(question, fields, false);
  }

  /** Both listeners' connections; in the brief form five fields of each. */
  static void lists(CommandQuestion question, Fields fields, boolean brief) {
    fields
        .put("connections", list(question.served().plain(), brief))
        .put("secure_connections", list(question.served().secure(), brief));
  }

  /** As in ZooKeeper, those of the plain port only. */
  static void reset(CommandQuestion question) {
    question.served().plain().resetConnectionStats();
  }

  private static List<Map<String, @Nullable Object>> list(
      ServerView.Listener listener, boolean brief) {
    List<Map<String, @Nullable Object>> list = new ArrayList<>();
    for (ConnectionView connection : listener.connections()) {
      if (list.size() == MOST) {
        break;
      }
      Fields one = new Fields();
      packets(connection, one);
      if (!brief && connection.sessionId() != 0) {
        session(connection, one);
      }
      list.add(one.done());
    }
    return list;
  }

  private static void packets(ConnectionView connection, Fields one) {
    one.put("remote_socket_address", address(connection.remoteAddress()))
        .put("interest_ops", connection.reading() ? 1 : 0)
        .put("outstanding_requests", connection.queued())
        .put("packets_received", connection.received())
        .put("packets_sent", connection.sent());
  }

  private static void session(ConnectionView connection, Fields one) {
    ConnectionView.Latency latency = connection.latency();
    one.put("session_id", connection.sessionId())
        .put("last_operation", ConnectionWords.label(connection.lastOp()))
        .put("established", connection.establishedAtMs())
        .put("session_timeout", connection.sessionTimeoutMs())
        .put("last_cxid", connection.lastCxid())
        .put("last_zxid", connection.lastZxid())
        .put("last_response_time", connection.lastResponseAtMs())
        .put("last_latency", latency.last())
        .put("min_latency", latency.min())
        .put("avg_latency", latency.average())
        .put("max_latency", latency.max());
  }

  /** Address and port; no name service is asked. */
  static String address(InetSocketAddress socket) {
    InetAddress ip = socket.getAddress();
    return (ip == null ? socket.getHostString() : ip.getHostAddress()) + ":" + socket.getPort();
  }
}
