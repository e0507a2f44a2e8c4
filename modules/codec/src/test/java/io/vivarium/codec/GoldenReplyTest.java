package io.vivarium.codec;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;

import io.vivarium.codec.GoldenWire.Frame;
import io.vivarium.model.AuthId;
import io.vivarium.model.ErrorCode;
import io.vivarium.model.OpCode;
import io.vivarium.model.Reply;
import io.vivarium.model.ReplyHeader;
import io.vivarium.model.WatchEvent;
import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** Captured answers and watch events read as what they say and are written as the same bytes. */
class GoldenReplyTest {
  static List<Frame> replies() {
    return GoldenWire.frames().stream().filter(f -> f.kind().equals("reply")).toList();
  }

  static List<Frame> events() {
    return GoldenWire.frames().stream().filter(f -> f.kind().equals("notification")).toList();
  }

  @ParameterizedTest
  @MethodSource("replies")
  void answerReadsAndWritesAsCaptured(Frame frame) {
    Map<String, Object> fields = frame.fields();
    // The answer to an unknown op has no body, as that to a delete.
    OpCode op =
        fields.get("op") instanceof Long ? OpCode.DELETE : ExpectedFields.op(fields.get("op"));
    DecodedReply reply = ReplyCodec.decode(op, frame.body(), GoldenWire.FIELD_LIMIT);
    ReplyHeader header = reply.header();
    assertEquals(ExpectedFields.number(fields.get("xid")), header.xid());
    assertEquals(ExpectedFields.wide(fields.get("zxid")), header.zxid());
    assertEquals(error(fields.get("err")), header.error());
    assertBody(Json.object(fields.getOrDefault("body", Map.of())), reply.body());

    JuteWriter out = new JuteWriter();
    ReplyCodec.encode(header.xid(), header.zxid(), header.error(), reply.body(), out);
    assertArrayEquals(frame.bytes(), out.toByteArray());
  }

  @ParameterizedTest
  @MethodSource("replies")
  void shortcutsWriteTheSameBytes(Frame frame) {
    if (!frame.fields().get("err").equals("OK")) {
      return;
    }
    OpCode op = ExpectedFields.op(frame.fields().get("op"));
    DecodedReply reply = ReplyCodec.decode(op, frame.body(), GoldenWire.FIELD_LIMIT);
    int xid = reply.header().xid();
    long zxid = reply.header().zxid();
    JuteWriter out = new JuteWriter();
    switch (reply.body()) {
      case Reply.DataStat body when body.data() == null ->
          ReplyCodec.encodeData(xid, zxid, null, 0, -1, body.stat(), out);
      case Reply.DataStat body -> {
        byte[] within = new byte[body.data().length + 5];
        System.arraycopy(body.data(), 0, within, 3, body.data().length);
        ReplyCodec.encodeData(xid, zxid, within, 3, body.data().length, body.stat(), out);
      }
      case Reply.StatOnly body -> ReplyCodec.encodeStat(xid, zxid, body.stat(), out);
      case Reply.ChildrenStat body -> {
        int begun = ReplyCodec.begin(xid, zxid, 0, out);
        out.writeStrings(body.children());
        ReplyCodec.writeStat(body.stat(), out);
        out.endFrame(begun);
      }
      case Reply.Empty body -> ReplyCodec.encodeEmpty(xid, zxid, 0, out);
      default -> ReplyCodec.encode(xid, zxid, 0, reply.body(), out);
    }
    assertArrayEquals(frame.bytes(), out.toByteArray());
  }

  @ParameterizedTest
  @MethodSource("events")
  void watchEventReadsAndWritesAsCaptured(Frame frame) {
    Map<String, Object> fields = frame.fields();
    ByteBuffer body = frame.body();
    ReplyHeader header = ReplyCodec.decodeHeader(body);
    assertEquals(ReplyHeader.WATCH_XID, header.xid());
    WatchEvent event = ReplyCodec.decodeEvent(header, body, GoldenWire.FIELD_LIMIT);
    Map<String, Object> expected = Json.object(fields.get("body"));
    assertEquals(ExpectedFields.wide(fields.get("zxid")), event.zxid());
    assertEquals(expected.get("path"), event.path());
    assertEquals(
        ((String) expected.get("type")).toLowerCase(java.util.Locale.ROOT),
        event.type().name().replace("_", "").toLowerCase(java.util.Locale.ROOT));

    JuteWriter out = new JuteWriter();
    ReplyCodec.encodeEvent(event, out);
    assertArrayEquals(frame.bytes(), out.toByteArray());
  }

  private static void assertBody(Map<String, Object> expected, Reply actual) {
    switch (actual) {
      case Reply.Empty body -> assertEquals(Map.of(), expected);
      case Reply.Path body -> assertEquals(expected.get("path"), body.path());
      case Reply.PathStat body -> {
        assertEquals(expected.get("path"), body.path());
        ExpectedFields.assertStat(expected.get("stat"), body.stat());
      }
      case Reply.StatOnly body -> ExpectedFields.assertStat(expected.get("stat"), body.stat());
      case Reply.DataStat body -> {
        ExpectedFields.assertBytes(expected.get("data"), body.data());
        ExpectedFields.assertStat(expected.get("stat"), body.stat());
      }
      case Reply.AclStat body -> {
        assertEquals(ExpectedFields.acl(expected.get("acl")), body.acl());
        ExpectedFields.assertStat(expected.get("stat"), body.stat());
      }
      case Reply.Names body ->
          assertEquals(expected.getOrDefault("children", expected.get("ephemerals")), body.names());
      case Reply.ChildrenStat body -> {
        assertEquals(expected.get("children"), body.children());
        ExpectedFields.assertStat(expected.get("stat"), body.stat());
      }
      case Reply.IntValue body ->
          assertEquals(
              expected.getOrDefault("totalNumber", expected.get("err")), (long) body.value());
      case Reply.Identities body -> assertEquals(identities(expected), body.ids());
      case Reply.SaslToken body -> ExpectedFields.assertBytes(expected.get("token"), body.token());
      case Reply.Multi body -> assertResults(expected, body.results());
    }
  }

  private static List<AuthId> identities(Map<String, Object> expected) {
    List<AuthId> ids = new ArrayList<>();
    for (Object entry : Json.array(expected.get("clientInfo"))) {
      List<Object> id = Json.array(entry);
      ids.add(new AuthId((String) id.get(0), (String) id.get(1)));
    }
    return ids;
  }

  private static void assertResults(Map<String, Object> expected, List<Reply.Result> actual) {
    List<Object> results = Json.array(expected.get("results"));
    assertEquals(results.size(), actual.size());
    for (int i = 0; i < actual.size(); i++) {
      Map<String, Object> result = Json.object(results.get(i));
      Reply.Result found = actual.get(i);
      assertEquals(ExpectedFields.op(result.remove("type")), found.op());
      assertEquals(result.remove("hdrErr"), (long) found.error());
      if (found.op() == OpCode.ERROR) {
        assertEquals(error(result.remove("err")), found.error());
      }
      assertBody(result, found.body());
    }
  }

  private static int error(Object name) {
    for (ErrorCode error : ErrorCode.values()) {
      if (error.name().replace("_", "").equals(name)) {
        return error.code();
      }
    }
    throw new IllegalArgumentException("no error " + name);
  }
}
