package io.vivarium.consensus.zab.auth;

import io.vivarium.sasl.ClientMechanism;
import io.vivarium.sasl.DigestMd5;
import io.vivarium.spi.TimeSource;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Executor;
import org.jspecify.annotations.Nullable;

/** Servers that know each other by passwords, for tests. */
public final class Passwords {
  /** What a server has to know. */
  public static final String RIGHT = "Hidden1!";

  private Passwords() {}

  /** A server that proves itself by a password, null for not at all, and demands it of others or not. */
  public static PeerAuthentication of(
      @Nullable String password, boolean demands, Executor blocking) {
    return of(password, demands, blocking, TimeSource.system());
  }

  /** As the other, with the time by which those who fail have to wait. */
  public static PeerAuthentication of(
      @Nullable String password, boolean demands, Executor blocking, TimeSource time) {
    ClientMechanism own =
        password == null ? null : DigestMd5.client(DigestMd5.Place.SERVERS, "peer", password);
    DigestMd5 others = new DigestMd5(DigestMd5.Place.SERVERS, Map.of("peer", RIGHT));
    return new PeerLogins(own, List.of(others), demands, new PeerHosts(false))
        .authentication(blocking, time);
  }
}
