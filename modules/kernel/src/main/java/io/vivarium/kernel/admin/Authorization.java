package io.vivarium.kernel.admin;

import io.vivarium.model.Acl;
import io.vivarium.model.AuthId;
import io.vivarium.model.Perms;
import io.vivarium.spi.admin.AdminReply;
import io.vivarium.spi.admin.AdminRequest.Caller;
import io.vivarium.spi.auth.AuthOutcome;
import io.vivarium.spi.auth.AuthScheme;
import io.vivarium.spi.transport.Peer;
import java.nio.charset.StandardCharsets;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Whether a caller may have the server do something: it must prove who it is by an authentication scheme of the server's, named in the
 * header {@code Authorization} with its credentials behind it, and have every permission on the root znode.
 */
final class Authorization {
  private static final Logger LOG = LoggerFactory.getLogger(Authorization.class);

  private static final int UNAUTHORIZED = 401;
  private static final int FORBIDDEN = 403;
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
    List<AuthId> ids = identities(permissions, caller, header);
    if (ids == null) {
      served.server().stats().authFailed();
      LOG.warn("{} failed to authenticate for an admin command", caller.remote());
      return AdminReply.failed(UNAUTHORIZED, "Not authenticated");
    }
    List<Acl> acl = permissions.rootAcl().get();
    for (int permission : ALL) {
      if (!permissions.access().permits(acl, permission, ids)) {
        LOG.warn("{} lacks permissions on / for an admin command", caller.remote());
        return AdminReply.failed(FORBIDDEN, "Not authorized");
      }
    }
    return null;
  }

  /** Null when they are not proved. */
  private static @Nullable List<AuthId> identities(
      Served.Permissions permissions, Caller caller, String header) {
    String[] parts = header.split(" ", -1);
    AuthScheme scheme = permissions.schemes().get(parts[0]);
    if (header.length() > LONGEST || parts.length > 2 || scheme == null) {
      return null;
    }
    Peer peer =
        new Peer(
            caller.remote(),
            caller.local(),
            !caller.certificates().isEmpty(),
            caller.certificates());
    List<AuthId> first = scheme.onConnect(peer);
    if (!first.isEmpty()) {
      return first;
    }
    String credentials = parts.length == 2 ? parts[1] : "";
    return switch (scheme.authenticate(peer, credentials.getBytes(StandardCharsets.UTF_8))) {
      case AuthOutcome.Accepted accepted -> accepted.ids().isEmpty() ? null : accepted.ids();
      case AuthOutcome.Refused _, AuthOutcome.Dropped _ -> null;
    };
  }
}
