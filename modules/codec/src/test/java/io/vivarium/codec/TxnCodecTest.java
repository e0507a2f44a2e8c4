package io.vivarium.codec;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.vivarium.model.Acl;
import io.vivarium.model.MalformedFrameException;
import io.vivarium.model.OpCode;
import io.vivarium.model.ParsedTxn;
import io.vivarium.model.Txn;
import io.vivarium.model.TxnDigest;
import io.vivarium.model.TxnHeader;
import java.nio.ByteBuffer;
import java.util.List;
import java.util.function.Consumer;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Old and odd forms that the captured logs do not show. */
class TxnCodecTest {
  private static final TxnHeader HEADER = new TxnHeader(0x1234, 5, 0x100000007L, 8);

  private static ByteBuffer txn(int type, Consumer<JuteWriter> body) {
    return Frames.bytes(
        out -> {
          out.writeLong(HEADER.sessionId());
          out.writeInt(HEADER.cxid());
          out.writeLong(HEADER.zxid());
          out.writeLong(HEADER.time());
          out.writeInt(type);
          body.accept(out);
        });
  }

  private static ParsedTxn parse(int type, Consumer<JuteWriter> body) {
    return TxnCodec.decode(txn(type, body), Frames.LIMIT);
  }

  private static String refusal(int type, Consumer<JuteWriter> body) {
    return assertThrows(MalformedFrameException.class, () -> parse(type, body)).getMessage();
  }

  private static void digest(JuteWriter out, int version, long value) {
    out.writeInt(version);
    out.writeLong(value);
  }

  private static void create(JuteWriter out) {
    out.writeString("/a");
    out.writeBuffer(null);
    AclCodec.write(Acl.OPEN, out);
    out.writeBool(true);
  }

  @Test
  void headerIsReadAsWritten() {
    JuteWriter out = new JuteWriter();
    TxnCodec.encode(HEADER, new Txn.Failed(-101), null, out);
    assertEquals(TxnCodec.HEADER_BYTES + 4, out.position());
    ParsedTxn parsed = TxnCodec.decode(out.view(), Frames.LIMIT);
    assertEquals(new ParsedTxn(HEADER, new Txn.Failed(-101), null), parsed);
  }

  @Test
  void digestFollowsAsRecordOrAsNumbers() {
    JuteWriter asRecord = new JuteWriter();
    JuteWriter asNumbers = new JuteWriter();
    Txn txn = new Txn.Delete(OpCode.DELETE, "/a");
    TxnCodec.encode(HEADER, txn, new TxnDigest(2, -77), asRecord);
    TxnCodec.encode(HEADER, txn, 2, -77, asNumbers);
    assertEquals(asRecord.view(), asNumbers.view());
    assertEquals(new TxnDigest(2, -77), TxnCodec.decode(asRecord.view(), Frames.LIMIT).digest());
  }

  @Test
  void createWithoutCounterIsTheOldForm() {
    ParsedTxn parsed = parse(1, TxnCodecTest::create);
    assertEquals(new Txn.Create(OpCode.CREATE, "/a", null, Acl.OPEN, true, -1, 0), parsed.txn());
    assertNull(parsed.digest());
  }

  @Test
  void onlyCreateHasAnOldForm() {
    assertEquals(
        "parentCVersion at offset 70 needs 4 bytes, 0 are left", refusal(15, TxnCodecTest::create));
    assertEquals(
        "parentCVersion at offset 70 needs 4 bytes, 2 are left",
        refusal(
            1,
            out -> {
              create(out);
              out.writeRaw(ByteBuffer.allocate(2));
            }));
  }

  @Test
  void partOfAMultiHasNoOldForm() {
    assertEquals(
        "parentCVersion at offset 82 needs 4 bytes, 0 are left",
        refusal(
            14,
            out -> {
              out.writeInt(1);
              out.writeInt(1);
              int length = out.beginFrame();
              create(out);
              out.endFrame(length);
            }));
  }

  @Test
  void closeSessionMayHaveNoListAndNoDigest() {
    assertEquals(new ParsedTxn(HEADER, new Txn.CloseSession(null), null), parse(-11, out -> {}));
  }

  @ParameterizedTest
  @ValueSource(longs = {0, 1, -1, Long.MAX_VALUE, Long.MIN_VALUE, 0xffffffffL, 0xffffffff00000000L})
  void closeSessionWithoutListKeepsItsDigest(long value) {
    assertEquals(
        new ParsedTxn(HEADER, new Txn.CloseSession(null), new TxnDigest(2, value)),
        parse(-11, out -> digest(out, 2, value)));
  }

  @Test
  void closeSessionWithAListOfTwelveBytesIsNoDigest() {
    assertEquals(
        new ParsedTxn(HEADER, new Txn.CloseSession(List.of("/abc")), null),
        parse(-11, out -> out.writeStrings(List.of("/abc"))));
  }

  @Test
  void closeSessionWithListAndDigestHasBoth() {
    assertEquals(
        new ParsedTxn(HEADER, new Txn.CloseSession(List.of()), new TxnDigest(2, 9)),
        parse(
            -11,
            out -> {
              out.writeStrings(List.of());
              digest(out, 2, 9);
            }));
    assertEquals(
        new ParsedTxn(HEADER, new Txn.CloseSession(List.of("/a", "/b")), new TxnDigest(2, 9)),
        parse(
            -11,
            out -> {
              out.writeStrings(List.of("/a", "/b"));
              digest(out, 2, 9);
            }));
  }

  @Test
  void closeSessionWithAnotherDigestVersionAndNoListIsRefusedRatherThanMisread() {
    assertTrue(
        refusal(-11, out -> digest(out, 7, 9))
            .startsWith("ephemerals at offset 32 has 7 elements"));
  }

  @Test
  void closeSessionWithANullListIsRefused() {
    assertEquals(
        "ephemerals at offset 32 are null, they are a list or absent",
        refusal(
            -11,
            out -> {
              out.writeInt(-1);
              digest(out, 2, 9);
            }));
  }

  @ParameterizedTest
  @CsvSource({"1", "4", "11", "13", "24"})
  void bytesThatAreNoDigestAreRefused(int count) {
    assertEquals(
        "txn has " + count + " bytes left at offset 36, a digest of 12 or nothing may follow",
        refusal(
            -1,
            out -> {
              out.writeInt(-101);
              out.writeRaw(ByteBuffer.allocate(count));
            }));
  }

  @ParameterizedTest
  @ValueSource(ints = {0, 3, 4, 9, 11, 13, 22, 100, 107})
  void typeThatIsNoTxnIsRefused(int type) {
    assertTrue(refusal(type, out -> out.writeRaw(ByteBuffer.allocate(20))).contains(" is " + type));
  }

  @ParameterizedTest
  @ValueSource(ints = {14, -11, 3, 10})
  void partThatIsNoTxnOfAMultiIsRefused(int type) {
    String message =
        refusal(
            14,
            out -> {
              out.writeInt(1);
              out.writeInt(type);
              out.writeBuffer(new byte[8]);
            });
    assertTrue(message.contains(" is " + type), message);
  }

  @Test
  void failedMultiKeepsThePartsThatWerePrepared() {
    Txn.Multi multi =
        new Txn.Multi(
            List.of(
                new Txn.Delete(OpCode.DELETE, "/a"),
                new Txn.Check("/b", 4),
                new Txn.Failed(-103),
                new Txn.Failed(-2)));
    JuteWriter out = new JuteWriter();
    TxnCodec.encode(HEADER, multi, new TxnDigest(2, 1), out);
    ParsedTxn parsed = TxnCodec.decode(out.view(), Frames.LIMIT);
    assertEquals(multi, parsed.txn());
    assertTrue(((Txn.Multi) parsed.txn()).failed());
    assertEquals(new TxnDigest(2, 1), parsed.digest());
  }

  @Test
  void partThatIsLongerThanItsTxnIsRefused() {
    assertEquals(
        "part at offset 44 has length 5, its txn takes 4",
        refusal(
            14,
            out -> {
              out.writeInt(1);
              out.writeInt(-1);
              out.writeBuffer(new byte[5]);
            }));
  }

  @Test
  void nullPartIsRefused() {
    assertEquals(
        "part at offset 40 is null",
        refusal(
            14,
            out -> {
              out.writeInt(1);
              out.writeInt(-1);
              out.writeBuffer(null);
            }));
  }

  @Test
  void partCannotReadBeyondItsEnd() {
    assertEquals(
        "error at offset 44 needs 4 bytes, 2 are left",
        refusal(
            14,
            out -> {
              out.writeInt(1);
              out.writeInt(-1);
              out.writeBuffer(new byte[2]);
              out.writeRaw(ByteBuffer.allocate(100));
            }));
  }

  @Test
  void partCountBeyondTheBytesLeftIsRefused() {
    assertEquals(
        "parts at offset 32 has 2147483647 elements, the 16 bytes left hold at most 2",
        refusal(
            14,
            out -> {
              out.writeInt(Integer.MAX_VALUE);
              out.writeRaw(ByteBuffer.allocate(16));
            }));
  }

  @Test
  void absentAclOfAStoredNodeMeansTheOpenOne() {
    assertEquals(
        new Txn.SetAcl("/a", Acl.OPEN, 3),
        parse(
                7,
                out -> {
                  out.writeString("/a");
                  out.writeInt(-1);
                  out.writeInt(3);
                })
            .txn());
  }

  @Test
  void nullPathIsRefused() {
    assertEquals("path at offset 32 is null", refusal(2, out -> out.writeString(null)));
  }
}
