package io.vivarium.client;

import java.net.InetSocketAddress;
import java.util.HashSet;
import java.util.Set;
import javax.net.ssl.SSLException;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * What is logged of connections that came to nothing. What TLS refuses does not heal by itself: it is told, once each until there is a
 * connection. The rest is for who looks for it. One thread.
 */
final class FailedConnections {
  private static final Logger LOG = LoggerFactory.getLogger(FailedConnections.class);

  private final Set<String> told = new HashSet<>();

  /** A connection failed, or ended. */
  void failed(InetSocketAddress server, Throwable cause) {
    String refusal = refusal(cause);
    if (refusal == null) {
      LOG.debug("No connection to {}: {}", server, cause.toString());
    } else if (told.add(refusal)) {
      LOG.error("No connection with TLS to {}: {}", server, refusal);
    }
  }

  /** There is a connection. */
  void succeeded() {
    told.clear();
  }

  /** What TLS says, with the innermost reason where it leaves that out; null when it was not TLS. */
  private static @Nullable String refusal(Throwable failure) {
    String said = null;
    String innermost = "";
    for (Throwable each = failure; each != null; each = each.getCause()) {
      if (each.getMessage() != null) {
        innermost = each.getMessage();
      }
      if (said == null && each instanceof SSLException) {
        said = innermost;
      }
    }
    return said == null || said.contains(innermost) ? said : said + ": " + innermost;
  }
}
