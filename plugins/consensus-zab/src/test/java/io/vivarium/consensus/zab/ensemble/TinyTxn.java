package io.vivarium.consensus.zab.ensemble;

import io.vivarium.spi.consensus.Proposal;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;

/** Txns of tests: ZooKeeper's header, then a text. */
final class TinyTxn {
  private static final int HEADER = 32;
  private static final int ZXID_AT = 12;
  private static final int SET_DATA = 5;

  private TinyTxn() {}

  static Proposal proposal(long session, int cxid, long zxid, String body) {
    byte[] text = body.getBytes(StandardCharsets.UTF_8);
    ByteBuffer bytes = ByteBuffer.allocate(HEADER + text.length);
    bytes.putLong(session).putInt(cxid).putLong(zxid).putLong(0).putInt(SET_DATA).put(text).flip();
    return new Proposal(zxid, bytes.asReadOnlyBuffer());
  }

  static long session(ByteBuffer txn) {
    return txn.getLong(0);
  }

  static int cxid(ByteBuffer txn) {
    return txn.getInt(Long.BYTES);
  }

  static long zxid(ByteBuffer txn) {
    return txn.getLong(ZXID_AT);
  }

  static String body(ByteBuffer txn) {
    return StandardCharsets.UTF_8.decode(txn.duplicate().position(HEADER)).toString();
  }

  static ByteBuffer copy(ByteBuffer bytes) {
    return ByteBuffer.allocate(bytes.remaining()).put(bytes.duplicate()).flip().asReadOnlyBuffer();
  }
}
