package io.vivarium.sasl;

import javax.security.sasl.SaslException;

/** A SASL mechanism that this server takes. Any thread. */
public interface ServerMechanism {
  /** Its registered name. */
  String name();

  /** Largest token in bytes that a peer may send. */
  int largestToken();

  /**
   * Whether a conversation of this mechanism may begin with this token. ZooKeeper's protocol has no word for the mechanism: the
   * client takes it from its configuration, and the first token tells.
   */
  boolean opensWith(byte[] token);

  /** Begins a conversation. */
  Conversation.Server begin() throws SaslException;
}
