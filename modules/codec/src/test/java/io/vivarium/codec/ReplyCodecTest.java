package io.vivarium.codec;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertSame;
import static org.junit.jupiter.api.Assertions.assertThrows;

import io.vivarium.model.Acl;
import io.vivarium.model.AuthId;
import io.vivarium.model.ErrorCode;
import io.vivarium.model.MalformedFrameException;
import io.vivarium.model.OpCode;
import io.vivarium.model.Reply;
import io.vivarium.model.ReplyHeader;
import io.vivarium.model.Stat;
import io.vivarium.model.WatchEvent;
import java.nio.ByteBuffer;
import java.util.HexFormat;
import java.util.List;
import java.util.function.Consumer;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;

class ReplyCodecTest {
  private static final int BAD_BODY = ErrorCode.MARSHALLING_ERROR.code();
  private static final Stat STAT =
      new Stat(
          Long.MIN_VALUE,
          -2,
          Long.MAX_VALUE,
          4,
          Integer.MIN_VALUE,
          6,
          Integer.MAX_VALUE,
          8,
          9,
          10,
          11);

  private static ByteBuffer encoded(int xid, long zxid, int error, Reply body) {
    JuteWriter out = new JuteWriter();
    ReplyCodec.encode(xid, zxid, error, body, out);
    ByteBuffer frame = ByteBuffer.wrap(out.toByteArray());
    assertEquals(frame.remaining() - 4, frame.getInt());
    return frame;
  }

  private static Reply body(OpCode op, Consumer<JuteWriter> content) {
    return ReplyCodec.decodeBody(op, 0, Frames.bytes(content), Frames.LIMIT);
  }

  private static String refusal(OpCode op, Consumer<JuteWriter> content) {
    return assertThrows(MalformedFrameException.class, () -> body(op, content)).getMessage();
  }

  @Test
  void answerWithoutBodyIsTwentyBytes() {
    JuteWriter out = new JuteWriter();
    ReplyCodec.encodeEmpty(0x01020304, 0x1122334455667788L, -101, out);
    assertEquals(
        "00000010" + "01020304" + "1122334455667788" + "ffffff9b",
        HexFormat.of().formatHex(out.toByteArray()));
  }

  @Test
  void answersFollowEachOtherInOneWriter() {
    JuteWriter out = new JuteWriter();
    ReplyCodec.encodeStat(1, 2, STAT, out);
    int second = out.position();
    ReplyCodec.encodeEvent(new WatchEvent(WatchEvent.Type.NODE_DELETED, "/a", 3), out);
    ByteBuffer view = out.view();
    assertEquals(second, ClientFrames.frameLength(view, 1000));
    assertEquals(4 + 16 + StatCodec.BYTES, second);
    assertEquals(out.position() - second, ClientFrames.frameLength(view.position(second), 1000));
  }

  @Test
  void dataFromTheMiddleOfAnArrayIsWrittenAsADataStat() {
    byte[] array = {9, 9, 1, 2, 3, 9};
    JuteWriter out = new JuteWriter();
    ReplyCodec.encodeData(5, 6, array, 2, 3, STAT, out);
    ByteBuffer expected = encoded(5, 6, 0, new Reply.DataStat(new byte[] {1, 2, 3}, STAT));
    assertEquals(expected.rewind(), out.view());
  }

  @Test
  void nullDataDiffersFromEmptyData() {
    JuteWriter none = new JuteWriter();
    ReplyCodec.encodeData(5, 6, null, 0, -1, STAT, none);
    JuteWriter empty = new JuteWriter();
    ReplyCodec.encodeData(5, 6, new byte[0], 0, 0, STAT, empty);
    assertEquals("ffffffff", HexFormat.of().formatHex(none.toByteArray(), 20, 24));
    assertEquals("00000000", HexFormat.of().formatHex(empty.toByteArray(), 20, 24));
  }

  @ParameterizedTest
  @EnumSource(OpCode.class)
  void bodyOfAFailedRequestIsReadOnlyWhereServersSendOne(OpCode op) {
    ByteBuffer nothing = ByteBuffer.allocate(0);
    assertSame(Reply.Empty.INSTANCE, ReplyCodec.decodeBody(op, -101, nothing, Frames.LIMIT));
    if (op != OpCode.SASL && op != OpCode.MULTI_READ) {
      ByteBuffer junk = ByteBuffer.wrap(new byte[] {1, 2, 3});
      assertSame(Reply.Empty.INSTANCE, ReplyCodec.decodeBody(op, -101, junk, Frames.LIMIT));
    }
  }

  @Test
  void failedSaslMayCarryANullToken() {
    ByteBuffer frame = encoded(1, 0, ErrorCode.AUTH_FAILED.code(), new Reply.SaslToken(null));
    DecodedReply reply = ReplyCodec.decode(OpCode.SASL, frame, Frames.LIMIT);
    assertNull(((Reply.SaslToken) reply.body()).token());
  }

  @Test
  void refusedMultiReadMayCarryNoResults() {
    ByteBuffer frame = encoded(1, 7, BAD_BODY, new Reply.Multi(List.of()));
    DecodedReply reply = ReplyCodec.decode(OpCode.MULTI_READ, frame, Frames.LIMIT);
    assertEquals(
        new DecodedReply(new ReplyHeader(1, 7, BAD_BODY), new Reply.Multi(List.of())), reply);
  }

  @Test
  void failedPartsOfAMultiKeepTheirErrors() {
    Reply.Multi multi =
        new Reply.Multi(
            List.of(
                new Reply.Result(OpCode.ERROR, 0, Reply.Empty.INSTANCE),
                new Reply.Result(OpCode.ERROR, -103, Reply.Empty.INSTANCE),
                new Reply.Result(OpCode.ERROR, -2, Reply.Empty.INSTANCE),
                new Reply.Result(OpCode.GET_CHILDREN, 0, new Reply.Names(List.of("a"))),
                new Reply.Result(OpCode.CREATE2, 0, new Reply.PathStat("/a", STAT)),
                new Reply.Result(OpCode.DELETE, 0, Reply.Empty.INSTANCE)));
    ByteBuffer frame = encoded(1, 7, 0, multi);
    assertEquals(multi, ReplyCodec.decode(OpCode.MULTI, frame, Frames.LIMIT).body());
  }

  @Test
  void multiInsideAMultiIsRefusedBeforeItNests() {
    for (OpCode op : List.of(OpCode.MULTI, OpCode.MULTI_READ)) {
      assertEquals(
          "result of multi at offset 0 has type " + op.code() + ", which is not allowed in it",
          refusal(
              OpCode.MULTI,
              out -> {
                for (int i = 0; i < 100_000; i++) {
                  MultiHeader.writePart(op.code(), 0, out);
                }
              }));
    }
    assertEquals(
        "result of multi at offset 0 has type 999, which is not allowed in it",
        refusal(OpCode.MULTI, out -> MultiHeader.writePart(999, 0, out)));
  }

  @Test
  void identitiesAndAclsRoundTrip() {
    Reply.Identities ids =
        new Reply.Identities(List.of(new AuthId("digest", "bob"), new AuthId("super", "")));
    assertEquals(
        ids, ReplyCodec.decode(OpCode.WHO_AM_I, encoded(1, 2, 0, ids), Frames.LIMIT).body());
    Reply.AclStat acl = new Reply.AclStat(List.of(new Acl(31, "ip", "10.0.0.0/8")), STAT);
    assertEquals(
        acl, ReplyCodec.decode(OpCode.GET_ACL, encoded(1, 2, 0, acl), Frames.LIMIT).body());
  }

  @Test
  void nullVectorsOfAServerReadAsEmpty() {
    assertEquals(
        new Reply.Names(List.of()), body(OpCode.GET_CHILDREN, out -> out.writeStrings(null)));
    assertEquals(new Reply.Identities(List.of()), body(OpCode.WHO_AM_I, out -> out.writeInt(-1)));
    assertEquals(
        new Reply.AclStat(List.of(), STAT),
        body(
            OpCode.GET_ACL,
            out -> {
              out.writeInt(-1);
              StatCodec.write(STAT, out);
            }));
  }

  @Test
  void countBeyondTheBytesLeftIsRefused() {
    assertEquals(
        "identities at offset 0 has 3 elements, the 16 bytes left hold at most 2",
        refusal(
            OpCode.WHO_AM_I,
            out -> {
              out.writeInt(3);
              out.writeRaw(ByteBuffer.allocate(16));
            }));
  }

  @Test
  void shortStatIsRefusedWithTheFieldThatIsMissing() {
    assertEquals(
        "pzxid at offset 60 needs 8 bytes, 7 are left",
        refusal(OpCode.EXISTS, out -> out.writeRaw(ByteBuffer.allocate(67))));
  }

  @ParameterizedTest
  @EnumSource(WatchEvent.Type.class)
  void watchEventsRoundTrip(WatchEvent.Type type) {
    WatchEvent event = new WatchEvent(type, "/a/é", -1);
    JuteWriter out = new JuteWriter();
    ReplyCodec.encodeEvent(event, out);
    ByteBuffer frame = out.view().position(4);
    ReplyHeader header = ReplyCodec.decodeHeader(frame);
    assertEquals(new ReplyHeader(ReplyHeader.WATCH_XID, -1, 0), header);
    assertEquals(event, ReplyCodec.decodeEvent(header, frame, Frames.LIMIT));
  }

  @ParameterizedTest
  @ValueSource(ints = {-1, 0, 5, 6, 7})
  void eventThatServersDoNotSendIsRefused(int type) {
    ByteBuffer frame =
        Frames.bytes(
            out -> {
              out.writeInt(type);
              out.writeInt(3);
              out.writeString("/a");
            });
    ReplyHeader header = new ReplyHeader(-1, 1, 0);
    assertEquals(
        "event type at offset 0 of a watch event is " + type + ", servers send 1 to 4",
        assertThrows(
                MalformedFrameException.class,
                () -> ReplyCodec.decodeEvent(header, frame, Frames.LIMIT))
            .getMessage());
  }

  @Test
  void eventOfAnotherStateIsRefused() {
    ByteBuffer frame =
        Frames.bytes(
            out -> {
              out.writeInt(1);
              out.writeInt(5);
              out.writeString("/a");
            });
    assertThrows(
        MalformedFrameException.class,
        () -> ReplyCodec.decodeEvent(new ReplyHeader(-1, 1, 0), frame, Frames.LIMIT));
  }
}
