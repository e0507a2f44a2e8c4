package io.vivarium.storage.filelog;

import java.nio.ByteBuffer;
import java.util.Arrays;
import java.util.zip.Adler32;

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

  /** A txn as it is in a log at an offset, but for a sector in its middle that was not written when the power went. */
  static byte[] torn(ByteBuffer txn, long offset) {
    byte[] record = framed(txn);
    int sector = 2 * LogFormat.SECTOR_BYTES - Math.floorMod(offset, LogFormat.SECTOR_BYTES);
    Arrays.fill(record, sector, sector + LogFormat.SECTOR_BYTES, (byte) 0);
    return record;
  }

  /** A txn as it is in a log. */
  static byte[] framed(ByteBuffer txn) {
    Adler32 adler = new Adler32();
    adler.update(txn.duplicate());
    ByteBuffer record = ByteBuffer.allocate(LogFormat.FRAME_BYTES + txn.remaining());
    record.putLong(adler.getValue()).putInt(txn.remaining()).put(txn.duplicate());
    return record.put(LogFormat.END_OF_RECORD).array();
  }
}
