package io.vivarium.auth.builtin;

import io.vivarium.spi.auth.AuthOutcome;
import io.vivarium.spi.auth.AuthScheme;
import io.vivarium.spi.transport.Peer;

/**
 * The word {@code auth} in an ACL that a client sends: it stands for everything the client has proved, and the kernel replaces it
 * before the ACL is stored. The id beside it is ignored. An ACL that still has it fits nobody.
 */
final class AuthShorthandScheme implements AuthScheme {
  @Override
  public String scheme() {
    return "auth";
  }

  @Override
  public AuthOutcome authenticate(Peer peer, byte[] token) {
    return new AuthOutcome.Refused("scheme auth is a shorthand in ACLs and proves nothing");
  }

  @Override
  public boolean validId(String id) {
    return true;
  }

  @Override
  public boolean matches(String presented, String aclId) {
    return false;
  }

  @Override
  public boolean authenticated() {
    return false;
  }
}
