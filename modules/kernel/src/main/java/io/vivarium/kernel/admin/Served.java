package io.vivarium.kernel.admin;

import io.vivarium.kernel.access.AccessCheck;
import io.vivarium.model.Acl;
import io.vivarium.spi.auth.AuthScheme;
import java.util.List;
import java.util.Map;
import java.util.function.LongPredicate;
import java.util.function.Supplier;

/**
 * A server that has recovered its state, as admin commands see it.
 *
 * @param plain the connections of the client port
 * @param secure those of the port for TLS only
 * @param clients what may be done to them
 * @param learners drops one by its number; false when it does not learn from this server
 */
public record Served(
    ServerView server,
    ServerView.Listener plain,
    ServerView.Listener secure,
    Permissions permissions,
    SnapshotOffer snapshots,
    ClientControl clients,
    LongPredicate learners) {
  /**
   * How callers prove who they are and what they must be.
   *
   * @param schemes by name
   * @param rootAcl the list of the root znode as it is now
   */
  public record Permissions(
      Map<String, AuthScheme> schemes, AccessCheck access, Supplier<List<Acl>> rootAcl) {}
}
