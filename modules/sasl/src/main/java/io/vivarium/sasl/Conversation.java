package io.vivarium.sasl;

import javax.security.sasl.SaslException;
import org.jspecify.annotations.Nullable;

/** One side of one SASL conversation. Used by one thread at a time. */
public interface Conversation extends AutoCloseable {
  /**
   * Takes the token of the other side.
   *
   * @return what to answer; null when there is nothing to say, which is possible at the end only
   * @throws SaslException when the other side has not proved what it should, or does not keep to the mechanism; the conversation is
   *     over then
   */
  byte @Nullable [] step(byte[] token) throws SaslException;

  /** Whether the other side has proved what it should and nothing more is to come. */
  boolean complete();

  /** Forgets secrets; idempotent. */
  @Override
  void close();

  /** The side that is asked to believe. */
  interface Server extends Conversation {
    /** Whom the other side has proved to be; only when {@link #complete}. */
    String user();
  }

  /** The side that proves itself. */
  interface Client extends Conversation {
    /** The first token, which may be empty. May block. */
    byte[] opening() throws SaslException;
  }
}
