package io.vivarium.kernel.connection;

import io.vivarium.model.AuthId;
import io.vivarium.model.ErrorCode;
import io.vivarium.model.OpCode;
import java.util.List;

/** What a connection must have proved before it may ask anything, and what becomes of it when it failed to. Any thread. */
public final class RequiredAuth {
  private static final String SASL = "sasl";

  private final List<String> schemes;
  private final boolean keepsWhoFailed;

  /**
   * Requires an identity of one of these schemes; nothing when the list is empty.
   *
   * @param keepsWhoFailed whether a client whose SASL failed stays, without the identity ({@code allowSaslFailedClients})
   */
  public RequiredAuth(List<String> schemes, boolean keepsWhoFailed) {
    this.schemes = List.copyOf(schemes);
    this.keepsWhoFailed = keepsWhoFailed;
  }

  /** How a failed SASL exchange is answered: OK keeps the connection, any other code ends it. */
  ErrorCode saslFailed() {
    if (schemes.contains(SASL)) {
      return ErrorCode.SESSION_CLOSED_REQUIRE_SASL_AUTH;
    }
    return keepsWhoFailed ? ErrorCode.OK : ErrorCode.AUTH_FAILED;
  }

  /** Whether the operation must be refused to these identities. */
  boolean refuses(List<AuthId> ids, OpCode op) {
    if (schemes.isEmpty() || op == OpCode.PING || op == OpCode.CLOSE_SESSION) {
      return false;
    }
    return ids.stream().noneMatch(id -> schemes.contains(id.scheme()));
  }
}
