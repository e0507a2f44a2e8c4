package io.vivarium.kernel.admin;

import io.vivarium.model.Acl;
import io.vivarium.model.AuthId;
import io.vivarium.model.Perms;
import io.vivarium.spi.admin.AdminReply;
import io.vivarium.spi.admin.AdminRequest.Caller;
import io.vivarium.spi.auth.AuthOutcome;
import io.vivarium.spi.auth.AuthScheme;
import io.vivarium.spi.auth.FailedAttempts;
import io.vivarium.spi.transport.Peer;
import java.nio.charset.StandardCharsets;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Whether a caller may have the server do something: it must prove who it is by an authentication scheme of the server's, named in the
 * header {@code Authorization} with its credentials behind it, and have every permission on the root znode. Who presents credentials that
 * are not enough is counted with those who fail at the ports of clients, and has to wait with them.
 */
final class Authorization {
  private static final Logger LOG = LoggerFactory.getLogger(Authorization.class);

  private static final int UNAUTHORIZED = 401;
  private static final int FORBIDDEN = 403;
  private static final int TOO_MANY = 429;
  private static final int UNAVAILABLE = 503;

  /** Characters of a header beyond which nothing is tried. */
  private static final int LONGEST = 8192;

  private static final int[] ALL = {
    Perms.READ, Perms.WRITE, Perms.CREATE, Perms.DELETE, Perms.ADMIN
  };

  private Authorization() {}

  /**
   * The answer to a caller that may not; null for one that may.
   *
   * @param served null while the server has not read its data and so knows no permissions
   */
  static @Nullable AdminReply refusal(@Nullable Served served, Caller caller) {
    if (served == null) {
      return AdminReply.failed(
          UNAVAILABLE, "The server has not read its data yet, and knows nobody's permissions");
    }
    String header = caller.authorization();
    if (header == null) {
      return AdminReply.failed(UNAUTHORIZED, "Auth info is missing for the command");
    }
    Served.Permissions permissions = served.permissions();
    Peer peer = peer(caller);
    String[] parts = header.split(" ", -1);
    AuthScheme scheme =
        header.length() > LONGEST || parts.length > 2 ? null : permissions.schemes().get(parts[0]);
    List<AuthId> known = scheme == null ? List.of() : scheme.onConnect(peer);
    if (!known.isEmpty()) {
      // What a certificate or an address says of a caller cannot be guessed at.
      return mayAll(permissions, known) ? null : forbidden(permissions, caller);
    }
    FailedAttempts attempts = permissions.attempts();
    long waitMs = attempts == null ? 0 : attempts.waitMs(peer.remoteHost());
    if (waitMs > 0) {
      return AdminReply.failed(
          TOO_MANY,
          "Too many attempts of this address have failed; the next may be made in "
              + waitMs
              + " ms");
    }
    List<AuthId> ids = scheme == null ? null : proved(scheme, peer, parts);
    if (ids != null && mayAll(permissions, ids)) {
      return null;
    }
    if (attempts != null) {
      attempts.failed(peer.remoteHost());
    }
    if (ids != null) {
      return forbidden(permissions, caller);
    }
    served.server().stats().authFailed();
    if (permissions.told().permits()) {
      LOG.warn("{} failed to authenticate for an admin command", caller.remote());
    }
    return AdminReply.failed(UNAUTHORIZED, "Not authenticated");
  }

  private static AdminReply forbidden(Served.Permissions permissions, Caller caller) {
    if (permissions.told().permits()) {
      LOG.warn("{} lacks permissions on / for an admin command", caller.remote());
    }
    return AdminReply.failed(FORBIDDEN, "Not authorized");
  }

  private static boolean mayAll(Served.Permissions permissions, List<AuthId> ids) {
    List<Acl> acl = permissions.rootAcl().get();
    for (int permission : ALL) {
      if (!permissions.access().permits(acl, permission, ids)) {
        return false;
      }
    }
    return true;
  }

  private static Peer peer(Caller caller) {
    return new Peer(
        caller.remote(), caller.local(), !caller.certificates().isEmpty(), caller.certificates());
  }

  /** What the credentials prove; null when that is nothing. */
  private static @Nullable List<AuthId> proved(AuthScheme scheme, Peer peer, String[] parts) {
    String credentials = parts.length == 2 ? parts[1] : "";
    return switch (scheme.authenticate(peer, credentials.getBytes(StandardCharsets.UTF_8))) {
      case AuthOutcome.Accepted accepted -> accepted.ids().isEmpty() ? null : accepted.ids();
      case AuthOutcome.Refused _, AuthOutcome.Dropped _ -> null;
    };
  }
}
