package io.vivarium.codec;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;

import io.vivarium.model.Acl;
import io.vivarium.model.OpCode;
import io.vivarium.model.Request;
import java.util.List;
import java.util.function.Consumer;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** The rules for parts of a multi, which differ from those for the same operations alone. */
class MultiRequestCodecTest {
  private static final int MULTI = 14;
  private static final int MULTI_READ = 22;

  private static Request multi(int op, Consumer<JuteWriter> parts) {
    return Frames.decode(
        op,
        out -> {
          parts.accept(out);
          Frames.end(out);
        });
  }

  private static void create(JuteWriter out, int type, List<Acl> acl, int flags, long ttl) {
    Frames.part(out, type);
    out.writeString("/a");
    out.writeBuffer(null);
    AclCodec.write(acl, out);
    out.writeInt(flags);
    if (type == 21) {
      out.writeLong(ttl);
    }
  }

  private static void getData(JuteWriter out, boolean watch) {
    Frames.part(out, 4);
    out.writeString("/a");
    out.writeBool(watch);
  }

  private static void delete(JuteWriter out) {
    Frames.part(out, 2);
    out.writeString("/a");
    out.writeInt(-1);
  }

  private static String refusal(Request request) {
    return assertInstanceOf(Request.Malformed.class, request).reason();
  }

  @Test
  void emptyMultiIsLegal() {
    assertEquals(new Request.Multi(List.of()), multi(MULTI, out -> {}));
    assertEquals(new Request.MultiRead(List.of()), multi(MULTI_READ, out -> {}));
  }

  @Test
  void multiWithoutEndIsMalformed() {
    Request request = Frames.decode(MULTI, MultiRequestCodecTest::delete);
    assertEquals("type of a part at offset 27 needs 4 bytes, 0 are left", refusal(request));
  }

  @ParameterizedTest
  @ValueSource(ints = {-11, -10, -1, 0, 3, 6, 7, 9, 11, 12, 14, 16, 17, 18, 20, 22, 100, 999})
  void partThatIsNotAllowedMakesTheMultiMalformed(int type) {
    Request request =
        multi(
            MULTI,
            out -> {
              delete(out);
              Frames.part(out, type);
              out.writeString("/a");
              out.writeInt(-1);
            });
    assertEquals(
        "part of multi at offset 27 has type " + type + ", which is not allowed in it",
        refusal(request));
  }

  @ParameterizedTest
  @ValueSource(ints = {1, 2, 3, 5, 6, 9, 12, 13, 14, 22})
  void partThatIsNotAllowedMakesTheMultiReadMalformed(int type) {
    Request request = multi(MULTI_READ, out -> Frames.part(out, type));
    assertEquals(
        "part of multiRead at offset 8 has type " + type + ", only 4 and 8 are allowed",
        refusal(request));
  }

  @Test
  void readsAndWritesDoNotMix() {
    refusal(
        multi(
            MULTI,
            out -> {
              delete(out);
              getData(out, false);
            }));
    refusal(
        multi(
            MULTI_READ,
            out -> {
              getData(out, false);
              delete(out);
            }));
  }

  @Test
  void watchFlagOfAReadIsNotBelieved() {
    Request request =
        multi(
            MULTI_READ,
            out -> {
              getData(out, true);
              Frames.part(out, 8);
              out.writeString("/b");
              out.writeBool(true);
            });
    assertEquals(
        new Request.MultiRead(
            List.of(new Request.GetData("/a", false), new Request.GetChildren("/b", false, false))),
        request);
  }

  /** Measured by handing the same bytes to ZooKeeper's own decoder; see ReferenceImplementationTest. */
  @ParameterizedTest
  @CsvSource({
    "1, 0, CREATE, 0",
    "1, 3, CREATE, 0",
    "15, 1, CREATE2, 0",
    "19, 0, CREATE_CONTAINER, 0",
    "1, 4, CREATE_CONTAINER, 0",
    "15, 4, CREATE_CONTAINER, 0",
    "19, 4, CREATE_CONTAINER, 0",
    "21, 5, CREATE_TTL, 1234",
    "21, 6, CREATE_TTL, 1234",
    "21, 0, CREATE, 0",
    "21, 1, CREATE, 0",
    "21, 4, CREATE_CONTAINER, 0",
    "21, 99, CREATE_TTL, 1234"
  })
  void flagDecidesWhatACreateIs(int type, int flags, OpCode op, long ttl) {
    Request request = multi(MULTI, out -> create(out, type, Acl.OPEN, flags, 1234));
    assertEquals(
        new Request.Multi(List.of(new Request.Create(op, "/a", null, Acl.OPEN, flags, ttl))),
        request);
  }

  @ParameterizedTest
  @ValueSource(ints = {1, 15, 19})
  void unknownFlagTtlFlagOrNullAclOfACreateMakesTheMultiMalformed(int type) {
    for (int flags : new int[] {-1, 5, 6, 7}) {
      assertEquals(
          "create in multi at offset 8 has flags " + flags + ", without a ttl they may be 0 to 4",
          refusal(multi(MULTI, out -> create(out, type, Acl.OPEN, flags, 0))));
    }
    assertEquals(
        "create in multi at offset 8 has a null acl",
        refusal(multi(MULTI, out -> create(out, type, null, 0, 0))));
  }

  @Test
  void nullAclOfACreateTtlIsLeftToTheCheckOfAcls() {
    assertEquals(
        new Request.Multi(List.of(new Request.Create(OpCode.CREATE_TTL, "/a", null, null, 5, 60))),
        multi(MULTI, out -> create(out, 21, null, 5, 60)));
  }

  @Test
  void nullPathsArePerOpAsOutsideOfAMulti() {
    assertEquals(
        new Request.Multi(List.of(new Request.Check("", 1))),
        multi(
            MULTI,
            out -> {
              Frames.part(out, 13);
              out.writeString(null);
              out.writeInt(1);
            }));
    assertEquals(
        "path at offset 17 is null",
        refusal(
            multi(
                MULTI,
                out -> {
                  Frames.part(out, 2);
                  out.writeString(null);
                  out.writeInt(1);
                })));
  }
}
