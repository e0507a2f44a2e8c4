package io.vivarium.auth.sasl;

import io.vivarium.sasl.ServerExchange;
import io.vivarium.sasl.ServerMechanism;
import io.vivarium.spi.auth.AuthOutcome;
import io.vivarium.spi.auth.AuthScheme;
import io.vivarium.spi.auth.FailedAttempts;
import io.vivarium.spi.auth.SaslExchange;
import io.vivarium.spi.transport.Peer;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Who has proved itself by SASL. Any thread. */
final class SaslScheme implements AuthScheme {
  static final String NAME = "sasl";

  /** An identity that every ACL of this scheme admits, as in ZooKeeper. */
  private static final String SUPER = "super";

  private final ClientNames names;
  private final FailedAttempts attempts;
  private volatile List<ServerMechanism> mechanisms = List.of();

  SaslScheme(ClientNames names, FailedAttempts attempts) {
    this.names = names;
    this.attempts = attempts;
  }

  /** Takes these mechanisms from now on. */
  void take(List<ServerMechanism> from) {
    mechanisms = List.copyOf(from);
  }

  @Override
  public String scheme() {
    return NAME;
  }

  @Override
  public AuthOutcome authenticate(Peer peer, byte[] token) {
    return new AuthOutcome.Refused(
        "scheme sasl is proved by an exchange of sasl requests, not by an auth packet");
  }

  @Override
  public boolean validId(String id) {
    return PrincipalName.parse(id) != null;
  }

  @Override
  public boolean matches(String presented, String aclId) {
    return presented.equals(SUPER) || presented.equals(aclId);
  }

  @Override
  public @Nullable SaslExchange sasl(Peer peer) {
    List<ServerMechanism> offered = mechanisms;
    return offered.isEmpty()
        ? null
        : new ClientExchange(new ServerExchange(offered), names, attempts, peer.remoteHost());
  }
}
