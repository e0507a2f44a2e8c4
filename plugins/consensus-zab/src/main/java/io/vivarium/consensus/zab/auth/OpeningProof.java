package io.vivarium.consensus.zab.auth;

import io.vivarium.consensus.zab.wire.QuorumAuthPacket;
import io.vivarium.sasl.ClientMechanism;
import io.vivarium.sasl.Conversation;
import io.vivarium.spi.transport.Connection;
import io.vivarium.spi.transport.HandlerFactory;
import java.nio.ByteBuffer;
import java.util.concurrent.Executor;
import java.util.function.Consumer;
import javax.security.sasl.SaslException;
import org.jspecify.annotations.Nullable;

/** The end that has connected to another server, and proves itself. */
final class OpeningProof extends Proof {
  private static final byte[] NOTHING = {};

  /** Packets of the other server before this one has to be believed. */
  private static final int MOST_PACKETS = 8;

  private Conversation.@Nullable Client conversation;
  private int packets;
  private boolean forgotten;

  OpeningProof(Connection connection, HandlerFactory packets, Consumer<String> failed) {
    super(connection, packets, failed);
  }

  /** Begins beside the I/O thread: to get a ticket of Kerberos takes a conversation with somebody else. */
  void begin(ClientMechanism mechanism, String host, Executor blocking) {
    blocking.execute(
        () -> {
          try {
            Conversation.Client begun = mechanism.begin(host);
            byte[] opening = begun.opening();
            connection().execute(() -> begun(begun, opening));
          } catch (SaslException | RuntimeException e) {
            connection().execute(() -> fail(String.valueOf(e.getMessage())));
          }
        });
  }

  private void begun(Conversation.Client begun, byte[] opening) {
    if (forgotten) {
      begun.close();
      return;
    }
    conversation = begun;
    send(QuorumAuthPacket.Status.IN_PROGRESS, opening);
  }

  @Override
  int proofLength(ByteBuffer received) {
    return QuorumAuthPacket.frameLength(received);
  }

  @Override
  void received(QuorumAuthPacket packet) {
    Conversation.Client current = conversation;
    if (current == null || ++packets > MOST_PACKETS) {
      fail("the other server does not keep to the order of the exchange");
      return;
    }
    byte[] token = packet.token() == null ? NOTHING : packet.token();
    try {
      switch (packet.status()) {
        case IN_PROGRESS -> {
          byte[] answer = current.step(token);
          send(QuorumAuthPacket.Status.IN_PROGRESS, answer == null ? NOTHING : answer);
        }
        case SUCCESS -> believed(current, token);
        case ERROR -> fail("the other server has refused the credentials of this one");
      }
    } catch (SaslException e) {
      fail(String.valueOf(e.getMessage()));
    }
  }

  /** The other server says that it believes; it must have proved itself, too, where the mechanism has that. */
  private void believed(Conversation.Client current, byte[] token) throws SaslException {
    byte[] more = current.complete() ? null : current.step(token);
    if (more == null && current.complete()) {
      pass();
    } else {
      fail("the other server calls the exchange complete, and has not proved itself");
    }
  }

  @Override
  void forget() {
    forgotten = true;
    if (conversation != null) {
      conversation.close();
    }
  }
}
