package io.vivarium.consensus.zab.auth;

import io.vivarium.consensus.zab.wire.QuorumAuthPacket;
import io.vivarium.model.MalformedFrameException;
import io.vivarium.sasl.ServerExchange;
import io.vivarium.spi.transport.Connection;
import io.vivarium.spi.transport.HandlerFactory;
import java.nio.ByteBuffer;
import java.util.function.Consumer;
import javax.security.sasl.SaslException;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** The end that another server has connected to, and has to prove itself to. */
final class ListeningProof extends Proof {
  private static final Logger LOG = LoggerFactory.getLogger(ListeningProof.class);
  private static final byte[] NOTHING = {};

  private final ServerExchange exchange;
  private final boolean required;

  /**
   * For a new connection.
   *
   * @param required whether a peer that proves nothing, or fails to, is turned away; ensembles are switched to SASL server by server, and
   *     until the last is, somebody does not
   */
  ListeningProof(
      Connection connection,
      HandlerFactory packets,
      Consumer<String> failed,
      ServerExchange exchange,
      boolean required) {
    super(connection, packets, failed);
    this.exchange = exchange;
    this.required = required;
  }

  @Override
  int proofLength(ByteBuffer received) {
    if (received.remaining() < Long.BYTES) {
      return 0;
    }
    if (QuorumAuthPacket.begins(received)) {
      return QuorumAuthPacket.frameLength(received);
    }
    if (required) {
      throw new MalformedFrameException(
          "it does not authenticate, and quorum.auth.serverRequireSasl demands it");
    }
    pass();
    return 0;
  }

  @Override
  void endedEarly() {
    if (!required) {
      pass(); // who only rings the bell has nothing to say
    }
  }

  @Override
  void received(QuorumAuthPacket packet) {
    byte[] token = packet.token();
    try {
      byte[] answer = exchange.step(token == null ? NOTHING : token);
      if (!exchange.complete()) {
        send(QuorumAuthPacket.Status.IN_PROGRESS, answer);
        return;
      }
      LOG.info(
          "{} has proved by {} to be {}",
          connection().peer().remote(),
          exchange.mechanismName(),
          exchange.user());
      send(QuorumAuthPacket.Status.SUCCESS, answer);
      pass();
    } catch (SaslException e) {
      refuse(String.valueOf(e.getMessage()));
    }
  }

  private void refuse(String reason) {
    send(QuorumAuthPacket.Status.ERROR, NOTHING);
    if (required) {
      fail(reason);
    } else {
      LOG.warn(
          "{} failed to authenticate and is served all the same, as quorum.auth.serverRequireSasl is false: {}",
          connection().peer().remote(),
          reason);
      pass();
    }
  }

  @Override
  void forget() {
    exchange.close();
  }
}
