package io.vivarium.auth.builtin;

import io.vivarium.spi.auth.AuthOutcome;
import io.vivarium.spi.auth.AuthScheme;
import io.vivarium.spi.transport.Peer;

/** Everybody. Its only id is {@code anyone}; nobody needs to prove it, and nobody can. */
final class WorldScheme implements AuthScheme {
  private static final String ANYONE = "anyone";

  @Override
  public String scheme() {
    return "world";
  }

  @Override
  public AuthOutcome authenticate(Peer peer, byte[] token) {
    return new AuthOutcome.Refused("scheme world includes everybody and has nothing to prove");
  }

  @Override
  public boolean validId(String id) {
    return id.equals(ANYONE);
  }

  @Override
  public boolean matches(String presented, String aclId) {
    return aclId.equals(ANYONE);
  }

  @Override
  public boolean authenticated() {
    return false;
  }
}
