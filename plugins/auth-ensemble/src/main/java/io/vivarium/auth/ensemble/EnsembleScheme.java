package io.vivarium.auth.ensemble;

import io.vivarium.spi.auth.AuthOutcome;
import io.vivarium.spi.auth.AuthScheme;
import io.vivarium.spi.transport.Peer;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Set;

/**
 * Which ensemble a client means. Addresses are given to other ensembles now and then, and a client that comes to a wrong one would find a
 * tree without its data. Nothing is proved by it, and no ACL names it.
 */
final class EnsembleScheme implements AuthScheme {
  private final Set<String> names;

  /**
   * The scheme.
   *
   * @param names by which clients may know this ensemble; empty: any
   */
  EnsembleScheme(Set<String> names) {
    this.names = Set.copyOf(names);
  }

  @Override
  public String scheme() {
    return "ensemble";
  }

  /** A wrong name is not answered: the client would give up where it should try the next address. Nor is it repeated in the log. */
  @Override
  public AuthOutcome authenticate(Peer peer, byte[] token) {
    String meant = new String(token, StandardCharsets.UTF_8);
    return meant.isEmpty() || names.isEmpty() || names.contains(meant)
        ? new AuthOutcome.Accepted(List.of())
        : new AuthOutcome.Dropped(
            "the client means another ensemble than this; see ensembleAuthName");
  }

  @Override
  public boolean validId(String id) {
    return false;
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
