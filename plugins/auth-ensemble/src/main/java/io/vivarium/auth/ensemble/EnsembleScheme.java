package io.vivarium.auth.ensemble;

import io.vivarium.spi.auth.AuthOutcome;
import io.vivarium.spi.auth.AuthScheme;
import io.vivarium.spi.metrics.Counter;
import io.vivarium.spi.metrics.Metrics;
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
  private final Counter meantThis;
  private final Counter meantAnother;
  private final Counter saidNothing;

  /**
   * The scheme.
   *
   * @param names by which clients may know this ensemble; empty: any
   * @param metrics where what clients say is counted, by ZooKeeper's names
   */
  EnsembleScheme(Set<String> names, Metrics metrics) {
    this.names = Set.copyOf(names);
    meantThis = metrics.counter("ensemble_auth_success");
    meantAnother = metrics.counter("ensemble_auth_fail");
    saidNothing = metrics.counter("ensemble_auth_skip");
  }

  @Override
  public String scheme() {
    return "ensemble";
  }

  /** A wrong name is not answered: the client would give up where it should try the next address. Nor is it repeated in the log. */
  @Override
  public AuthOutcome authenticate(Peer peer, byte[] token) {
    String meant = new String(token, StandardCharsets.UTF_8);
    if (meant.isEmpty() || names.isEmpty()) {
      saidNothing.increment();
      return new AuthOutcome.Accepted(List.of());
    }
    if (names.contains(meant)) {
      meantThis.increment();
      return new AuthOutcome.Accepted(List.of());
    }
    meantAnother.increment();
    return new AuthOutcome.Dropped(
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
