package io.vivarium.consensus.zab.link;

import io.vivarium.consensus.zab.auth.PeerAuthentication;
import io.vivarium.spi.transport.Endpoint;
import org.jspecify.annotations.Nullable;

/**
 * How links are made.
 *
 * @param secure whether they are encrypted
 * @param onAllAddresses whether learners are awaited at every address of the machine, not only at those of the membership
 * @param retryMs scale in ms of the time between two tries to connect to an address, which begins with much less, doubles with each, and
 *     ends when it has grown to a multiple of this
 * @param largestFromLeader largest packet in bytes, from 1, that is taken from whom this server has connected to, to learn from it
 * @param largestFromLearner largest packet in bytes, from 1, that is taken from whoever has connected to learn and was told that it
 *     serves; before that it is much less. Where nobody has to prove who he is, that can be a stranger
 * @param authentication what comes before the first packet
 * @param proofMs time in ms for that
 */
public record LinkSettings(
    boolean secure,
    boolean onAllAddresses,
    int retryMs,
    int largestFromLeader,
    int largestFromLearner,
    PeerAuthentication authentication,
    long proofMs) {
  /** A place of peers, to connect to or to listen at. */
  Endpoint endpoint(@Nullable String host, int port) {
    return new Endpoint(Endpoint.Purpose.PEER, host, port, secure, -1, false);
  }
}
