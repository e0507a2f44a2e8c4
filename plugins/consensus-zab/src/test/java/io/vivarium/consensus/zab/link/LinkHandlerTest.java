package io.vivarium.consensus.zab.link;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.vivarium.codec.JuteWriter;
import io.vivarium.consensus.zab.MemoryNetwork;
import io.vivarium.consensus.zab.SilentHandler;
import io.vivarium.consensus.zab.auth.PeerAuthentication;
import io.vivarium.consensus.zab.wire.QuorumCodec;
import io.vivarium.model.AuthId;
import io.vivarium.model.MalformedFrameException;
import io.vivarium.spi.TimeSource;
import io.vivarium.spi.consensus.StagedState;
import io.vivarium.spi.consensus.StateTransfer;
import io.vivarium.spi.transport.Connection;
import io.vivarium.spi.transport.Endpoint;
import io.vivarium.zab.message.QuorumMessage;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

/** How large the packets are that a connection takes, by who is at its other end. */
class LinkHandlerTest {
  /** What the default configuration makes of it. */
  private static final int FROM_LEADER = 64 << 20;

  private static final int FROM_LEARNER = 3 * 1_048_575 + (64 << 10);

  /** What a learner may send at least, however small {@code jute.maxbuffer} is. */
  private static final int LEAST_FROM_LEARNER = 1 << 20;

  private static final int MUCH = 32 << 20;
  private static final int REQUEST = 1;
  private static final int PROPOSAL = 2;
  private static final int PING = 5;

  /** Type, zxid, length of the data; behind the data, the number of identities. */
  private static final int HEAD_BYTES = 16;

  private static final int COUNT_BYTES = 4;
  private static final int REQUEST_BYTES = 16;

  private final MemoryNetwork network = new MemoryNetwork();
  private final Taken taken = new Taken();

  @Test
  void whoeverSaysThatItLearnsMaySendNoMoreThanLearnersDo() throws IOException {
    LinkHandler link = admitted(FROM_LEARNER);
    for (int type : new int[] {REQUEST, PING, PROPOSAL}) {
      MalformedFrameException refused =
          assertThrows(
              MalformedFrameException.class, () -> link.frameLength(head(type, MUCH)), "" + type);
      assertTrue(
          String.valueOf(refused.getMessage()).contains("at most " + FROM_LEARNER),
          refused.getMessage());
    }
  }

  @Test
  void theLargestRequestIsTaken() throws IOException {
    LinkHandler link = admitted(FROM_LEARNER);
    int around = HEAD_BYTES + REQUEST_BYTES + COUNT_BYTES;
    QuorumMessage largest =
        new QuorumMessage.Request(
            1, 1, 1, List.of(), ByteBuffer.allocate(FROM_LEARNER - around).asReadOnlyBuffer());
    ByteBuffer packet = bytes(largest);
    assertEquals(FROM_LEARNER, packet.remaining());

    receive(link, packet);

    assertEquals(List.of(largest), taken.messages);
  }

  @Test
  void aRequestThatIsLongerByItsIdentitiesIsNot() throws IOException {
    LinkHandler link = admitted(FROM_LEARNER);
    int around = HEAD_BYTES + REQUEST_BYTES + COUNT_BYTES;
    ByteBuffer packet =
        bytes(
            new QuorumMessage.Request(
                1,
                1,
                1,
                List.of(new AuthId("", "")),
                ByteBuffer.allocate(FROM_LEARNER - around).asReadOnlyBuffer()));

    assertThrows(MalformedFrameException.class, () -> link.frameLength(packet));
  }

  @Test
  void sessionsThatALearnerHasHeardOfAreTakenHoweverManyAndHoweverSmallRequestsAre()
      throws IOException {
    LinkHandler link = admitted(LEAST_FROM_LEARNER);
    int sessions = 200_000;

    receive(link, bytes(new QuorumMessage.Pong(1, new long[sessions], new int[sessions])));

    assertEquals(
        sessions,
        taken.messages.stream()
            .mapToInt(message -> ((QuorumMessage.Pong) message).sessionIds().length)
            .sum());
  }

  @Test
  void aLeaderMaySendWhatTheLogTakes() throws IOException {
    LinkHandler link = handler(LinkHandler.Role.LEARNS, FROM_LEARNER);
    assertEquals(HEAD_BYTES + MUCH + COUNT_BYTES, link.frameLength(head(PROPOSAL, MUCH)));
    ByteBuffer packet = bytes(new QuorumMessage.Propose(7, ByteBuffer.allocate(MUCH)));

    receive(link, packet);

    assertEquals(1, taken.messages.size());
    assertEquals(MUCH, ((QuorumMessage.Propose) taken.messages.getFirst()).txn().remaining());
    assertThrows(
        MalformedFrameException.class, () -> link.frameLength(head(PROPOSAL, FROM_LEADER)));
  }

  // ---- what the tests are made of

  /** A link to somebody who has said that it observes, and was told that it serves. */
  private LinkHandler admitted(int fromLearner) throws IOException {
    LinkHandler link = handler(LinkHandler.Role.SERVES, fromLearner);
    receive(
        link,
        bytes(new QuorumMessage.LearnerInfo(true, 0, 7, QuorumMessage.LearnerInfo.PROTOCOL, 0)));
    assertEquals(1, taken.messages.size());
    taken.messages.clear();
    link.admitted();
    return link;
  }

  private LinkHandler handler(LinkHandler.Role role, int fromLearner) throws IOException {
    LinkSettings settings =
        new LinkSettings(
            false, false, 100, FROM_LEADER, fromLearner, PeerAuthentication.NONE, 1000);
    List<LinkHandler> opened = new ArrayList<>();
    network.listen(
        new Endpoint(Endpoint.Purpose.PEER, "one", 2888, false, -1, false),
        connection -> {
          opened.add(new LinkHandler(1, connection, role, taken, output(connection), settings));
          return opened.getFirst();
        });
    network.dial("one", 2888, new SilentHandler());
    return opened.getFirst();
  }

  private LinkOutput output(Connection connection) {
    return new LinkOutput(
        connection,
        taken.state(),
        Runnable::run,
        new StateStream.Progress(TimeSource.system(), reason -> {}));
  }

  /** Reads packets as a transport does that has all of them at hand. */
  private static void receive(LinkHandler link, ByteBuffer packets) {
    while (packets.hasRemaining()) {
      int length = link.frameLength(packets.slice());
      link.onFrame(packets.slice(packets.position(), length));
      packets.position(packets.position() + length);
    }
    link.onReadDone();
  }

  private static ByteBuffer head(int type, int data) {
    return ByteBuffer.allocate(HEAD_BYTES).putInt(type).putLong(1).putInt(data).flip();
  }

  private static ByteBuffer bytes(QuorumMessage message) {
    JuteWriter out = new JuteWriter();
    QuorumCodec.encode(message, out);
    return ByteBuffer.wrap(out.toByteArray());
  }

  /** What the engine would get, which deals with it at once. */
  private static final class Taken implements LinkHandler.Owner {
    private final List<QuorumMessage> messages = new ArrayList<>();
    private final StateTransfer state = new StoredState(0);

    @Override
    public void received(LinkHandler link, List<QuorumMessage> brought, int bytes) {
      messages.addAll(brought);
      link.dealtWith(bytes);
    }

    @Override
    public void stateArriving(LinkHandler link) {}

    @Override
    public void stateArrived(LinkHandler link, StagedState arrived) {}

    @Override
    public void gone(LinkHandler link, String reason) {}

    @Override
    public StateTransfer state() {
      return state;
    }
  }
}
