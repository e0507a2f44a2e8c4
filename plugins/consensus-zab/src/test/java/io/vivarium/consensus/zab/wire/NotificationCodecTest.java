package io.vivarium.consensus.zab.wire;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.vivarium.codec.JuteWriter;
import io.vivarium.model.MalformedFrameException;
import io.vivarium.model.ensemble.Membership;
import io.vivarium.zab.message.Notification;
import io.vivarium.zab.message.ServerState;
import io.vivarium.zab.message.Vote;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;

/** The layouts of notifications since ZooKeeper began to have them, and what is refused. */
class NotificationCodecTest {
  private static final Membership MEMBERSHIP =
      Membership.parse("server.1=h1:2888:3888:participant\nversion=100000003");

  @ParameterizedTest
  @EnumSource
  void whatIsWrittenIsRead(ServerState state) {
    Notification notification =
        new Notification(state, new Vote(3, 0x1_0000_0007L, 4, 1), MEMBERSHIP);

    assertEquals(notification, NotificationCodec.decode(encoded(notification)));
  }

  @Test
  void anObserverVotesForNobodyOnTheWireToo() {
    Notification notification = new Notification(ServerState.LOOKING, Vote.none(9), MEMBERSHIP);

    assertEquals(notification, NotificationCodec.decode(encoded(notification)));
  }

  @Test
  void theOldestLayoutTellsTheEpochInTheZxidOnly() {
    ByteBuffer frame = frame(28);
    frame.putInt(2).putLong(3).putLong(0x5_0000_0001L).putLong(7).flip();

    assertEquals(
        new Notification(ServerState.LEADING, new Vote(3, 0x5_0000_0001L, 7, 5), 0, null),
        NotificationCodec.decode(frame));
  }

  @ParameterizedTest
  @ValueSource(ints = {0, 1, 2, -1})
  void whateverIsAtTheEndOfFortyBytesIsNoVersion(int end) {
    ByteBuffer frame = frame(40);
    frame.putInt(0).putLong(3).putLong(5).putLong(7).putLong(2).putInt(end).flip();

    assertEquals(
        new Notification(ServerState.LOOKING, new Vote(3, 5, 7, 2), 0, null),
        NotificationCodec.decode(frame));
  }

  @Test
  void aVersionBeforeMembershipsHasNone() {
    ByteBuffer frame = frame(44);
    frame.putInt(1).putLong(3).putLong(5).putLong(7).putLong(2).putInt(1).putInt(99).flip();

    assertEquals(
        new Notification(ServerState.FOLLOWING, new Vote(3, 5, 7, 2), 1, null),
        NotificationCodec.decode(frame));
  }

  @Test
  void whatALaterVersionHasBehindTheMembershipIsLeftAlone() {
    byte[] text = MEMBERSHIP.dynamicText().getBytes(StandardCharsets.UTF_8);
    ByteBuffer frame = frame(44 + text.length + 5);
    frame.putInt(1).putLong(3).putLong(5).putLong(7).putLong(2).putInt(3).putInt(text.length);
    frame.put(text).put(new byte[5]).flip();

    assertEquals(
        new Notification(ServerState.FOLLOWING, new Vote(3, 5, 7, 2), 3, MEMBERSHIP),
        NotificationCodec.decode(frame));
  }

  @Test
  void aMembershipThatIsNotUnderstoodDoesNotSpoilTheVote() {
    byte[] text = "server.1=nonsense".getBytes(StandardCharsets.UTF_8);
    ByteBuffer frame = frame(44 + text.length);
    frame.putInt(1).putLong(3).putLong(5).putLong(7).putLong(2).putInt(2).putInt(text.length);
    frame.put(text).flip();

    Notification read = NotificationCodec.decode(frame);

    assertEquals(new Vote(3, 5, 7, 2), read.vote());
    assertNull(read.membership());
  }

  @ParameterizedTest
  @ValueSource(ints = {0, -1, NotificationCodec.MOST_BYTES + 1, Integer.MAX_VALUE, 0x16030300})
  void aLengthThatNobodyMeansEndsTheConnection(int length) {
    ByteBuffer start = ByteBuffer.allocate(4).putInt(length).flip();

    String said =
        assertThrows(MalformedFrameException.class, () -> NotificationCodec.frameLength(start))
            .getMessage();

    assertTrue(said.contains("has length " + length + ", it must be in 1 to 524288"), said);
  }

  @Test
  void aStateThatDoesNotExistIsRefused() {
    ByteBuffer frame = frame(28);
    frame.putInt(4).putLong(3).putLong(5).putLong(7).flip();

    assertThrows(MalformedFrameException.class, () -> NotificationCodec.decode(frame));
  }

  @Test
  void everyLengthBetweenTheLayoutsIsRefused() {
    ByteBuffer whole = encoded(new Notification(ServerState.LOOKING, Vote.none(1), MEMBERSHIP));
    for (int length = 1; length < whole.limit() - 4; length++) {
      ByteBuffer cut = ByteBuffer.allocate(4 + length);
      cut.putInt(length).put(whole.slice(4, length)).flip();
      if (length != 28 && length != 40) {
        assertThrows(
            MalformedFrameException.class, () -> NotificationCodec.decode(cut), "of " + length);
      }
    }
  }

  @Test
  void aMembershipLongerThanTheMessageIsRefusedBeforeAnythingIsAllocated() {
    ByteBuffer frame = frame(44);
    frame.putInt(1).putLong(3).putLong(5).putLong(7).putLong(2).putInt(2).putInt(500_000).flip();

    assertThrows(MalformedFrameException.class, () -> NotificationCodec.decode(frame));
  }

  private static ByteBuffer frame(int length) {
    return ByteBuffer.allocate(4 + length).putInt(length);
  }

  private static ByteBuffer encoded(Notification notification) {
    JuteWriter out = new JuteWriter();
    NotificationCodec.encode(notification, out);
    return ByteBuffer.wrap(out.toByteArray());
  }
}
