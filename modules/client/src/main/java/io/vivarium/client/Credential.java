package io.vivarium.client;

import io.vivarium.model.Request;
import org.jspecify.annotations.Nullable;

/** An identity, proved on each connection; somebody waits for the answer of the first server that gives one. The session's event loop. */
final class Credential {
  private final Request.Auth auth;
  private @Nullable Call<?> waiting;

  Credential(Request.Auth auth, Call<?> waiting) {
    this.auth = auth;
    this.waiting = waiting;
  }

  /** What is sent. */
  Request.Auth auth() {
    return auth;
  }

  /** Who waits for the answer, once; null when nobody does any more. */
  @Nullable Call<?> taken() {
    Call<?> call = waiting;
    waiting = null;
    return call;
  }
}
