package io.vivarium.consensus.zab.election;

import io.vivarium.consensus.zab.auth.PeerAuthentication;
import io.vivarium.spi.transport.Endpoint;
import org.jspecify.annotations.Nullable;

/**
 * How election connections are made.
 *
 * @param serverId number of this server
 * @param secure whether they are encrypted
 * @param onAllAddresses whether peers are awaited at every address of the machine, not only at those of the membership
 * @param keepAlive whether the system probes idle connections
 * @param connectMs time in ms, at least 1, within which a connection that is opened must stand
 * @param greetingMs time in ms, at least 1, within which a peer that connects must say who it is, and prove it
 * @param bindTries attempts, a second apart, to bind the election port before the server gives up; 0 for ever
 * @param authentication what comes behind the initial message
 */
public record ElectionLinkSettings(
    long serverId,
    boolean secure,
    boolean onAllAddresses,
    boolean keepAlive,
    long connectMs,
    long greetingMs,
    int bindTries,
    PeerAuthentication authentication) {
  /** Checks the ranges. */
  public ElectionLinkSettings {
    if (connectMs < 1 || greetingMs < 1 || bindTries < 0) {
      throw new IllegalArgumentException(
          "election connections: connect within "
              + connectMs
              + " ms (at least 1), greeting within "
              + greetingMs
              + " ms (at least 1), "
              + bindTries
              + " attempts to bind (at least 0)");
    }
  }

  /** A place of servers, to connect to or to listen at. */
  Endpoint endpoint(@Nullable String host, int port) {
    return new Endpoint(Endpoint.Purpose.PEER, host, port, secure, -1, keepAlive);
  }
}
