package io.vivarium.storage.filelog;

/** The numbers of ZooKeeper's snapshot format: a header (magic, version 2, database id −1), sections, seals. */
final class SnapshotFormat {
  /** "ZKSN". */
  static final int MAGIC = 0x5a4b534e;

  static final int VERSION = 2;
  static final long DATABASE_ID = -1;
  static final int HEADER_BYTES = 16;

  /** A checksum as 8 bytes and the string "/", which is its length as 4 bytes and the character. */
  static final int SEAL_BYTES = 13;

  static final String PREFIX = "snapshot.";

  /** A file being written. ZooKeeper, should it get this directory back, overlooks such a name. */
  static final String UNFINISHED = "unfinished-";

  private SnapshotFormat() {}

  static String fileName(long zxid, Compression compression) {
    return PREFIX + Long.toHexString(zxid) + compression.suffix();
  }
}
