package io.vivarium.spi.consensus;

import io.vivarium.model.ErrorCode;
import io.vivarium.model.ensemble.Membership;

/** What an engine says to a change of the membership that a client asks for. */
public sealed interface MembershipChange {
  /**
   * The change may be proposed.
   *
   * @param next the membership after it, with the zxid of the change as its version
   */
  record Accepted(Membership next) implements MembershipChange {}

  /**
   * The change is refused.
   *
   * @param code what the client is told
   * @param reason why, for the log
   */
  record Refused(ErrorCode code, String reason) implements MembershipChange {}
}
