package io.vivarium.auth.sasl;

import io.vivarium.model.AuthId;
import io.vivarium.sasl.ServerExchange;
import io.vivarium.spi.auth.FailedAttempts;
import io.vivarium.spi.auth.SaslExchange;
import java.util.List;
import javax.security.sasl.SaslException;

/** The exchange with one client. */
final class ClientExchange implements SaslExchange {
  private static final byte[] NOTHING = {};

  private final ServerExchange exchange;
  private final ClientNames names;
  private final FailedAttempts attempts;
  private final String address;

  ClientExchange(
      ServerExchange exchange, ClientNames names, FailedAttempts attempts, String address) {
    this.exchange = exchange;
    this.names = names;
    this.attempts = attempts;
    this.address = address;
  }

  @Override
  public Step step(byte[] token) {
    long waitMs = attempts.waitMs(address);
    if (waitMs > 0) {
      close();
      return new Step.Failed(
          "too many attempts from its address have failed; the next may be made in "
              + waitMs
              + " ms");
    }
    try {
      byte[] answer = exchange.step(token);
      if (exchange.complete()) {
        return new Step.Complete(answer, ids(names.idOf(exchange.user())));
      }
      return new Step.Challenge(answer == null ? NOTHING : answer);
    } catch (SaslException e) {
      attempts.failed(address);
      return new Step.Failed(String.valueOf(e.getMessage()));
    }
  }

  private List<AuthId> ids(String id) {
    AuthId sasl = new AuthId(SaslScheme.NAME, id);
    return names.superUsers().contains(id) ? List.of(sasl, new AuthId("super", id)) : List.of(sasl);
  }

  @Override
  public void close() {
    exchange.close();
  }
}
