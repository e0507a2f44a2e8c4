package io.vivarium.codec;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertSame;
import static org.junit.jupiter.api.Assertions.assertThrows;

import io.vivarium.model.Acl;
import io.vivarium.model.MalformedFrameException;
import io.vivarium.model.OpCode;
import io.vivarium.model.Request;
import java.nio.ByteBuffer;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;

/** What the captures do not show: odd values, limits, and what clients may not send. */
class RequestCodecTest {
  private static String refusal(Request request) {
    return assertInstanceOf(Request.Malformed.class, request).reason();
  }

  @ParameterizedTest
  @ValueSource(ints = {0, 10, 99, 108, 999, -1, -2, -10, -12, Integer.MIN_VALUE, Integer.MAX_VALUE})
  void opThatClientsMayNotSendHasNoRequest(int op) {
    DecodedRequest decoded = RequestCodec.decode(Frames.request(op, out -> {}), Frames.LIMIT);
    assertEquals(new DecodedRequest(7, op, null), decoded);
  }

  @ParameterizedTest
  @ValueSource(ints = {0, 3, 4, 7})
  void headerThatIsCutShortIsRefused(int bytes) {
    assertThrows(
        MalformedFrameException.class,
        () -> RequestCodec.decode(ByteBuffer.allocate(bytes), Frames.LIMIT));
  }

  @Test
  void bytesBehindTheRequestAreIgnored() {
    Request request =
        Frames.decode(
            4,
            out -> {
              out.writeString("/a");
              out.writeBool(true);
              out.writeLong(99);
            });
    assertEquals(new Request.GetData("/a", true), request);
  }

  @Test
  void malformedBodyKeepsTheOpAndSaysWhere() {
    Request request = Frames.decode(4, out -> out.writeInt(9));
    assertEquals(OpCode.GET_DATA, request.op());
    assertEquals(
        "path at offset 8 has length 9, the limit is 4096 and 0 bytes are left", refusal(request));
  }

  @ParameterizedTest
  @EnumSource(
      names = {
        "CREATE",
        "CREATE2",
        "CREATE_CONTAINER",
        "CREATE_TTL",
        "DELETE",
        "DELETE_CONTAINER",
        "EXISTS",
        "GET_DATA",
        "GET_ACL",
        "GET_CHILDREN",
        "GET_CHILDREN2",
        "GET_ALL_CHILDREN_NUMBER",
        "ADD_WATCH",
        "CHECK_WATCHES",
        "REMOVE_WATCHES"
      })
  void nullPathIsMalformedWhereZooKeeperFailsOnIt(OpCode op) {
    Request request =
        Frames.decode(
            op.code(),
            out -> {
              out.writeString(null);
              out.writeRaw(ByteBuffer.allocate(64));
            });
    assertEquals("path at offset 8 is null", refusal(request));
    assertEquals(op, request.op());
  }

  @Test
  void nullPathReadsAsEmptyWhereZooKeeperAnswersBothAlike() {
    var set =
        assertInstanceOf(
            Request.SetData.class,
            Frames.decode(
                5,
                out -> {
                  out.writeString(null);
                  out.writeBuffer(null);
                  out.writeInt(3);
                }));
    assertEquals("", set.path());
    assertNull(set.data());
    assertEquals(
        new Request.SetAcl("", null, 3),
        Frames.decode(
            7,
            out -> {
              out.writeString(null);
              out.writeInt(-1);
              out.writeInt(3);
            }));
    assertEquals(
        new Request.Check("", 3),
        Frames.decode(
            13,
            out -> {
              out.writeString(null);
              out.writeInt(3);
            }));
  }

  @Test
  void nullsThatMeanSomethingStayNull() {
    assertEquals(new Request.Sync(null), Frames.decode(9, out -> out.writeString(null)));
    assertEquals(new Request.GetEphemerals(null), Frames.decode(103, out -> out.writeString(null)));
    assertEquals(
        new Request.Reconfig(null, null, null, -1),
        Frames.decode(
            16,
            out -> {
              out.writeString(null);
              out.writeString(null);
              out.writeString(null);
              out.writeLong(-1);
            }));
    var auth =
        assertInstanceOf(
            Request.Auth.class,
            Frames.decode(
                100,
                out -> {
                  out.writeInt(0);
                  out.writeString(null);
                  out.writeBuffer(null);
                }));
    assertNull(auth.scheme());
    assertNull(auth.token());
  }

  @Test
  void aclMayBeNullOrHoldNulls() {
    Request.Create create =
        assertInstanceOf(
            Request.Create.class,
            Frames.decode(
                1,
                out -> {
                  out.writeString("/a");
                  out.writeBuffer(null);
                  out.writeInt(1);
                  out.writeInt(31);
                  out.writeString(null);
                  out.writeString(null);
                  out.writeInt(0);
                }));
    assertEquals(List.of(new Acl(31, null, null)), create.acl());
    create =
        assertInstanceOf(
            Request.Create.class,
            Frames.decode(
                1,
                out -> {
                  out.writeString("/a");
                  out.writeBuffer(null);
                  out.writeInt(-1);
                  out.writeInt(77);
                }));
    assertNull(create.acl());
    assertEquals(77, create.flags(), "flags of a create alone are for the caller to judge");
  }

  @Test
  void openAclIsTheSharedConstant() {
    Request.SetAcl set =
        assertInstanceOf(
            Request.SetAcl.class,
            Frames.decode(
                7,
                out -> {
                  out.writeString("/a");
                  out.writeInt(1);
                  out.writeInt(31);
                  out.writeString("world");
                  out.writeString("anyone");
                  out.writeInt(-1);
                }));
    assertSame(
        Acl.OPEN, set.acl(), "no strings are made for the list that nearly all creates have");
  }

  @Test
  void aclThatBeginsLikeTheOpenOneIsReadWhole() {
    Request.SetAcl set =
        assertInstanceOf(
            Request.SetAcl.class,
            Frames.decode(
                7,
                out -> {
                  out.writeString("/a");
                  out.writeInt(1);
                  out.writeInt(31);
                  out.writeString("world");
                  out.writeString("anyone-else");
                  out.writeInt(-1);
                }));
    assertEquals(List.of(new Acl(31, "world", "anyone-else")), set.acl());
  }

  @Test
  void aclCountBeyondTheBytesLeftIsMalformed() {
    Request request =
        Frames.decode(
            7,
            out -> {
              out.writeString("/a");
              out.writeInt(1_000_000);
              out.writeRaw(ByteBuffer.allocate(30));
            });
    assertEquals(
        "acl at offset 14 has 1000000 elements, the 30 bytes left hold at most 2",
        refusal(request));
  }

  @Test
  void nullListsOfSetWatchesReadAsEmpty() {
    Request request =
        Frames.decode(
            105,
            out -> {
              out.writeLong(5);
              for (int i = 0; i < 5; i++) {
                out.writeInt(-1);
              }
            });
    List<String> none = List.of();
    assertEquals(
        new Request.SetWatches(OpCode.SET_WATCHES2, 5, none, none, none, none, none), request);
  }

  @Test
  void nullPathInSetWatchesIsMalformed() {
    Request request =
        Frames.decode(
            101,
            out -> {
              out.writeLong(5);
              out.writeInt(1);
              out.writeString(null);
              out.writeInt(0);
              out.writeInt(0);
            });
    assertEquals("data watches at offset 20 is null", refusal(request));
  }

  @ParameterizedTest
  @ValueSource(ints = {-1, 0, 6, Integer.MAX_VALUE})
  void watcherTypeThatDoesNotExistIsMalformed(int type) {
    for (int op : new int[] {17, 18}) {
      Request request =
          Frames.decode(
              op,
              out -> {
                out.writeString("/a");
                out.writeInt(type);
              });
      assertEquals(
          "watcher type at offset 14 is " + type + ", it must be 1 to 5", refusal(request));
    }
  }

  @ParameterizedTest
  @ValueSource(ints = {-1, 2, Integer.MIN_VALUE})
  void modeOfAddWatchThatDoesNotExistIsMalformed(int mode) {
    Request request =
        Frames.decode(
            106,
            out -> {
              out.writeString("/a");
              out.writeInt(mode);
            });
    assertEquals("mode at offset 14 is " + mode + ", it must be 0 or 1", refusal(request));
  }

  @Test
  void fieldLimitHoldsForStringsAndData() {
    ByteBuffer frame =
        Frames.request(
            5,
            out -> {
              out.writeString("/a");
              out.writeBuffer(new byte[100]);
              out.writeInt(-1);
            });
    assertInstanceOf(Request.SetData.class, RequestCodec.decode(frame.duplicate(), 100).request());
    assertEquals(
        "data at offset 14 has length 100, the limit is 99 and 104 bytes are left",
        refusal(RequestCodec.decode(frame, 99).request()));
  }

  @Test
  void forwardedRequestsHaveTheSameBodiesWithoutHeader() {
    Samples samples = new Samples(5);
    for (int i = 0; i < 200; i++) {
      Request request = samples.request(i);
      JuteWriter frame = new JuteWriter();
      RequestCodec.encode(1, request, frame);
      JuteWriter body = new JuteWriter();
      RequestCodec.encodeBody(request, body);
      assertEquals(frame.view().position(12).slice(), body.view());
      Deep.assertSame(request, RequestCodec.decodeBody(request.op(), body.view(), Frames.LIMIT));
    }
  }

  @Test
  void forwardedRequestsMayOpenSessionsAndMayBeMalformed() {
    JuteWriter out = new JuteWriter();
    RequestCodec.encodeBody(new Request.CreateSession(30_000), out);
    assertEquals(
        new Request.CreateSession(30_000),
        RequestCodec.decodeBody(OpCode.CREATE_SESSION, out.view(), Frames.LIMIT));
    assertEquals(
        "timeOut at offset 0 needs 4 bytes, 0 are left",
        refusal(
            RequestCodec.decodeBody(OpCode.CREATE_SESSION, ByteBuffer.allocate(0), Frames.LIMIT)));
    assertEquals(
        "path at offset 0 needs 4 bytes, 0 are left",
        refusal(RequestCodec.decodeBody(OpCode.DELETE, ByteBuffer.allocate(0), Frames.LIMIT)));
    assertEquals(
        new Request.Unsupported(-1),
        RequestCodec.decodeBody(OpCode.ERROR, ByteBuffer.allocate(0), Frames.LIMIT));
  }

  @Test
  void requestThatServersDoNotForwardIsNotWritten() {
    JuteWriter out = new JuteWriter();
    Request malformed = new Request.Malformed(OpCode.CREATE, "no reason");
    Request multi = new Request.Multi(List.of(new Request.Check("/a", 1), malformed));
    for (Request request : List.of(malformed, multi, new Request.Unsupported(999))) {
      assertThrows(IllegalArgumentException.class, () -> RequestCodec.encodeBody(request, out));
      assertEquals(0, out.position(), "nothing of it stays in the writer");
    }
  }

  @Test
  void requestThatClientsDoNotSendIsNotWritten() {
    JuteWriter out = new JuteWriter();
    out.writeInt(1);
    Request malformed = new Request.Malformed(OpCode.CREATE, "no reason");
    List<Request> refused =
        List.of(
            new Request.CreateSession(1),
            malformed,
            new Request.Multi(List.of(new Request.Ping(), malformed)));
    for (Request request : refused) {
      assertThrows(IllegalArgumentException.class, () -> RequestCodec.encode(1, request, out));
      assertEquals(4, out.position(), "nothing of it stays in the writer");
    }
  }
}
