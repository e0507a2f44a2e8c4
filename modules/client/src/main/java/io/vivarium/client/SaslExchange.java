package io.vivarium.client;

import javax.security.sasl.SaslException;
import org.jspecify.annotations.Nullable;

/** The client's side of one SASL conversation, by whatever mechanism. Called by one thread at a time. */
public interface SaslExchange extends AutoCloseable {
  /** The first token, which may be empty. */
  byte[] opening() throws SaslException;

  /**
   * Takes the server's token.
   *
   * @return what to answer; null when there is nothing to say
   * @throws SaslException when the server has not proved what it should
   */
  byte @Nullable [] step(byte[] token) throws SaslException;

  /** Whether nothing more is to come. */
  boolean complete();

  /** Forgets secrets; idempotent. */
  @Override
  void close();

  /** Begins a conversation with each server that is connected to. */
  @FunctionalInterface
  interface Mechanism {
    /** A new conversation with the server of this name, as it stands in the connect string. */
    SaslExchange begin(String host) throws SaslException;
  }
}
