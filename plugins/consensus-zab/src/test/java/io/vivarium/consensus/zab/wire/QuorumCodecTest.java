package io.vivarium.consensus.zab.wire;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.vivarium.codec.JuteWriter;
import io.vivarium.consensus.zab.wire.QuorumCodec.Sender;
import io.vivarium.model.AuthId;
import io.vivarium.model.MalformedFrameException;
import io.vivarium.zab.message.QuorumMessage;
import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.List;
import java.util.stream.LongStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.FieldSource;

/** The bytes of single packets, their lengths, and what is refused. */
class QuorumCodecTest {
  private static final int LARGEST = 1 << 20;

  static final List<QuorumMessage> FROM_LEADERS =
      List.of(
          new QuorumMessage.LeaderInfo(7, QuorumMessage.LearnerInfo.PROTOCOL),
          new QuorumMessage.Diff(0x7_0000_0003L),
          new QuorumMessage.Trunc(0x7_0000_0003L),
          new QuorumMessage.Snap(0x7_0000_0003L),
          new QuorumMessage.NewLeader(0x8_0000_0000L, "server.1=h:1:2:participant\nversion=0"),
          new QuorumMessage.NewLeader(0x8_0000_0000L, null),
          new QuorumMessage.UpToDate(),
          new QuorumMessage.Propose(0x8_0000_0001L, bytes("a txn")),
          new QuorumMessage.Commit(0x8_0000_0001L),
          new QuorumMessage.Inform(0x8_0000_0001L, bytes("a txn")),
          new QuorumMessage.CommitAndActivate(0x8_0000_0002L, 3),
          new QuorumMessage.InformAndActivate(0x8_0000_0002L, 3, bytes("a txn")),
          new QuorumMessage.Sync(),
          new QuorumMessage.Revalidated(0x100_0000L, true),
          new QuorumMessage.Ping(0x8_0000_0002L));

  static final List<QuorumMessage> FROM_LEARNERS =
      List.of(
          new QuorumMessage.LearnerInfo(false, 6, 2, QuorumMessage.LearnerInfo.PROTOCOL, 0),
          new QuorumMessage.LearnerInfo(true, 6, 4, QuorumMessage.LearnerInfo.PROTOCOL, 9),
          new QuorumMessage.AckEpoch(0x6_0000_0009L, 6),
          new QuorumMessage.AckEpoch(0x6_0000_0009L, -1),
          new QuorumMessage.Ack(0x8_0000_0000L),
          new QuorumMessage.Request(0x100_0000L, 5, 1, List.of(), bytes("create")),
          new QuorumMessage.Request(0x100_0000L, 0, -10, null, bytes("")),
          new QuorumMessage.Request(
              0x100_0000L,
              5,
              1,
              List.of(new AuthId("ip", "127.0.0.1"), new AuthId("digest", "joe:x")),
              bytes("create")),
          new QuorumMessage.Revalidate(0x100_0000L, 30_000));

  @ParameterizedTest
  @FieldSource("FROM_LEADERS")
  void whatALeaderSaysComesBackAsItWasSaid(QuorumMessage message) {
    assertEquals(message, decoded(encoded(message), Sender.LEADER));
  }

  @ParameterizedTest
  @FieldSource("FROM_LEARNERS")
  void whatALearnerSaysComesBackAsItWasSaid(QuorumMessage message) {
    assertEquals(message, decoded(encoded(message), Sender.LEARNER));
  }

  @ParameterizedTest
  @FieldSource("FROM_LEADERS")
  void aLearnerDoesNotSayWhatALeaderSays(QuorumMessage message) {
    boolean both =
        message instanceof QuorumMessage.Ping || message instanceof QuorumMessage.Revalidated;
    if (!both) { // these two are other messages when a learner sends them
      assertThrows(MalformedFrameException.class, () -> decoded(encoded(message), Sender.LEARNER));
    }
  }

  @Test
  void theSessionsOfAPongComeBack() {
    QuorumMessage.Pong pong =
        new QuorumMessage.Pong(9, new long[] {1, 2}, new int[] {4000, 30_000});
    QuorumMessage.Pong back = (QuorumMessage.Pong) decoded(encoded(pong), Sender.LEARNER);
    assertEquals(
        List.of(9L, 1L, 2L), List.of(back.zxid(), back.sessionIds()[0], back.sessionIds()[1]));
    assertEquals(List.of(4000, 30_000), List.of(back.timeouts()[0], back.timeouts()[1]));
  }

  @ParameterizedTest
  @FieldSource("FROM_LEARNERS")
  void theLengthIsKnownOrAskedForAtEveryCut(QuorumMessage message) {
    ByteBuffer whole = encoded(message);
    for (int cut = 1; cut <= whole.limit(); cut++) {
      int length = QuorumCodec.frameLength(whole.slice(0, cut), LARGEST);
      assertTrue(length == 0 || length == whole.limit(), length + " at " + cut);
    }
    assertEquals(whole.limit(), QuorumCodec.frameLength(whole, LARGEST));
  }

  @Test
  void theLengthIsThatOfTheFirstPacketWhateverIsBehindIt() {
    ByteBuffer two = ByteBuffer.allocate(100);
    two.put(encoded(new QuorumMessage.Ack(1))).put(encoded(new QuorumMessage.Ack(2))).flip();
    assertEquals(20, QuorumCodec.frameLength(two, LARGEST));
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      textBlock =
          """
          00000014 0000000000000000 ffffffff          | packet at offset 0 has the type 20, types are 1 to 19
          00000000 0000000000000000 ffffffff          | packet at offset 0 has the type 0, types are 1 to 19
          00000002 0000000000000000 fffffffe          | PROPOSAL has a buffer of length -2 at offset 12, at most 1048576 is allowed
          00000002 0000000000000000 7fffffff          | PROPOSAL has a buffer of length 2147483647 at offset 12, at most 1048576 is allowed
          00000003 0000000000000000 00000041          | ACK has a buffer of length 65 at offset 12, at most 64 is allowed
          0000000a 0000000000000000 00040001          | NEWLEADER has a buffer of length 262145 at offset 12, at most 262144 is allowed
          00000002 0000000000000000 00100000          | packet at offset 0 has at least 1048596 bytes, at most 1048576 are allowed (jute.maxbuffer)
          00000001 0000000000000000 00000000 7fffffff | REQUEST has 2147483647 identities at offset 16, at most 1024 are allowed
          00000001 0000000000000000 00000000 00000001 7fffffff | REQUEST has a buffer of length 2147483647 at offset 20, at most 1048576 is allowed
          00000001 0000000000000000 00000000 00000001 000fffff | packet at offset 0 has at least 1048599 bytes, at most 1048576 are allowed (jute.maxbuffer)
          """)
  void aLengthThatNobodyMeansIsRefusedAtOnce(String hex, String reason) {
    ByteBuffer start = ByteBuffer.wrap(HexFormat.of().parseHex(hex.replace(" ", "")));
    assertEquals(
        reason,
        assertThrows(MalformedFrameException.class, () -> QuorumCodec.frameLength(start, LARGEST))
            .getMessage());
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      textBlock =
          """
          LEADER  | 00000011 0000000700000000 ffffffff ffffffff | at least 4 are needed
          LEADER  | 00000002 0000000700000001 ffffffff ffffffff | PROPOSAL has 0 bytes of data at offset 12, at least 1 are needed
          LEADER  | 00000003 0000000700000001 ffffffff ffffffff | ACK at offset 0 is nothing that a leader sends
          LEADER  | 00000004 0000000700000001 ffffffff 00000000 | COMMIT at offset 0 has identities
          LEADER  | 00000006 ffffffffffffffff 00000008 0000000000000001 ffffffff | at least 9 are needed
          LEARNER | 0000000b 0000000700000000 00000004 00000001 ffffffff | at least 8 are needed
          LEARNER | 00000005 0000000700000000 00000001 01 ffffffff | no multiple of 12
          LEARNER | 00000001 ffffffffffffffff 00000004 00000001 ffffffff | at least 16 are needed
          """)
  void aPacketThatDoesNotFitItsTypeOrSenderIsRefused(Sender sender, String hex, String reason) {
    ByteBuffer packet = ByteBuffer.wrap(HexFormat.of().parseHex(hex.replace(" ", "")));
    String said =
        assertThrows(MalformedFrameException.class, () -> QuorumCodec.decode(packet, sender))
            .getMessage();
    assertTrue(said.contains(reason), said);
  }

  @Test
  void anOldLearnerSaysLessOfItself() {
    ByteBuffer packet = ByteBuffer.allocate(28);
    packet.putInt(11).putLong(5L << 32).putInt(8).putLong(3).putInt(-1).flip();
    assertEquals(new QuorumMessage.LearnerInfo(false, 5, 3, 1, 0), decoded(packet, Sender.LEARNER));
  }

  @Test
  void theOldestLearnersDoNotTellTheirNumber() {
    ByteBuffer packet = ByteBuffer.allocate(20);
    packet.putInt(16).putLong(5L << 32).putInt(-1).putInt(-1).flip();
    assertEquals(new QuorumMessage.LearnerInfo(true, 5, -1, 1, 0), decoded(packet, Sender.LEARNER));
  }

  @ParameterizedTest
  @CsvSource({"0,1", "1,1", "65535,1", "65536,2", "65537,2", "131072,3", "131073,3"})
  void veryManySessionsAreToldInSeveralPacketsOfWhichOnlyTheLastIsTheAnswer(
      int count, int expected) {
    long[] sessions = LongStream.range(0, count).toArray();
    ByteBuffer packets = encoded(new QuorumMessage.Pong(9, sessions, new int[count]));

    List<Long> told = new ArrayList<>();
    int pongs = 0;
    while (packets.hasRemaining()) {
      int length = QuorumCodec.frameLength(packets, LARGEST);
      ByteBuffer one = packets.slice(packets.position(), length);
      packets.position(packets.position() + length);
      QuorumMessage.Pong pong = (QuorumMessage.Pong) QuorumCodec.decode(one, Sender.LEARNER);
      assertEquals(9, pong.zxid());
      assertEquals(!packets.hasRemaining(), pong.last(), "the last is the answer");
      LongStream.of(pong.sessionIds()).forEach(told::add);
      pongs++;
    }
    assertEquals(expected, pongs);
    assertEquals(LongStream.of(sessions).boxed().toList(), told);
  }

  @Test
  void moreSessionsInOnePacketAsZooKeeperSendsThemAreAnAnswer() {
    int count = QuorumCodec.MOST_TOUCHES + 1;
    int dataBytes = count * QuorumCodec.TOUCH_BYTES;
    ByteBuffer packet = ByteBuffer.allocate(20 + dataBytes + Integer.BYTES);
    packet.putInt(5).putLong(9).putInt(dataBytes).position(16 + dataBytes);
    packet.putInt(-1).flip();
    QuorumMessage.Pong pong = (QuorumMessage.Pong) decoded(packet, Sender.LEARNER);
    assertEquals(count, pong.sessionIds().length);
    assertTrue(pong.last());
  }

  @Test
  void aMessageKeepsNothingOfTheBufferItCameIn() {
    ByteBuffer packet = encoded(new QuorumMessage.Propose(1, bytes("a txn")));
    QuorumMessage.Propose read =
        (QuorumMessage.Propose) QuorumCodec.decode(packet.duplicate(), Sender.LEADER);
    for (int i = 0; i < packet.limit(); i++) {
      packet.put(i, (byte) 0);
    }
    assertEquals(bytes("a txn"), read.txn());
  }

  private static QuorumMessage decoded(ByteBuffer bytes, Sender sender) {
    return QuorumCodec.decode(bytes.duplicate(), sender);
  }

  private static ByteBuffer encoded(QuorumMessage message) {
    JuteWriter out = new JuteWriter();
    QuorumCodec.encode(message, out);
    return ByteBuffer.wrap(out.toByteArray());
  }

  private static ByteBuffer bytes(String text) {
    return ByteBuffer.wrap(text.getBytes(java.nio.charset.StandardCharsets.US_ASCII));
  }
}
