package io.vivarium.consensus.zab.wire;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.vivarium.codec.TxnCodec;
import io.vivarium.consensus.zab.wire.QuorumCodec.Sender;
import io.vivarium.model.ParsedTxn;
import io.vivarium.model.Txn;
import io.vivarium.zab.message.QuorumMessage;
import java.nio.ByteBuffer;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.stream.Stream;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** What held on every captured quorum connection, and must hold of what we send. */
class CapturedFactsTest {
  private static final int FIELD_LIMIT = 1 << 21;
  private static final int CREATE_SESSION = -10;

  static List<GoldenFrames.Conversation> conversations() {
    return GoldenFrames.quorumConversations();
  }

  private static List<QuorumMessage> said(GoldenFrames.Direction direction) {
    Sender sender = direction.forward() ? Sender.LEARNER : Sender.LEADER;
    return direction.frames().stream()
        .filter(
            frame ->
                !frame.name().equals("snapshot-stream") && !frame.name().equals("QuorumAuthPacket"))
        .map(frame -> QuorumCodec.decode(frame.buffer(), sender))
        .toList();
  }

  private static <T> Stream<T> of(Class<T> type, List<QuorumMessage> messages) {
    return messages.stream().filter(type::isInstance).map(type::cast);
  }

  @ParameterizedTest(name = "{0}")
  @MethodSource("conversations")
  void aLearnerBeginsWithItselfItsPromiseAndTwoAcknowledgementsOfTheEpoch(
      GoldenFrames.Conversation conversation) {
    List<QuorumMessage> learner = said(conversation.opener());
    List<QuorumMessage> leader = said(conversation.listener());

    long accepted = ((QuorumMessage.LearnerInfo) learner.get(0)).acceptedEpoch();
    long epoch = ((QuorumMessage.LeaderInfo) leader.get(0)).epoch();
    QuorumMessage.AckEpoch promise = (QuorumMessage.AckEpoch) learner.get(1);
    assertEquals(accepted == epoch, promise.currentEpoch() == -1, "promised before");
    assertEquals(
        List.of(new QuorumMessage.Ack(epoch << 32), new QuorumMessage.Ack(epoch << 32)),
        learner.stream().skip(2).limit(2).toList());
  }

  @ParameterizedTest(name = "{0}")
  @MethodSource("conversations")
  void acknowledgementsIncreaseAndObserversGiveNone(GoldenFrames.Conversation conversation) {
    List<QuorumMessage> learner = said(conversation.opener());
    boolean observer = ((QuorumMessage.LearnerInfo) learner.get(0)).observer();
    Set<Long> committedBefore = committedBeforeTheEnd(said(conversation.listener()));

    long last = 0;
    for (QuorumMessage.Ack ack : of(QuorumMessage.Ack.class, learner).skip(2).toList()) {
      assertFalse(observer, "an observer acknowledged " + ack);
      assertTrue(ack.zxid() > last, ack + " after " + Long.toHexString(last));
      assertFalse(committedBefore.contains(ack.zxid()), ack + " was committed before NEWLEADER");
      last = ack.zxid();
    }
  }

  /** Zxids proposed and committed before NEWLEADER. */
  private static Set<Long> committedBeforeTheEnd(List<QuorumMessage> leader) {
    Set<Long> committed = new HashSet<>();
    for (QuorumMessage message : leader) {
      if (message instanceof QuorumMessage.NewLeader) {
        break;
      }
      if (message instanceof QuorumMessage.Commit(long zxid)) {
        committed.add(zxid);
      }
    }
    return committed;
  }

  @ParameterizedTest(name = "{0}")
  @MethodSource("conversations")
  void anAnswerToAPingRepeatsItsZxid(GoldenFrames.Conversation conversation) {
    Set<Long> pinged = new HashSet<>();
    of(QuorumMessage.Ping.class, said(conversation.listener())).forEach(p -> pinged.add(p.zxid()));

    of(QuorumMessage.Pong.class, said(conversation.opener()))
        .forEach(pong -> assertTrue(pinged.contains(pong.zxid()), () -> "never pinged " + pong));
    conversation
        .opener()
        .of("PING")
        .forEach(
            frame -> assertTrue(frame.buffer().getInt(12) >= 0, () -> frame + " has null data"));
  }

  @ParameterizedTest(name = "{0}")
  @MethodSource("conversations")
  void identitiesAreMissingWithCreateSessionOnly(GoldenFrames.Conversation conversation) {
    of(QuorumMessage.Request.class, said(conversation.opener()))
        .forEach(
            request ->
                assertEquals(
                    request.opCode() == CREATE_SESSION,
                    request.authIds() == null,
                    request::toString));
  }

  @ParameterizedTest(name = "{0}")
  @MethodSource("conversations")
  void aLeaderTellsTheEpochHowItSyncsAndOnceThatThisWasAll(GoldenFrames.Conversation conversation) {
    List<QuorumMessage> leader = said(conversation.listener());

    assertTrue(leader.get(0) instanceof QuorumMessage.LeaderInfo);
    assertTrue(
        leader.get(1) instanceof QuorumMessage.Diff
            || leader.get(1) instanceof QuorumMessage.Trunc
            || leader.get(1) instanceof QuorumMessage.Snap);
    assertEquals(1, of(QuorumMessage.NewLeader.class, leader).count());
    assertTrue(of(QuorumMessage.UpToDate.class, leader).count() <= 1);
  }

  @ParameterizedTest(name = "{0}")
  @MethodSource("conversations")
  void proposalsHaveNoGapAndCommitsNameTheOldest(GoldenFrames.Conversation conversation) {
    Deque<Long> proposed = new ArrayDeque<>();
    long last = -1;
    for (QuorumMessage message : said(conversation.listener())) {
      switch (message) {
        case QuorumMessage.Propose(long zxid, ByteBuffer _) -> {
          boolean sameEpoch = last >>> 32 == zxid >>> 32;
          assertTrue(last < 0 || !sameEpoch || zxid == last + 1, () -> message + " after a gap");
          proposed.add(zxid);
          last = zxid;
        }
        case QuorumMessage.Commit(long zxid) -> assertEquals(proposed.poll(), zxid);
        case QuorumMessage.CommitAndActivate(long zxid, long _) ->
            assertEquals(proposed.poll(), zxid);
        default -> {
          // no part of the order
        }
      }
    }
  }

  @ParameterizedTest(name = "{0}")
  @MethodSource("conversations")
  void afterTheSyncAnObserverIsInformedAndOthersNever(GoldenFrames.Conversation conversation) {
    boolean observer = ((QuorumMessage.LearnerInfo) said(conversation.opener()).get(0)).observer();
    boolean synced = false;
    for (QuorumMessage message : said(conversation.listener())) {
      synced |= message instanceof QuorumMessage.NewLeader;
      boolean informs =
          message instanceof QuorumMessage.Inform
              || message instanceof QuorumMessage.InformAndActivate;
      boolean proposes =
          message instanceof QuorumMessage.Propose || message instanceof QuorumMessage.Commit;
      assertFalse(informs && !(observer && synced), message::toString);
      assertFalse(proposes && observer && synced, message::toString);
    }
  }

  @ParameterizedTest(name = "{0}")
  @MethodSource("conversations")
  void theZxidOfAPacketIsThatOfItsTxnAndOnlyRefusalsHaveNoDigest(
      GoldenFrames.Conversation conversation) {
    for (QuorumMessage message : said(conversation.listener())) {
      switch (message) {
        case QuorumMessage.Propose(long zxid, ByteBuffer txn) -> checkTxn(zxid, txn);
        case QuorumMessage.Inform(long zxid, ByteBuffer txn) -> checkTxn(zxid, txn);
        case QuorumMessage.InformAndActivate(long zxid, long _, ByteBuffer txn) ->
            checkTxn(zxid, txn);
        default -> {
          // carries no txn
        }
      }
    }
  }

  private static void checkTxn(long zxid, ByteBuffer txn) {
    ParsedTxn parsed = TxnCodec.decode(txn.duplicate(), FIELD_LIMIT);
    assertEquals(zxid, parsed.header().zxid());
    if (parsed.txn() instanceof Txn.Failed) {
      assertNull(parsed.digest());
    } else {
      assertTrue(parsed.digest() != null, parsed::toString);
    }
  }
}
