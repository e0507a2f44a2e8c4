package io.vivarium.tree;

import java.util.Arrays;
import org.jspecify.annotations.Nullable;

/**
 * The packed form of a znode: a part of a byte array, or all of one.
 *
 * <pre>
 * flags        1 byte, see the constants
 * name         length as varint, then UTF-8
 * czxid        varint
 * ctime        varint
 * [MODIFIED]   mzxid − czxid zigzag, mtime − ctime zigzag, version as varint
 * [ACL]        ACL id as varint; without it the open ACL
 * [AVERSION]   aversion as varint
 * [OWNER]      stored ephemeralOwner, 8 bytes
 * [DIGEST]     what the znode counts in the digest of the tree, 4 bytes
 * data         the rest
 * </pre>
 *
 * <p>A fresh znode with the open ACL thus carries 13 bytes besides name and data, 17 where a digest is kept. What only a node with children needs (pzxid,
 * creation counter, …) is in {@link Branch}. A record of a name alone, flags 0, serves as the entry of a {@link PathSet}.
 */
final class NodeRecord {
  /** The data is null, which is not the same as empty. */
  static final int NULL_DATA = 1;

  static final int MODIFIED = 2;
  static final int ACL = 4;
  static final int AVERSION = 8;
  static final int OWNER = 16;
  static final int DIGEST = 32;

  private NodeRecord() {}

  /** Whether the name of the record that begins there is these bytes. */
  static boolean named(byte[] record, int start, byte[] name, int offset, int length) {
    int at = start + 2;
    if (length < 0x80) {
      return record[start + 1] == length
          && Arrays.equals(record, at, at + length, name, offset, offset + length);
    }
    at = nameOffset(record, start);
    return nameLength(record, start) == length
        && Arrays.equals(record, at, at + length, name, offset, offset + length);
  }

  /** Where the name begins, of the record that begins at {@code start}. */
  static int nameOffset(byte[] record, int start) {
    int at = start + 1;
    while (record[at] < 0) {
      at++;
    }
    return at + 1;
  }

  /** Bytes of the name of the record that begins at {@code start}. */
  static int nameLength(byte[] record, int start) {
    int length = 0;
    for (int at = start + 1, shift = 0; ; at++, shift += 7) {
      length |= (record[at] & 0x7f) << shift;
      if (record[at] >= 0) {
        return length;
      }
    }
  }

  /** A record that has only a name. */
  static byte[] ofName(byte[] bytes, int offset, int length) {
    byte[] record = new byte[1 + varSize(length) + length];
    int at = putVar(record, 1, length);
    System.arraycopy(bytes, offset, record, at, length);
    return record;
  }

  /** Packs the fields of {@code node} under a name with {@code data}. */
  static void encode(
      RecordBuffer into,
      byte[] name,
      int nameOffset,
      int nameLength,
      Znode node,
      byte @Nullable [] data) {
    if (data == null) {
      encode(into, name, nameOffset, nameLength, node, name, 0, -1);
    } else {
      encode(into, name, nameOffset, nameLength, node, data, 0, data.length);
    }
  }

  /** Packs the fields of {@code node} as they stand in the view, and its name and data as they were captured. */
  static void repack(RecordBuffer into, Znode node) {
    byte[] old = node.record();
    int start = node.recordStart();
    int dataLength = node.isNullData() ? -1 : node.dataLength();
    encode(
        into,
        old,
        nameOffset(old, start),
        nameLength(old, start),
        node,
        old,
        node.dataOffset(),
        dataLength);
  }

  /** {@code dataLength} −1 means null data. */
  static void encode(
      RecordBuffer into,
      byte[] name,
      int nameOffset,
      int nameLength,
      Znode node,
      byte[] data,
      int dataOffset,
      int dataLength) {
    int flags = flags(node, dataLength < 0);
    int dataBytes = Math.max(0, dataLength);
    byte[] record = into.take(size(node, flags, nameLength) + dataBytes);
    record[0] = (byte) flags;
    int at = putVar(record, 1, nameLength);
    System.arraycopy(name, nameOffset, record, at, nameLength);
    at = putVar(record, at + nameLength, node.czxid);
    at = putVar(record, at, node.ctime);
    if ((flags & MODIFIED) != 0) {
      at = putVar(record, at, zigzag(node.mzxid - node.czxid));
      at = putVar(record, at, zigzag(node.mtime - node.ctime));
      at = putVar(record, at, node.version & 0xffff_ffffL);
    }
    if ((flags & ACL) != 0) {
      at = putVar(record, at, node.aclId);
    }
    if ((flags & AVERSION) != 0) {
      at = putVar(record, at, node.aversion & 0xffff_ffffL);
    }
    if ((flags & OWNER) != 0) {
      for (int shift = 56; shift >= 0; shift -= 8) {
        record[at++] = (byte) (node.storedOwner >>> shift);
      }
    }
    if ((flags & DIGEST) != 0) {
      putInt(record, at, node.digest);
      at += Integer.BYTES;
    }
    System.arraycopy(data, dataOffset, record, at, dataBytes);
  }

  /** Notes what the znode counts, in a record that has {@code dataBytes} of data and room for it and is not in the tree yet. */
  static void putDigest(RecordBuffer record, int dataBytes, int digest) {
    putInt(record.bytes(), record.length() - dataBytes - Integer.BYTES, digest);
  }

  private static void putInt(byte[] record, int offset, int value) {
    int at = offset;
    for (int shift = 24; shift >= 0; shift -= 8) {
      record[at++] = (byte) (value >>> shift);
    }
  }

  private static int flags(Znode node, boolean nullData) {
    boolean modified = node.mzxid != node.czxid || node.mtime != node.ctime || node.version != 0;
    return (nullData ? NULL_DATA : 0)
        | (modified ? MODIFIED : 0)
        | (node.aclId != AclTable.OPEN ? ACL : 0)
        | (node.aversion != 0 ? AVERSION : 0)
        | (node.storedOwner != 0 ? OWNER : 0)
        | (node.digested ? DIGEST : 0);
  }

  private static int size(Znode node, int flags, int nameLength) {
    int size = 1 + varSize(nameLength) + nameLength + varSize(node.czxid) + varSize(node.ctime);
    if ((flags & MODIFIED) != 0) {
      size += varSize(zigzag(node.mzxid - node.czxid));
      size += varSize(zigzag(node.mtime - node.ctime));
      size += varSize(node.version & 0xffff_ffffL);
    }
    if ((flags & ACL) != 0) {
      size += varSize(node.aclId);
    }
    if ((flags & AVERSION) != 0) {
      size += varSize(node.aversion & 0xffff_ffffL);
    }
    size += (flags & OWNER) != 0 ? Long.BYTES : 0;
    return (flags & DIGEST) != 0 ? size + Integer.BYTES : size;
  }

  private static long zigzag(long value) {
    return (value << 1) ^ (value >> 63);
  }

  private static int varSize(long value) {
    return (63 - Long.numberOfLeadingZeros(value | 1)) / 7 + 1;
  }

  private static int putVar(byte[] record, int offset, long value) {
    int at = offset;
    long rest = value;
    while ((rest & ~0x7fL) != 0) {
      record[at++] = (byte) (rest | 0x80);
      rest >>>= 7;
    }
    record[at++] = (byte) rest;
    return at;
  }
}
