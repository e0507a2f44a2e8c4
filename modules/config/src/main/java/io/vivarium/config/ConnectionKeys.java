package io.vivarium.config;

import static io.vivarium.config.ValueType.flag;
import static io.vivarium.config.ValueType.integer;
import static io.vivarium.config.ValueType.ratio;

import java.util.List;

/** Keys about new connections that the transport takes part in. */
final class ConnectionKeys {
  private static final int MAX = Integer.MAX_VALUE;
  private static final String TOKENS =
      "connections are bounded by maxClientCnxns, maxCnxns and the accept queue";

  private ConnectionKeys() {}

  static List<Key<?>> all() {
    ValueType<Integer> connections = integer(0, MAX, "connections");
    ValueType<Integer> weight = integer(1, MAX, "");
    return List.of(
        token("tokens", connections, 0, "New connections in a burst; 0: no limit."),
        token("fill_time", integer(1, MAX, "ms"), 1, "Time between refills of the burst."),
        token("fill_count", connections, 1, "Connections added by a refill."),
        token("freeze_time", integer(-1, MAX, "ms"), -1, "Time between changes of the drop rate."),
        token("drop_increase", ratio(0, 1), 0.02, "Step up of the drop rate."),
        token("drop_decrease", ratio(0, 1), 0.002, "Step down of the drop rate."),
        token("decrease_ratio", ratio(0, 1), 0.0, "Share of tokens at which the rate goes down."),
        token("weight_enabled", flag(), false, "Count kinds of session differently."),
        token("global_session_weight", weight, 3, "Tokens of a new global session."),
        token("local_session_weight", weight, 1, "Tokens of a new local session."),
        token("renew_session_weight", weight, 2, "Tokens of a session that comes back."),
        Key.property(
                "netty.advancedFlowControl.enabled",
                flag(),
                false,
                "Stop reading from a connection while its requests are in progress.")
            .since("3.6")
            .mapped("back-pressure always ends at the socket"),
        Key.property(
                "netty.server.outstandingHandshake.limit",
                integer(-1, MAX, "handshakes"),
                -1,
                "TLS handshakes in progress at a time; -1: no limit.")
            .since("3.6")
            .ofPlugin(),
        Key.property(
                "netty.server.earlyDropSecureConnectionHandshakes",
                flag(),
                false,
                "Refuse TLS connections early when too many connections are open.")
            .since("3.7")
            .mapped("limits on connections are always checked before a handshake"));
  }

  private static <T> Key<T> token(String name, ValueType<T> type, T byDefault, String help) {
    return Key.property("connection_throttle_" + name, type, byDefault, help)
        .since("3.6")
        .mapped(TOKENS)
        .ofPlugin();
  }
}
