package io.vivarium.kernel.admin;

import io.vivarium.kernel.access.AccessCheck;
import io.vivarium.kernel.access.SparseLog;
import io.vivarium.model.Acl;
import io.vivarium.spi.auth.AuthScheme;
import io.vivarium.spi.auth.FailedAttempts;
import java.util.List;
import java.util.Map;
import java.util.function.LongPredicate;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

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
   * @param attempts who has failed to authenticate too often, at any port, and has to wait; null when nobody has to
   * @param told asked before anything is logged that a caller has brought about
   */
  public record Permissions(
      Map<String, AuthScheme> schemes,
      AccessCheck access,
      Supplier<List<Acl>> rootAcl,
      @Nullable FailedAttempts attempts,
      SparseLog told) {}
}
