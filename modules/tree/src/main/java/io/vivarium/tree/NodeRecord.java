package io.vivarium.tree;

import java.util.Arrays;
import org.jspecify.annotations.Nullable;

/**
 * The packed form of a znode: one immutable byte array.
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

  /** Whether the record's name is these bytes. */
  static boolean named(byte[] record, byte[] name, int offset, int length) {
    if (length < 0x80) {
      return record[1] == length
          && Arrays.equals(record, 2, 2 + length, name, offset, offset + length);
    }
    int start = nameOffset(record);
    return nameLength(record) == length
        && Arrays.equals(record, start, start + length, name, offset, offset + length);
  }

  /** Where the name begins. */
  static int nameOffset(byte[] record) {
    int at = 1;
    while (record[at] < 0) {
      at++;
    }
    return at + 1;
  }

  /** Bytes of the name. */
  static int nameLength(byte[] record) {
    int length = 0;
    for (int at = 1, shift = 0; ; at++, shift += 7) {
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

  /** Packs the fields of {@code node} under a name with {@code data}, which is copied. */
  static byte[] encode(
      byte[] name, int nameOffset, int nameLength, Znode node, byte @Nullable [] data) {
    return data == null
        ? encode(name, nameOffset, nameLength, node, name, 0, -1)
        : encode(name, nameOffset, nameLength, node, data, 0, data.length);
  }

  /** The record of {@code node} with its fields as they stand in the view and its name and data kept. */
  static byte[] repack(byte[] old, Znode node) {
    int dataLength = node.isNullData() ? -1 : node.dataLength();
    return encode(old, nameOffset(old), nameLength(old), node, old, node.dataOffset(), dataLength);
  }

  /** {@code dataLength} −1 means null data. */
  static byte[] encode(
      byte[] name,
      int nameOffset,
      int nameLength,
      Znode node,
      byte[] data,
      int dataOffset,
      int dataLength) {
    int flags = flags(node, dataLength < 0);
    int dataBytes = Math.max(0, dataLength);
    byte[] record = new byte[size(node, flags, nameLength) + dataBytes];
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
      putDigest(record, dataBytes, node.digest);
      at += Integer.BYTES;
    }
    System.arraycopy(data, dataOffset, record, at, dataBytes);
    return record;
  }

  /** Notes what the znode counts, before anybody else sees a record that has {@code dataBytes} of data and room for it. */
  static void putDigest(byte[] record, int dataBytes, int digest) {
    int at = record.length - dataBytes - Integer.BYTES;
    for (int shift = 24; shift >= 0; shift -= 8) {
      record[at++] = (byte) (digest >>> shift);
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
