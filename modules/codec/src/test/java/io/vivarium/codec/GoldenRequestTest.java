package io.vivarium.codec;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.vivarium.codec.GoldenWire.Frame;
import io.vivarium.model.OpCode;
import io.vivarium.model.Request;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** Captured requests read as what they say and are written as the same bytes. */
class GoldenRequestTest {
  /** Bodies that ZooKeeper answered with MARSHALLING_ERROR for what is in them. */
  private static final Set<String> MALFORMED =
      Set.of(
          "39-raw-marshalling.0.c2s.bin@49",
          "39-raw-marshalling.0.c2s.bin@65",
          "39-raw-marshalling.0.c2s.bin@131",
          "39-raw-marshalling.0.c2s.bin@201",
          "54-raw-order-filter-oddities.0.c2s.bin@654",
          "54-raw-order-filter-oddities.0.c2s.bin@691");

  /** A multiRead whose part asks for a watch, which ZooKeeper and we do not believe. */
  private static final String FLAG_IGNORED = "54-raw-order-filter-oddities.0.c2s.bin@731";

  static List<Frame> requests() {
    return GoldenWire.frames().stream().filter(f -> f.kind().equals("request")).toList();
  }

  private static boolean outOfRange(Map<String, Object> fields) {
    if (!(fields.get("body") instanceof Map<?, ?> body)) {
      return false;
    }
    return switch (String.valueOf(fields.get("op"))) {
      case "checkWatches", "removeWatches" ->
          (Long) body.get("type") < 1 || (Long) body.get("type") > 5;
      case "addWatch" -> (Long) body.get("mode") < 0 || (Long) body.get("mode") > 1;
      default -> false;
    };
  }

  @ParameterizedTest
  @MethodSource("requests")
  void requestReadsAndWritesAsCaptured(Frame frame) {
    Map<String, Object> fields = frame.fields();
    DecodedRequest decoded = RequestCodec.decode(frame.body(), GoldenWire.FIELD_LIMIT);
    assertEquals(ExpectedFields.number(fields.get("xid")), decoded.xid());
    if (fields.get("op") instanceof Long unknown) {
      assertEquals(unknown, decoded.opCode());
      assertNull(decoded.request());
      return;
    }
    OpCode op = ExpectedFields.op(fields.get("op"));
    assertEquals(op.code(), decoded.opCode());
    assertEquals(op, decoded.request().op());
    if (MALFORMED.contains(frame.place()) || outOfRange(fields)) {
      var malformed = assertInstanceOf(Request.Malformed.class, decoded.request());
      assertTrue(malformed.reason().contains("offset"), malformed.reason());
      return;
    }
    assertRequest(Json.object(fields.get("body")), decoded.request());
    if (!frame.place().equals(FLAG_IGNORED)) {
      JuteWriter out = new JuteWriter();
      RequestCodec.encode(decoded.xid(), decoded.request(), out);
      assertArrayEquals(frame.bytes(), out.toByteArray());
    }
  }

  @Test
  void watchFlagInsideMultiReadIsNotBelieved() {
    Frame frame =
        requests().stream().filter(f -> f.place().equals(FLAG_IGNORED)).findFirst().orElseThrow();
    Request request = RequestCodec.decode(frame.body(), GoldenWire.FIELD_LIMIT).request();
    assertEquals(new Request.MultiRead(List.of(new Request.GetData("/a", false))), request);
  }

  private static void assertRequest(Map<String, Object> body, Request actual) {
    switch (actual) {
      case Request.Create r -> assertCreate(body, r);
      case Request.SetData r -> {
        assertEquals(body.get("path"), r.path());
        ExpectedFields.assertBytes(body.get("data"), r.data());
        assertEquals(body.get("version"), (long) r.version());
      }
      case Request.Auth r -> {
        assertEquals(body.get("scheme"), r.scheme());
        ExpectedFields.assertBytes(body.get("auth"), r.token());
      }
      case Request.Sasl r -> ExpectedFields.assertBytes(body.get("token"), r.token());
      case Request.Multi r -> assertParts(body, r.parts());
      case Request.MultiRead r -> assertParts(body, r.parts());
      default -> assertEquals(plain(actual.op(), body), actual);
    }
  }

  private static void assertCreate(Map<String, Object> body, Request.Create create) {
    assertEquals(body.get("path"), create.path());
    ExpectedFields.assertBytes(body.get("data"), create.data());
    assertEquals(ExpectedFields.acl(body.get("acl")), create.acl());
    assertEquals(body.get("flags"), (long) create.flags());
    assertEquals(body.getOrDefault("ttl", 0L), create.ttl());
  }

  private static void assertParts(Map<String, Object> body, List<Request> parts) {
    List<Object> expected = Json.array(body.get("ops"));
    assertEquals(expected.size(), parts.size());
    for (int i = 0; i < parts.size(); i++) {
      Map<String, Object> part = Json.object(expected.get(i));
      assertEquals(ExpectedFields.op(part.get("op")), parts.get(i).op());
      part.put("watch", false);
      assertRequest(part, parts.get(i));
    }
  }

  /** The request that a body describes, for those without byte arrays, which records compare by identity. */
  private static Request plain(OpCode op, Map<String, Object> body) {
    String path = (String) body.get("path");
    boolean watch = Boolean.TRUE.equals(body.get("watch"));
    return switch (op) {
      case DELETE -> new Request.Delete(path, ExpectedFields.number(body.get("version")));
      case DELETE_CONTAINER -> new Request.DeleteContainer(path);
      case CHECK -> new Request.Check(path, ExpectedFields.number(body.get("version")));
      case SET_ACL ->
          new Request.SetAcl(
              path,
              ExpectedFields.acl(body.get("acl")),
              ExpectedFields.number(body.get("version")));
      case RECONFIG ->
          new Request.Reconfig(
              (String) body.get("joining"),
              (String) body.get("leaving"),
              (String) body.get("newMembers"),
              (Long) body.get("curConfigId"));
      case EXISTS -> new Request.Exists(path, watch);
      case GET_DATA -> new Request.GetData(path, watch);
      case GET_ACL -> new Request.GetAcl(path);
      case GET_CHILDREN -> new Request.GetChildren(path, watch, false);
      case GET_CHILDREN2 -> new Request.GetChildren(path, watch, true);
      case GET_ALL_CHILDREN_NUMBER -> new Request.GetAllChildrenNumber(path);
      case GET_EPHEMERALS -> new Request.GetEphemerals(path);
      case SYNC -> new Request.Sync(path);
      case PING -> new Request.Ping();
      case WHO_AM_I -> new Request.WhoAmI();
      case CLOSE_SESSION -> new Request.CloseSession();
      case ADD_WATCH -> new Request.AddWatch(path, ExpectedFields.number(body.get("mode")));
      case CHECK_WATCHES -> new Request.CheckWatches(path, ExpectedFields.number(body.get("type")));
      case REMOVE_WATCHES ->
          new Request.RemoveWatches(path, ExpectedFields.number(body.get("type")));
      case SET_WATCHES, SET_WATCHES2 ->
          new Request.SetWatches(
              op,
              (Long) body.get("relativeZxid"),
              strings(body.get("data")),
              strings(body.get("exist")),
              strings(body.get("child")),
              strings(body.getOrDefault("persistent", List.of())),
              strings(body.getOrDefault("persistentRecursive", List.of())));
      default -> throw new IllegalArgumentException(op + " " + body);
    };
  }

  private static List<String> strings(Object expected) {
    List<String> strings = new ArrayList<>();
    for (Object value : Json.array(expected)) {
      strings.add((String) value);
    }
    return strings;
  }
}
