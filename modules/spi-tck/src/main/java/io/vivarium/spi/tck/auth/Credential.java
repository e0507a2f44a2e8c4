package io.vivarium.spi.tck.auth;

import java.nio.charset.StandardCharsets;

/**
 * A token and what it is worth.
 *
 * @param scheme the authentication scheme
 * @param token what the client sends
 * @param id the id that the token proves; for an impostor, the id that it must not gain
 * @param secret the part of the token that must never be shown; empty when it has none
 */
public record Credential(String scheme, byte[] token, String id, String secret) {
  /** A credential whose token is text. */
  public static Credential of(String scheme, String token, String id, String secret) {
    return new Credential(scheme, token.getBytes(StandardCharsets.UTF_8), id, secret);
  }

  @Override
  public String toString() {
    return scheme + ":" + id;
  }
}
