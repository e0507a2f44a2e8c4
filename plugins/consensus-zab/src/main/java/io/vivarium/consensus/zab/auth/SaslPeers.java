package io.vivarium.consensus.zab.auth;

import io.vivarium.model.ensemble.Membership;
import io.vivarium.sasl.ClientMechanism;
import io.vivarium.sasl.ServerExchange;
import io.vivarium.spi.TimeSource;
import io.vivarium.spi.auth.FailedAttempts;
import io.vivarium.spi.transport.HandlerFactory;
import java.util.concurrent.Executor;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/** Servers prove themselves by SASL. */
final class SaslPeers implements PeerAuthentication {
  /** A server that waits for another to start fails now and then. */
  private static final int FREE_ATTEMPTS = 20;

  /** To three seconds: a server may share its address with who attacks, and has to find a moment in between. */
  private static final int MOST_DOUBLINGS = 4;

  private final PeerLogins logins;
  private final Executor blocking;
  private final FailedAttempts attempts;

  SaslPeers(PeerLogins logins, Executor blocking, TimeSource time) {
    this.logins = logins;
    this.blocking = blocking;
    this.attempts = new FailedAttempts(time, FREE_ATTEMPTS, MOST_DOUBLINGS);
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
    return connection -> {
      String address = connection.peer().remoteHost();
      if (logins.othersMust() && attempts.waitMs(address) > 0) {
        return null; // What it is told, and the log, were told often enough.
      }
      Consumer<String> noted =
          reason -> {
            attempts.failed(address);
            failed.accept(reason);
          };
      return new ListeningProof(
          connection, packets, noted, new ServerExchange(logins.others()), logins.othersMust());
    };
  }
}
