package io.vivarium.codec;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.vivarium.codec.GoldenFiles.LogRecord;
import io.vivarium.model.OpCode;
import io.vivarium.model.ParsedTxn;
import io.vivarium.model.Txn;
import io.vivarium.model.TxnDigest;
import java.nio.ByteBuffer;
import java.util.EnumSet;
import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** Txns in logs that ZooKeeper wrote are read and written as the same bytes. */
class GoldenTxnTest {
  static List<LogRecord> records() {
    return GoldenFiles.logRecords();
  }

  private static ParsedTxn parse(LogRecord logged) {
    return TxnCodec.decode(ByteBuffer.wrap(logged.txn()), GoldenWire.FIELD_LIMIT);
  }

  @ParameterizedTest
  @MethodSource("records")
  void txnIsWrittenAsItWasRead(LogRecord logged) {
    ParsedTxn parsed = parse(logged);
    JuteWriter out = new JuteWriter();
    TxnCodec.encode(parsed.header(), parsed.txn(), parsed.digest(), out);
    assertArrayEquals(logged.txn(), out.toByteArray());
  }

  @Test
  void everyRecordButErrorsCarriesTheDigestWhereDigestsAreOn() {
    for (LogRecord logged : records()) {
      ParsedTxn parsed = parse(logged);
      boolean expected =
          !logged.place().startsWith("no-digest/") && parsed.txn().op() != OpCode.ERROR;
      assertEquals(expected, parsed.digest() != null, logged.place());
      if (expected) {
        assertEquals(TxnDigest.VERSION, parsed.digest().version(), logged.place());
      }
    }
  }

  @Test
  void capturedLogsCoverEveryTypeOfTxn() {
    Set<OpCode> seen = EnumSet.noneOf(OpCode.class);
    boolean failedMulti = false;
    boolean bareClose = false;
    for (LogRecord logged : records()) {
      Txn txn = parse(logged).txn();
      seen.add(txn.op());
      if (txn instanceof Txn.Multi multi) {
        multi.parts().forEach(part -> seen.add(part.op()));
        failedMulti |= multi.failed();
      }
      bareClose |= txn instanceof Txn.CloseSession close && close.ephemerals() == null;
    }
    assertEquals(
        EnumSet.of(
            OpCode.CREATE_SESSION,
            OpCode.CLOSE_SESSION,
            OpCode.ERROR,
            OpCode.CREATE,
            OpCode.CREATE2,
            OpCode.CREATE_CONTAINER,
            OpCode.CREATE_TTL,
            OpCode.DELETE,
            OpCode.DELETE_CONTAINER,
            OpCode.SET_DATA,
            OpCode.SET_ACL,
            OpCode.CHECK,
            OpCode.MULTI,
            OpCode.RECONFIG),
        seen);
    assertTrue(failedMulti);
    assertTrue(bareClose);
  }

  @Test
  void zxidsOfALogDoNotDecrease() {
    long last = 0;
    String file = "";
    for (LogRecord logged : records()) {
      String name = logged.place().substring(0, logged.place().indexOf('@'));
      long zxid = parse(logged).header().zxid();
      if (name.equals(file)) {
        assertFalse(zxid < last, logged.place());
      }
      file = name;
      last = zxid;
    }
  }
}
