package io.vivarium.sasl;

import java.util.List;
import javax.security.sasl.SaslException;
import org.jspecify.annotations.Nullable;

/**
 * The side of a conversation that is asked to believe, with bounds: the first token tells the mechanism, each token has a largest size,
 * and there is an end to the tokens. Whatever a mechanism throws becomes a {@link SaslException}. Used by one thread at a time.
 */
public final class ServerExchange implements AutoCloseable {
  /** Tokens that a peer may send: the longest mechanism, GSSAPI, takes three. */
  static final int MOST_STEPS = 8;

  private final List<ServerMechanism> mechanisms;
  private @Nullable ServerMechanism mechanism;
  private Conversation.@Nullable Server conversation;
  private int steps;
  private boolean over;

  /** An exchange that has not begun, by one of the mechanisms. */
  public ServerExchange(List<ServerMechanism> mechanisms) {
    this.mechanisms = List.copyOf(mechanisms);
  }

  /**
   * Takes a token of the peer.
   *
   * @return what to answer, null when nothing
   * @throws SaslException when the peer is not believed; no further token is taken then
   */
  public byte @Nullable [] step(byte[] token) throws SaslException {
    if (over) {
      throw new SaslException("the exchange is over");
    }
    try {
      return bounded(token);
    } catch (SaslException e) {
      close();
      throw e;
    } catch (RuntimeException e) {
      close();
      throw new SaslException("a token of a wrong form: " + e.getClass().getSimpleName());
    }
  }

  private byte @Nullable [] bounded(byte[] token) throws SaslException {
    ServerMechanism by = mechanism;
    Conversation.Server current = conversation;
    if (by == null || current == null) {
      by = choose(token);
      current = by.begin();
      mechanism = by;
      conversation = current;
    }
    if (token.length > by.largestToken()) {
      throw new SaslException(
          "a token of "
              + token.length
              + " bytes; "
              + by.name()
              + " takes at most "
              + by.largestToken());
    }
    if (++steps > MOST_STEPS) {
      throw new SaslException("no end after " + MOST_STEPS + " tokens");
    }
    return current.step(token);
  }

  private ServerMechanism choose(byte[] token) throws SaslException {
    for (ServerMechanism each : mechanisms) {
      if (each.opensWith(token)) {
        return each;
      }
    }
    throw new SaslException(
        "the first token is of none of the mechanisms that are configured here: "
            + mechanisms.stream().map(ServerMechanism::name).toList());
  }

  /** Whether the peer is believed. */
  public boolean complete() {
    return !over && conversation != null && conversation.complete();
  }

  /** Whom the peer has proved to be; only when {@link #complete}. */
  public String user() {
    Conversation.Server current = conversation;
    if (!complete() || current == null) {
      throw new IllegalStateException("nobody has proved anything yet");
    }
    return current.user();
  }

  /** The mechanism that the peer has chosen; "no mechanism" before it has. */
  public String mechanismName() {
    return mechanism == null ? "no mechanism" : mechanism.name();
  }

  /** Forgets secrets; idempotent. */
  @Override
  public void close() {
    over = true;
    if (conversation != null) {
      conversation.close();
    }
  }
}
