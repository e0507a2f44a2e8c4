package io.vivarium.storage.filelog;

import java.io.DataInputStream;
import java.io.EOFException;
import java.io.IOException;
import java.io.InputStream;
import java.util.Arrays;

/**
 * Reads the stream of snappy-java: 0x82 "SNAPPY" 0x00, version 1, compatible version 1, then blocks, each a length and raw Snappy. One
 * thread.
 */
final class SnappyInput extends InputStream {
  private static final byte[] MAGIC = {(byte) 0x82, 'S', 'N', 'A', 'P', 'P', 'Y', 0};

  /** Longest block that is believed, compressed or not. Writers use 32 KiB by default. */
  private static final int MAX_BLOCK_BYTES = 32 * 1024 * 1024;

  private final DataInputStream from;
  private byte[] block = new byte[0];
  private int position;

  SnappyInput(InputStream from) throws IOException {
    this.from = new DataInputStream(from);
    byte[] magic = this.from.readNBytes(MAGIC.length);
    if (!Arrays.equals(magic, MAGIC)) {
      throw new IOException("not a snappy stream: the magic bytes are missing");
    }
    int version = this.from.readInt();
    int compatible = this.from.readInt();
    if (compatible > 1) {
      throw new IOException("snappy stream of version " + version + ", only 1 is known");
    }
  }

  /** The first bytes of such a stream. */
  static byte[] magic() {
    return MAGIC.clone();
  }

  @Override
  public int read() throws IOException {
    return hasBytes() ? block[position++] & 0xff : -1;
  }

  @Override
  public int read(byte[] into, int offset, int length) throws IOException {
    if (length == 0) {
      return 0;
    }
    if (!hasBytes()) {
      return -1;
    }
    int count = Math.min(length, block.length - position);
    System.arraycopy(block, position, into, offset, count);
    position += count;
    return count;
  }

  @Override
  public void close() throws IOException {
    from.close();
  }

  private boolean hasBytes() throws IOException {
    while (position == block.length) {
      int first = from.read();
      if (first < 0) {
        return false;
      }
      int length = first << 24 | from.readUnsignedByte() << 16 | from.readUnsignedShort();
      if (length < 1 || length > MAX_BLOCK_BYTES) {
        throw new IOException(
            "snappy block of " + length + " bytes, allowed are 1 to " + MAX_BLOCK_BYTES);
      }
      byte[] compressed = from.readNBytes(length);
      if (compressed.length < length) {
        throw new EOFException(
            "snappy block ends after " + compressed.length + " of " + length + " bytes");
      }
      block = Snappy.expand(compressed, MAX_BLOCK_BYTES);
      position = 0;
    }
    return true;
  }
}
