package io.vivarium.metrics.prometheus;

import java.util.Map;

/**
 * Bounds what a stranger can make the JDK's HTTP server hold. It reads these properties once in a process, before its first use; what
 * an operator has set stays.
 */
final class HttpLimits {
  private static final Map<String, String> LIMITS =
      Map.of(
          "jdk.httpserver.maxConnections", "64",
          "sun.net.httpserver.maxIdleConnections", "16",
          "sun.net.httpserver.idleInterval", "30",
          "sun.net.httpserver.maxReqTime", "10",
          "sun.net.httpserver.maxRspTime", "60",
          "sun.net.httpserver.maxReqHeaders", "100",
          "sun.net.httpserver.maxReqHeaderSize", "16384");

  private HttpLimits() {}

  static void apply() {
    LIMITS.forEach(
        (name, value) -> {
          if (System.getProperty(name) == null) {
            System.setProperty(name, value);
          }
        });
  }
}
