package io.vivarium.storage.filelog;

/**
 * The numbers of ZooKeeper's log format. A file is a header (magic, version 2, database id 0) and records; a record is
 * the Adler-32 of the payload as 8 bytes, the length of the payload as 4, the payload, and the byte 'B'. All big-endian.
 */
final class LogFormat {
  /** "ZKLG". */
  static final int MAGIC = 0x5a4b4c47;

  static final int VERSION = 2;
  static final int HEADER_BYTES = 16;

  /** Checksum and length. */
  static final int PREFIX_BYTES = 12;

  /** What a record has besides its payload. */
  static final int FRAME_BYTES = PREFIX_BYTES + 1;

  static final byte END_OF_RECORD = 0x42;

  /** Where the zxid is in a payload: after session (8) and cxid (4). */
  static final int ZXID_OFFSET = 12;

  /** A txn header without a body: session 8, cxid 4, zxid 8, time 8, type 4. */
  static final int MIN_PAYLOAD_BYTES = 32;

  /** A file grows when fewer bytes than this are left in it. */
  static final int GROW_MARGIN_BYTES = 4096;

  /** The unit that a disk writes whole or not at all. */
  static final int SECTOR_BYTES = 512;

  static final String PREFIX = "log.";

  private LogFormat() {}

  /** The name of the file whose first record has this zxid. */
  static String fileName(long zxid) {
    return PREFIX + Long.toHexString(zxid);
  }

  /** Zxids as people know them. */
  static String hex(long zxid) {
    return "0x" + Long.toHexString(zxid);
  }
}
