package io.vivarium.client;

import io.vivarium.model.Request;
import javax.security.sasl.SaslException;
import org.jspecify.annotations.Nullable;

/** A SASL conversation over one connection. Confined to the session's event loop. */
final class Login {
  /** No mechanism has so many steps; a server that goes on for ever is refused. */
  private static final int MOST_STEPS = 16;

  private final SaslExchange exchange;
  private int steps;

  Login(SaslExchange exchange) {
    this.exchange = exchange;
  }

  /** What to send first. */
  Request.Sasl opening() throws SaslException {
    return new Request.Sasl(exchange.opening());
  }

  /** What to answer; null when the conversation has come to its good end. */
  Request.@Nullable Sasl answer(byte @Nullable [] token) throws SaslException {
    if (exchange.complete()) {
      return null;
    }
    if (token == null) {
      throw new SaslException("the server offers no SASL");
    }
    if (++steps > MOST_STEPS) {
      throw new SaslException("no end after " + MOST_STEPS + " steps");
    }
    byte[] answer = exchange.step(token);
    if (answer != null) {
      return new Request.Sasl(answer);
    }
    if (!exchange.complete()) {
      throw new SaslException("the mechanism has nothing to answer and is not complete");
    }
    return null;
  }

  void close() {
    exchange.close();
  }
}
