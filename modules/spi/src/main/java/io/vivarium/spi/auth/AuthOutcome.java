package io.vivarium.spi.auth;

import io.vivarium.model.AuthId;
import java.util.List;

/** What came of an attempt to authenticate. */
public sealed interface AuthOutcome {
  /** The connection gains these identities; possibly none. */
  record Accepted(List<AuthId> ids) implements AuthOutcome {}

  /** The attempt failed; the connection is answered AUTH_FAILED and closed. The reason is logged and holds no secret. */
  record Refused(String reason) implements AuthOutcome {}

  /** As {@link Refused}, but the connection is closed without an answer. */
  record Dropped(String reason) implements AuthOutcome {}
}
