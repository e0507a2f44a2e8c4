package io.vivarium.tree;

import io.vivarium.model.StatView;
import java.util.Arrays;
import java.util.zip.CRC32;

/**
 * The digest of one znode, whose sum over all nodes is the digest of the tree ("AdHash" version 2): CRC-32 over path, data and 60
 * bytes of stat. The CRC of path and data, the <em>prefix</em>, can be kept and joined with that of the stat bytes by a linear
 * map, the effect of 60 further bytes on the CRC register; so a parent's digest follows its children's changes without reading its
 * data again.
 *
 * <p>Not thread-safe: one per thread. Used by the tree, and by whoever must tell the digest before a txn is applied.
 */
public final class NodeDigest {
  /** The digest of a tree that has only its built-in nodes with nothing in them. */
  public static final long EMPTY_TREE = 1371985504L;

  private static final int STAT_BYTES = 60;
  private static final int POLYNOMIAL = 0xedb88320;
  private static final int[][] SHIFT = shiftTables();
  private static final byte[] UNCOUNTED = {'/', 'z', 'o', 'o', 'k', 'e', 'e', 'p', 'e', 'r', '/'};

  private final CRC32 crc = new CRC32();
  private final byte[] stat = new byte[STAT_BYTES];

  /** Whether a node counts: all do but those below {@code /zookeeper/}. The path is the first bytes of {@code path}, UTF-8. */
  public static boolean counts(byte[] path, int pathLength) {
    return pathLength < UNCOUNTED.length
        || !Arrays.equals(path, 0, UNCOUNTED.length, UNCOUNTED, 0, UNCOUNTED.length);
  }

  /** The CRC of a path (the first bytes of {@code path}, UTF-8; 0 or 1 for the root) and data. */
  public int prefix(byte[] path, int pathLength, byte[] data, int offset, int length) {
    crc.reset();
    if (pathLength > 1) {
      crc.update(path, 0, pathLength);
    }
    crc.update(data, offset, length);
    return (int) crc.getValue();
  }

  /** The CRC of path and data of a node as a view shows it, without reading the data where the tree keeps it. */
  public int prefix(byte[] path, int pathLength, Znode node) {
    return node.hasCrcPrefix() && node.crcPrefix() != 0
        ? node.crcPrefix()
        : prefix(path, pathLength, node.record(), node.dataOffset(), node.dataLength());
  }

  /** The digest of a node as a view shows it; 0 when it does not count. The path as in {@link #prefix}. */
  public long of(byte[] path, int pathLength, Znode node) {
    if (!counts(path, pathLength)) {
      return 0;
    }
    int prefix = prefix(path, pathLength, node);
    putLong(0, node.czxid());
    putLong(8, node.mzxid());
    putLong(16, node.pzxid());
    putLong(24, node.ctime());
    putLong(32, node.mtime());
    putInt(40, node.version());
    putInt(44, node.creationCounter());
    putInt(48, node.aversion());
    putLong(52, node.storedOwner());
    return join(prefix);
  }

  /**
   * The digest of a node that is not in the tree yet. Whether it counts is for the caller to ask.
   *
   * @param prefix see {@link #prefix}
   * @param creationCounter stored cversion
   */
  public long of(int prefix, StatView stat, int creationCounter, long owner) {
    putLong(0, stat.czxid());
    putLong(8, stat.mzxid());
    putLong(16, stat.pzxid());
    putLong(24, stat.ctime());
    putLong(32, stat.mtime());
    putInt(40, stat.version());
    putInt(44, creationCounter);
    putInt(48, stat.aversion());
    putLong(52, owner);
    return join(prefix);
  }

  private long join(int prefix) {
    crc.reset();
    crc.update(stat, 0, STAT_BYTES);
    return Integer.toUnsignedLong(shift(prefix) ^ (int) crc.getValue());
  }

  private static int shift(int register) {
    return SHIFT[0][register & 0xff]
        ^ SHIFT[1][(register >>> 8) & 0xff]
        ^ SHIFT[2][(register >>> 16) & 0xff]
        ^ SHIFT[3][register >>> 24];
  }

  /** What 60 zero bytes make of a register, by byte of the register: the map is linear. */
  private static int[][] shiftTables() {
    int[][] tables = new int[4][256];
    for (int i = 0; i < 4; i++) {
      for (int value = 0; value < 256; value++) {
        int register = value << (8 * i);
        for (int bit = 0; bit < 8 * STAT_BYTES; bit++) {
          register = (register >>> 1) ^ ((register & 1) != 0 ? POLYNOMIAL : 0);
        }
        tables[i][value] = register;
      }
    }
    return tables;
  }

  private void putLong(int at, long value) {
    putInt(at, (int) (value >>> 32));
    putInt(at + 4, (int) value);
  }

  private void putInt(int at, int value) {
    stat[at] = (byte) (value >>> 24);
    stat[at + 1] = (byte) (value >>> 16);
    stat[at + 2] = (byte) (value >>> 8);
    stat[at + 3] = (byte) value;
  }
}
