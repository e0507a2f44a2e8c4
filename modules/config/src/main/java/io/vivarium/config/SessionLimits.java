package io.vivarium.config;

/**
 * How sessions and connections are bounded.
 *
 * @param tickTimeMs length of a tick
 * @param minSessionTimeoutMs shortest session timeout that is granted; 2 ticks unless configured
 * @param maxSessionTimeoutMs longest session timeout that is granted; 20 ticks unless configured
 * @param maxConnectionsPerAddress {@code maxClientCnxns}; 0: no limit
 * @param maxConnections at one port, {@code maxCnxns}; 0: no limit
 * @param maxSessions that this server knows, {@code maxSessions}; 0: no limit
 * @param sessionlessTimeoutMs time after which a connection without a session is closed; 0: never
 * @param localSessions whether sessions are local to a server
 * @param localSessionsUpgrading whether local sessions become global when they need to
 */
public record SessionLimits(
    int tickTimeMs,
    int minSessionTimeoutMs,
    int maxSessionTimeoutMs,
    int maxConnectionsPerAddress,
    int maxConnections,
    int maxSessions,
    int sessionlessTimeoutMs,
    boolean localSessions,
    boolean localSessionsUpgrading) {

  private static final int DEFAULT_MIN_TICKS = 2;
  private static final int DEFAULT_MAX_TICKS = 20;

  static SessionLimits from(Values values, Problems problems) {
    int tick = values.get(ClientKeys.TICK_TIME);
    int minimum = values.get(ClientKeys.MIN_SESSION_TIMEOUT, -1);
    int maximum = values.get(ClientKeys.MAX_SESSION_TIMEOUT, -1);
    minimum = minimum == -1 ? tick * DEFAULT_MIN_TICKS : minimum;
    maximum = maximum == -1 ? tick * DEFAULT_MAX_TICKS : maximum;
    if (minimum > maximum) {
      Setting written = values.setting(ClientKeys.MIN_SESSION_TIMEOUT);
      written = written == null ? values.setting(ClientKeys.MAX_SESSION_TIMEOUT) : written;
      if (written != null) {
        problems.error(
            written,
            "makes the shortest session timeout ("
                + minimum
                + " ms) longer than the longest ("
                + maximum
                + " ms)",
            "Set minSessionTimeout and maxSessionTimeout so that the first is not greater");
      }
    }
    return new SessionLimits(
        tick,
        minimum,
        maximum,
        Math.max(0, values.get(ClientKeys.MAX_CLIENT_CONNECTIONS)),
        Math.max(0, values.get(ClientKeys.MAX_CONNECTIONS)),
        values.get(OwnKeys.MAX_SESSIONS),
        values.get(ClientKeys.SESSIONLESS_TIMEOUT),
        values.get(ClientKeys.LOCAL_SESSIONS),
        values.get(ClientKeys.LOCAL_SESSIONS_UPGRADING));
  }

  /** The timeout that is granted to a client which asks for {@code wanted} milliseconds. */
  public int granted(int wanted) {
    return Math.clamp(wanted, minSessionTimeoutMs, maxSessionTimeoutMs);
  }
}
