package io.vivarium.kernel.admin;

import io.vivarium.spi.admin.AdminReply;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** The clients' connections: {@code connections connection_stat_reset}. */
final class ConnectionCommands {
  /** Connections that one answer shows of a listener, and znodes of a session; a multiple of what a server usually has. */
  private static final int MOST = 100_000;

  private static final int NOT_FOUND = 404;
  private static final String SESSION = "session";

  private ConnectionCommands() {}

  static void connections(CommandQuestion question, Fields fields) {
    lists(question, fields, false);
  }

  /**
   * Both listeners' connections; in the brief form five fields of each. Ours: the parameter {@code most} has fewer shown, and {@code
   * session} the one of a session, with what its session owns.
   */
  static void lists(CommandQuestion question, Fields fields, boolean brief) {
    Long most = question.number("most");
    Long session = question.number(SESSION);
    Wanted wanted =
        new Wanted(
            brief, most == null ? MOST : Math.clamp(most, 0, MOST), session, question.server());
    fields
        .put("connections", list(question.served().plain(), wanted))
        .put("secure_connections", list(question.served().secure(), wanted));
  }

  /**
   * What is to be shown.
   *
   * @param session only the connection of this one; null for all
   */
  private record Wanted(boolean brief, int most, @Nullable Long session, ServerView server) {}

  /** As in ZooKeeper, those of the plain port only; ours: with the parameter {@code session} the one of a session. */
  static AdminReply reset(CommandQuestion question) {
    Long session = question.number(SESSION);
    if (session == null) {
      question.served().plain().resetConnectionStats();
    } else if (!question.served().clients().resetConnection(session)) {
      return AdminReply.failed(
          NOT_FOUND, "No client with the session 0x" + Long.toHexString(session) + " is here");
    }
    return AdminReply.of(Map.of());
  }

  private static List<Map<String, @Nullable Object>> list(
      ServerView.Listener listener, Wanted wanted) {
    List<Map<String, @Nullable Object>> list = new ArrayList<>();
    for (ConnectionView connection : listener.connections()) {
      if (list.size() == wanted.most()) {
        break;
      }
      if (wanted.session() != null && connection.sessionId() != wanted.session()) {
        continue;
      }
      Fields one = new Fields();
      packets(connection, one);
      if (!wanted.brief() && connection.sessionId() != 0) {
        session(connection, one);
      }
      if (wanted.session() != null) {
        one.put("ephemeral_paths", ephemerals(wanted.server(), connection.sessionId()));
      }
      list.add(one.done());
    }
    return list;
  }

  private static List<String> ephemerals(ServerView server, long session) {
    List<String> paths = server.tree().ephemerals(session);
    return paths.subList(0, Math.min(paths.size(), MOST));
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
