package io.vivarium.auth.sasl;

import static java.nio.charset.StandardCharsets.UTF_8;

import com.ongres.scram.client.ScramClient;
import com.ongres.scram.common.exception.ScramException;
import io.vivarium.spi.tck.auth.ExchangeTck;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** A client of SCRAM that is not ours. */
record ScramProver(String id, String secret, ScramClient client) implements ExchangeTck.Prover {
  static ScramProver of(String user, String password) {
    return new ScramProver(
        user,
        password,
        ScramClient.builder()
            .advertisedMechanisms(List.of("SCRAM-SHA-256"))
            .username(user)
            .password(password.toCharArray())
            .build());
  }

  @Override
  public byte[] next(byte @Nullable [] challenge) throws Exception {
    if (challenge == null) {
      return client.clientFirstMessage().toString().getBytes(UTF_8);
    }
    client.serverFirstMessage(new String(challenge, UTF_8));
    return client.clientFinalMessage().toString().getBytes(UTF_8);
  }

  @Override
  public boolean satisfiedBy(byte @Nullable [] last) {
    try {
      client.serverFinalMessage(last == null ? "" : new String(last, UTF_8));
      return true;
    } catch (ScramException e) {
      return false;
    }
  }
}
