package io.vivarium.admin.jmx;

import io.vivarium.spi.TimeSource;
import io.vivarium.spi.admin.AdminHost;
import io.vivarium.spi.admin.AdminReply;
import io.vivarium.spi.admin.AdminRequest;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import java.util.function.Function;
import java.util.regex.Pattern;
import javax.management.ObjectName;

/** The connections of clients, each with a bean of its own, and those of the servers that learn from this one. */
final class ConnectionBeans {
  /** Of so many connections of a listener there are beans; names that come and go by the thousand are of no use to anybody. */
  static final int MOST = 500;

  /** What needs no quotes in a name. */
  private static final Pattern PLAIN = Pattern.compile("[\\w.-]+");

  private ConnectionBeans() {}

  /**
   * Adds a bean for each client that has a session.
   *
   * @param parent name of the server's bean
   * @param depth number of the next key of a name
   */
  static void clients(AdminHost host, TimeSource time, String parent, int depth, Beans beans) {
    for (Map<?, ?> one : new Facts(host).connections(MOST)) {
      if (!(one.get("session_id") instanceof Long id)) {
        continue; // as yet without a session
      }
      String session = hex(id);
      String name =
          parent
              + ",name"
              + depth
              + "=Connections,name"
              + (depth + 1)
              + "="
              + value(host(String.valueOf(one.get("remote_socket_address"))))
              + ",name"
              + (depth + 2)
              + "="
              + session;
      beans.put(name, () -> new OnDemandBean(() -> connection(host, time, session)));
    }
  }

  /** Adds a bean for each server that learns from this one. */
  static void learners(AdminHost host, Facts facts, String parent, Beans beans) {
    for (Map<?, ?> member : facts.members()) {
      boolean learns = member.get("synced") instanceof Boolean;
      if (learns && member.get("quorum_addresses") instanceof List<?> list && !list.isEmpty()) {
        String name =
            parent
                + ",name3=Learner_Connections,name4="
                + ObjectName.quote(String.valueOf(list.getFirst()))
                + ",name5="
                + ObjectName.quote("id:" + member.get("id"));
        String id = String.valueOf(member.get("id"));
        beans.put(name, () -> learner(host, id));
      }
    }
  }

  private static FigureBean learner(AdminHost host, String id) {
    return new FigureBean(host, "learner")
        .action("terminateConnection", asked -> act(asked, "drop_learner", Map.of("id", id)));
  }

  /** Without the port. */
  private static String host(String address) {
    int colon = address.lastIndexOf(':');
    return colon < 0 ? address : address.substring(0, colon);
  }

  /** As ZooKeeper: quoted when it would end the name otherwise. */
  private static String value(String text) {
    return PLAIN.matcher(text).matches() ? text : ObjectName.quote(text);
  }

  private static FigureBean connection(AdminHost host, TimeSource time, String session) {
    return new FigureBean(host, "connection")
        .text("SourceIP", field(session, "remote_socket_address", ""))
        .text("SessionId", _ -> session)
        .small("SessionTimeout", number(session, "session_timeout"))
        .texts("EphemeralNodes", facts -> ephemerals(facts.connection(session)))
        .text("StartedTime", facts -> date(number(session, "established").apply(facts)))
        .number("OutstandingRequests", field(session, "outstanding_requests", 0L))
        .number("PacketsReceived", field(session, "packets_received", 0L))
        .number("PacketsSent", field(session, "packets_sent", 0L))
        .number("MinLatency", field(session, "min_latency", 0L))
        .number("AvgLatency", field(session, "avg_latency", 0L))
        .number("MaxLatency", field(session, "max_latency", 0L))
        .number("LastLatency", field(session, "last_latency", 0L))
        .text("LastOperation", field(session, "last_operation", "NA"))
        .text("LastCxid", facts -> hex(number(session, "last_cxid").apply(facts)))
        .text("LastZxid", facts -> hex(number(session, "last_zxid").apply(facts)))
        .text("LastResponseTime", facts -> lastResponse(facts.connection(session), time))
        .action(
            "terminateSession", asked -> act(asked, "close_session", Map.of("session", session)))
        .action(
            "terminateConnection",
            asked -> act(asked, "close_connection", Map.of("session", session)))
        .action(
            "resetCounters",
            asked ->
                asked.ask(AdminRequest.get("connection_stat_reset", Map.of("session", session))));
  }

  private static String hex(long number) {
    return "0x" + Long.toHexString(number);
  }

  private static Function<Facts, Object> field(String session, String name, Object none) {
    return facts -> {
      Object value = facts.connection(session).get(name);
      return value == null ? none : value;
    };
  }

  private static Function<Facts, Long> number(String session, String name) {
    return facts ->
        facts.connection(session).get(name) instanceof Number number ? number.longValue() : 0L;
  }

  private static Object ephemerals(Map<?, ?> connection) {
    return connection.get("ephemeral_paths") instanceof List<?> paths
        ? paths.stream().map(String::valueOf).toArray(String[]::new)
        : new String[0];
  }

  private static String date(long atMs) {
    return ServerBeans.date(Instant.ofEpochMilli(atMs));
  }

  /** The answer has it by the server's monotonic clock, as ZooKeeper's has. */
  private static String lastResponse(Map<?, ?> connection, TimeSource time) {
    long at =
        connection.get("last_response_time") instanceof Number number ? number.longValue() : 0;
    long ago = TimeUnit.NANOSECONDS.toMillis(time.monotonicNanos()) - at;
    return date(at == 0 ? 0 : time.wallMillis() - ago);
  }

  /** Has the server do something; what it refuses is told to who wanted it. */
  static void act(AdminHost host, String command, Map<String, String> parameters) {
    AdminReply reply = host.askAsOperator(AdminRequest.post(command, parameters));
    if (reply.status() != AdminReply.OK) {
      throw new IllegalArgumentException(String.valueOf(reply.fields().get("error")));
    }
  }
}
