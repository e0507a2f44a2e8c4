package io.vivarium.sasl;

import javax.security.sasl.SaslClient;
import javax.security.sasl.SaslException;
import org.jspecify.annotations.Nullable;

/** A client of the JDK. */
record JdkClient(SaslClient client, String mechanism, JdkFailures.Wording wording)
    implements Conversation.Client {
  @Override
  public byte[] opening() throws SaslException {
    byte[] first = client.hasInitialResponse() ? step(new byte[0]) : null;
    return first == null ? new byte[0] : first;
  }

  @Override
  public byte @Nullable [] step(byte[] token) throws SaslException {
    try {
      return client.evaluateChallenge(token);
    } catch (SaslException e) {
      throw wording.of(mechanism, e);
    }
  }

  @Override
  public boolean complete() {
    return client.isComplete();
  }

  @Override
  public void close() {
    JdkFailures.ignoring(client::dispose);
  }
}
