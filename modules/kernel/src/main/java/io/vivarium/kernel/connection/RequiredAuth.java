package io.vivarium.kernel.connection;

import io.vivarium.model.AuthId;
import io.vivarium.model.OpCode;
import java.util.List;

/** Whether a connection must have proved itself by certain schemes before it may ask anything. Any thread. */
public final class RequiredAuth {
  private final List<String> schemes;

  /** Requires an identity of one of these schemes; nothing when the list is empty. */
  public RequiredAuth(List<String> schemes) {
    this.schemes = List.copyOf(schemes);
  }

  /** Whether the operation must be refused to these identities. */
  boolean refuses(List<AuthId> ids, OpCode op) {
    if (schemes.isEmpty() || op == OpCode.PING || op == OpCode.CLOSE_SESSION) {
      return false;
    }
    return ids.stream().noneMatch(id -> schemes.contains(id.scheme()));
  }
}
