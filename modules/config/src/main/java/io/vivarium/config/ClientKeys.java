package io.vivarium.config;

import static io.vivarium.config.ValueType.flag;
import static io.vivarium.config.ValueType.integer;
import static io.vivarium.config.ValueType.number;
import static io.vivarium.config.ValueType.port;
import static io.vivarium.config.ValueType.text;
import static io.vivarium.config.ValueType.words;
import static io.vivarium.config.ValueType.yesNo;

import java.util.List;

/** Keys about client ports, sessions, limits and access. */
final class ClientKeys {
  private static final int MAX = Integer.MAX_VALUE;

  /** The word that lets the system choose a port. */
  static final String ANY_PORT = "auto";

  static final Key<Integer> TICK_TIME =
      Key.named(
          "tickTime",
          integer(1, MAX / 20, "ms"),
          3000,
          "The unit of time of sessions and of the ensemble.");
  static final Key<Integer> CLIENT_PORT =
      Key.named(
              "clientPort",
              clientPort(),
              null,
              "Port for clients; 0 or absent: none, auto: chosen by the system.")
          .byDefault("none");
  static final Key<String> CLIENT_PORT_ADDRESS =
      Key.named("clientPortAddress", text(), null, "Address to listen on for clients.")
          .since("3.3")
          .byDefault("all addresses");
  static final Key<Integer> SECURE_CLIENT_PORT =
      Key.named(
              "secureClientPort",
              clientPort(),
              null,
              "Port for clients with TLS; 0 or absent: none, auto: chosen by the system.")
          .since("3.5")
          .byDefault("none");
  static final Key<String> SECURE_CLIENT_PORT_ADDRESS =
      Key.named(
              "secureClientPortAddress", text(), null, "Address to listen on for clients with TLS.")
          .since("3.5")
          .byDefault("all addresses");
  static final Key<Integer> BACKLOG =
      Key.named(
              "clientPortListenBacklog",
              integer(-1, MAX, ""),
              -1,
              "Connections that may wait to be accepted; -1: the system decides.")
          .since("3.4.14");
  static final Key<Boolean> KEEP_ALIVE =
      Key.property("clientTcpKeepAlive", flag(), false, "TCP keep-alive on client connections.")
          .since("3.6.1");
  static final Key<Integer> MAX_CLIENT_CONNECTIONS =
      Key.named(
              "maxClientCnxns",
              integer(Integer.MIN_VALUE, MAX, "connections"),
              60,
              "Most connections from one address; 0 or less: no limit.")
          .since("3.4");
  static final Key<Integer> MAX_CONNECTIONS =
      Key.property(
              "maxCnxns",
              integer(Integer.MIN_VALUE, MAX, "connections"),
              0,
              "Most connections at one port; 0 or less: no limit.")
          .since("3.6");
  static final Key<Integer> MIN_SESSION_TIMEOUT =
      Key.named(
              "minSessionTimeout",
              integer(-1, MAX, "ms"),
              null,
              "Shortest session timeout that is granted.")
          .since("3.3")
          .byDefault("2 ticks");
  static final Key<Integer> MAX_SESSION_TIMEOUT =
      Key.named(
              "maxSessionTimeout",
              integer(-1, MAX, "ms"),
              null,
              "Longest session timeout that is granted.")
          .since("3.3")
          .byDefault("20 ticks");
  static final Key<Boolean> LOCAL_SESSIONS =
      Key.named(
              "localSessionsEnabled",
              flag(),
              false,
              "Sessions that only the server they are connected to knows.")
          .since("3.5")
          .notYet();
  static final Key<Boolean> LOCAL_SESSIONS_UPGRADING =
      Key.named(
              "localSessionsUpgradingEnabled",
              flag(),
              false,
              "A local session becomes a global one when it first needs to.")
          .since("3.5")
          .notYet();
  static final Key<Integer> SESSIONLESS_TIMEOUT =
      Key.property(
              "nio.sessionlessCnxnTimeout",
              integer(0, MAX, "ms"),
              10_000,
              "A connection without a session is closed after this time; 0: never.")
          .since("3.5");
  static final Key<Integer> JUTE_MAX_BUFFER =
      Key.bare(
          "jute.maxbuffer",
          integer(1024, MAX, "bytes"),
          1_048_575,
          "Largest request of a client, and so the largest data of a znode.");
  static final Key<Integer> GLOBAL_OUTSTANDING_LIMIT =
      Key.property(
          "globalOutstandingLimit",
          integer(1, MAX, "requests"),
          1000,
          "Requests in progress above which a server stops reading from its clients.");
  static final Key<Long> LARGE_REQUEST_MAX_BYTES =
      Key.property(
              "largeRequestMaxBytes",
              number(0, MAX, "bytes"),
              104_857_600L,
              "Bytes of large requests in progress at a time; a connection that exceeds it is closed.")
          .since("3.6")
          .mapped(
              "beyond it connections are not read instead of closed; never more than an eighth of the heap");
  static final Key<Integer> LARGE_REQUEST_THRESHOLD =
      Key.property(
              "largeRequestThreshold",
              integer(-1, MAX, "bytes"),
              -1,
              "Size from which a request is large; -1: none is.")
          .since("3.6")
          .mapped("every request of 4 KB or more counts");
  static final Key<Integer> THROTTLE_MAX_REQUESTS =
      Key.property(
              "request_throttle_max_requests",
              integer(0, MAX, "requests"),
              0,
              "Requests in progress above which new ones wait; 0: no limit.")
          .since("3.6")
          .mapped(
              "the smaller of this and globalOutstandingLimit holds; clients are not read instead of queued");
  static final Key<Integer> THROTTLE_STALL_TIME =
      Key.property(
              "request_throttle_stall_time",
              integer(1, MAX, "ms"),
              100,
              "Longest time a request waits before it looks again.")
          .since("3.6")
          .mapped(
              "requests are held back at the socket, which is resumed as soon as there is room");
  static final Key<Boolean> THROTTLE_DROP_STALE =
      Key.property(
              "request_throttle_drop_stale",
              flag(),
              true,
              "Drop waiting requests whose connection is gone.")
          .since("3.6")
          .mapped("requests wait unread in the socket, so a closed connection drops them");
  static final Key<Integer> THROTTLED_OP_WAIT_TIME =
      Key.property(
              "throttled_op_wait_time",
              integer(0, MAX, "ms"),
              0,
              "A request that waited longer is answered with THROTTLEDOP; 0: never.")
          .since("3.7")
          .notYet();
  static final Key<Boolean> ENFORCE_QUOTA =
      Key.property("enforceQuota", flag(), false, "Refuse what exceeds a hard quota.").since("3.7");
  static final Key<Boolean> SKIP_ACL =
      Key.property("skipACL", yesNo(), false, "No ACL is checked: everybody may do everything.");
  static final Key<List<String>> FOUR_LETTER_WORDS =
      Key.property(
              "4lw.commands.whitelist",
              words(),
              List.of("srvr"),
              "Four-letter words that are answered; * for all.")
          .since("3.5.3");
  static final Key<Boolean> READ_ONLY_MODE =
      Key.bare(
              "readonlymode.enabled",
              flag(),
              false,
              "A server without a quorum serves reads to clients that accept that.")
          .since("3.4");

  private ClientKeys() {}

  private static ValueType<Integer> clientPort() {
    ValueType<Integer> port = port();
    return new ValueType<>(
        "port",
        "a port from 1 to 65535, 0 for none, auto for one that the system chooses",
        "",
        (text, decode) ->
            text.equalsIgnoreCase(ANY_PORT) ? ClientPorts.AUTO : port.parser().parse(text, decode));
  }

  static List<Key<?>> all() {
    return List.of(
        TICK_TIME,
        CLIENT_PORT,
        CLIENT_PORT_ADDRESS,
        SECURE_CLIENT_PORT,
        SECURE_CLIENT_PORT_ADDRESS,
        BACKLOG,
        KEEP_ALIVE,
        MAX_CLIENT_CONNECTIONS,
        MAX_CONNECTIONS,
        MIN_SESSION_TIMEOUT,
        MAX_SESSION_TIMEOUT,
        LOCAL_SESSIONS,
        LOCAL_SESSIONS_UPGRADING,
        SESSIONLESS_TIMEOUT,
        JUTE_MAX_BUFFER,
        GLOBAL_OUTSTANDING_LIMIT,
        LARGE_REQUEST_MAX_BYTES,
        LARGE_REQUEST_THRESHOLD,
        THROTTLE_MAX_REQUESTS,
        THROTTLE_STALL_TIME,
        THROTTLE_DROP_STALE,
        THROTTLED_OP_WAIT_TIME,
        ENFORCE_QUOTA,
        SKIP_ACL,
        FOUR_LETTER_WORDS,
        READ_ONLY_MODE);
  }
}
