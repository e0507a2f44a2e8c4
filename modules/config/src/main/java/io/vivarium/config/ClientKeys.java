package io.vivarium.config;

import static io.vivarium.config.KnownKeys.flag;
import static io.vivarium.config.KnownKeys.integer;
import static io.vivarium.config.KnownKeys.number;
import static io.vivarium.config.KnownKeys.text;
import static io.vivarium.config.KnownKeys.words;

import java.util.List;

/** Keys about client ports, sessions, limits and access. */
final class ClientKeys {
  static final Key<Integer> TICK_TIME = integer("tickTime");
  static final Key<Integer> CLIENT_PORT = integer("clientPort");
  static final Key<String> CLIENT_PORT_ADDRESS = text("clientPortAddress");
  static final Key<Integer> SECURE_CLIENT_PORT = integer("secureClientPort");
  static final Key<String> SECURE_CLIENT_PORT_ADDRESS = text("secureClientPortAddress");
  static final Key<Boolean> PORT_UNIFICATION = flag("client.portUnification");
  static final Key<Integer> BACKLOG = integer("clientPortListenBacklog");
  static final Key<Boolean> KEEP_ALIVE = flag("clientTcpKeepAlive");
  static final Key<Integer> MAX_CLIENT_CONNECTIONS = integer("maxClientCnxns");
  static final Key<Integer> MAX_CONNECTIONS = integer("maxCnxns");
  static final Key<Integer> MIN_SESSION_TIMEOUT = integer("minSessionTimeout");
  static final Key<Integer> MAX_SESSION_TIMEOUT = integer("maxSessionTimeout");
  static final Key<Boolean> LOCAL_SESSIONS = flag("localSessionsEnabled");
  static final Key<Boolean> LOCAL_SESSIONS_UPGRADING = flag("localSessionsUpgradingEnabled");
  static final Key<Integer> SESSIONLESS_TIMEOUT = integer("nio.sessionlessCnxnTimeout");
  static final Key<Integer> JUTE_MAX_BUFFER = integer("jute.maxbuffer");
  static final Key<Integer> GLOBAL_OUTSTANDING_LIMIT = integer("globalOutstandingLimit");
  static final Key<Long> LARGE_REQUEST_MAX_BYTES = number("largeRequestMaxBytes");
  static final Key<Integer> LARGE_REQUEST_THRESHOLD = integer("largeRequestThreshold");
  static final Key<Integer> THROTTLE_MAX_REQUESTS = integer("request_throttle_max_requests");
  static final Key<Integer> THROTTLE_STALL_TIME = integer("request_throttle_stall_time");
  static final Key<Boolean> THROTTLE_DROP_STALE = flag("request_throttle_drop_stale");
  static final Key<Integer> THROTTLED_OP_WAIT_TIME = integer("throttled_op_wait_time");
  static final Key<Boolean> ENFORCE_QUOTA = flag("enforceQuota");
  static final Key<Boolean> SKIP_ACL = flag("skipACL");
  static final Key<List<String>> FOUR_LETTER_WORDS = words("4lw.commands.whitelist");
  static final Key<Boolean> READ_ONLY_MODE = flag("readonlymode.enabled");

  private ClientKeys() {}
}
