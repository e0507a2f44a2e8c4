package io.vivarium.spi.auth;

import io.vivarium.model.AuthId;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** One SASL exchange. Used by one thread at a time. */
public interface SaslExchange extends AutoCloseable {
  /** Takes the client's token and says what comes next. */
  Step step(byte[] token);

  /** Forgets secrets; idempotent. */
  @Override
  void close();

  /** What comes next in an exchange. */
  sealed interface Step {
    /** Send this token and wait for another. */
    record Challenge(byte[] token) implements Step {}

    /** Done: send the last token, which may be null, and add the identities. */
    record Complete(byte @Nullable [] token, List<AuthId> ids) implements Step {}

    /** Failed; the reason is logged and holds no secret. */
    record Failed(String reason) implements Step {}
  }
}
