package io.vivarium.consensus.zab.auth;

import io.vivarium.model.ensemble.Membership;
import io.vivarium.sasl.ClientMechanism;
import io.vivarium.sasl.ServerExchange;
import io.vivarium.spi.transport.HandlerFactory;
import java.util.concurrent.Executor;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/** Servers prove themselves by SASL. */
final class SaslPeers implements PeerAuthentication {
  private final PeerLogins logins;
  private final Executor blocking;

  SaslPeers(PeerLogins logins, Executor blocking) {
    this.logins = logins;
    this.blocking = blocking;
  }

  @Override
  public void members(Membership committed, @Nullable Membership proposed) {
    logins.hosts().members(committed, proposed, blocking);
  }

  @Override
  public HandlerFactory opening(String host, HandlerFactory packets, Consumer<String> failed) {
    ClientMechanism mechanism = logins.own();
    if (mechanism == null) {
      return packets;
    }
    return connection -> {
      OpeningProof proof = new OpeningProof(connection, packets, failed);
      proof.begin(mechanism, host, blocking);
      return proof;
    };
  }

  @Override
  public HandlerFactory accepting(HandlerFactory packets, Consumer<String> failed) {
    return connection ->
        new ListeningProof(
            connection, packets, failed, new ServerExchange(logins.others()), logins.othersMust());
  }
}
