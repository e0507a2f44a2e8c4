package io.vivarium.storage.filelog;

import java.nio.ByteBuffer;

/** Txns for tests. */
final class Records {
  private Records() {}

  /** A txn header of a setData and a body of some bytes. */
  static ByteBuffer txn(long zxid, int bodyBytes) {
    ByteBuffer txn = ByteBuffer.allocate(LogFormat.MIN_PAYLOAD_BYTES + bodyBytes);
    txn.putLong(0x1000_0000_0000_0001L).putInt(3).putLong(zxid).putLong(1_700_000_000_000L);
    txn.putInt(5);
    for (int i = 0; i < bodyBytes; i++) {
      txn.put((byte) (zxid + i | 1));
    }
    return txn.flip();
  }
}
