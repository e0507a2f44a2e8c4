package io.vivarium.sasl;

import javax.security.sasl.SaslException;

/** A SASL mechanism by which this server proves itself to others. Any thread. */
@FunctionalInterface
public interface ClientMechanism {
  /**
   * Begins a conversation. May block.
   *
   * @param host name or address of the server that is dialled, as it was configured
   */
  Conversation.Client begin(String host) throws SaslException;
}
