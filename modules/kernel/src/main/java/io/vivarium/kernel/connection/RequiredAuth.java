package io.vivarium.kernel.connection;

import io.vivarium.model.AuthId;
import io.vivarium.model.ErrorCode;
import io.vivarium.model.OpCode;
import java.util.List;

/** What a connection must have proved before it may ask anything, and what becomes of it when it failed to. Any thread. */
final class RequiredAuth {
  private static final String SASL = "sasl";

  private final ConnectionRules.Proof wanted;

  RequiredAuth(ConnectionRules.Proof wanted) {
    this.wanted = wanted;
  }

  /** How a failed SASL exchange is answered: OK keeps the connection, any other code ends it. */
  ErrorCode saslFailed() {
    if (wanted.schemes().contains(SASL)) {
      return ErrorCode.SESSION_CLOSED_REQUIRE_SASL_AUTH;
    }
    return wanted.keepsWhoFailed() ? ErrorCode.OK : ErrorCode.AUTH_FAILED;
  }

  /**
   * Whether the operation must be refused to these identities. A session may be closed by the connection that has opened it; one that was
   * resumed may be somebody else's, whose ephemerals would go with it.
   *
   * @param resumed whether the connection goes on with a session that another has opened
   */
  boolean refuses(List<AuthId> ids, OpCode op, boolean resumed) {
    if (wanted.schemes().isEmpty()
        || op == OpCode.PING
        || (op == OpCode.CLOSE_SESSION && !resumed)) {
      return false;
    }
    return ids.stream().noneMatch(id -> wanted.schemes().contains(id.scheme()));
  }
}
