package io.vivarium.auth.sasl;

import static org.junit.jupiter.api.Assertions.assertNotNull;

import io.vivarium.sasl.Conversation;
import io.vivarium.sasl.DigestMd5;
import io.vivarium.spi.tck.auth.ExchangeTck;
import org.jspecify.annotations.Nullable;

/** A client of one of the JDK's mechanisms. */
record JdkProver(String id, String secret, Conversation.Client client)
    implements ExchangeTck.Prover {
  static JdkProver digest(String user, String password) {
    try {
      return new JdkProver(
          user,
          password,
          DigestMd5.client(DigestMd5.Place.CLIENTS, user, password).begin("localhost"));
    } catch (Exception e) {
      throw new AssertionError(e);
    }
  }

  @Override
  public byte[] next(byte @Nullable [] challenge) throws Exception {
    byte[] token = challenge == null ? client.opening() : client.step(challenge);
    assertNotNull(token, "the client has nothing to say");
    return token;
  }

  @Override
  public boolean satisfiedBy(byte @Nullable [] last) throws Exception {
    return last != null && client.step(last) == null && client.complete();
  }
}
