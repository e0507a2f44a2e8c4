package io.vivarium.sasl;

import javax.security.sasl.SaslException;
import javax.security.sasl.SaslServer;
import org.jspecify.annotations.Nullable;

/** A server of the JDK. */
record JdkServer(SaslServer server, String mechanism, JdkFailures.Wording wording)
    implements Conversation.Server {
  @Override
  public byte @Nullable [] step(byte[] token) throws SaslException {
    try {
      return server.evaluateResponse(token);
    } catch (SaslException e) {
      throw wording.of(mechanism, e);
    }
  }

  @Override
  public boolean complete() {
    return server.isComplete();
  }

  @Override
  public String user() {
    return server.getAuthorizationID();
  }

  @Override
  public void close() {
    JdkFailures.ignoring(server::dispose);
  }
}
