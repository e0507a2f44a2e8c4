package io.vivarium.storage.filelog;

import java.io.IOException;
import java.util.Arrays;

/**
 * The raw Snappy block format, as its public format description has it: the expanded length as a varint, then literals and
 * copies from what was expanded before. Written here because the libraries for it go past the bounds checks of Java, and a snapshot
 * may come from anywhere.
 */
final class Snappy {
  private static final int LITERAL = 0;
  private static final int COPY_1 = 1;
  private static final int COPY_2 = 2;

  private Snappy() {}

  /** Expands a block, or fails when it is not well formed or larger than {@code limit} when expanded. */
  static byte[] expand(byte[] block, int limit) throws IOException {
    return new Expander(block, limit).expand();
  }

  private static final class Expander {
    private final byte[] in;
    private final byte[] out;
    private int from;
    private int to;

    Expander(byte[] in, int limit) throws IOException {
      this.in = in;
      long length = 0;
      int shift = 0;
      int part;
      do {
        part = next();
        length |= (long) (part & 0x7f) << shift;
        shift += 7;
      } while (part >= 0x80 && shift < 35);
      // No element expands to more than 64 bytes from fewer than 2: bounds what a few hostile bytes
      // can allocate.
      if (length > limit || length > 64L * in.length) {
        throw malformed("expands to " + length + " bytes");
      }
      out = new byte[(int) length];
    }

    byte[] expand() throws IOException {
      while (from < in.length) {
        int tag = next();
        switch (tag & 3) {
          case LITERAL -> literal(tag >>> 2);
          case COPY_1 -> copy(((tag >>> 2) & 7) + 4, (tag & 0xe0) << 3 | next());
          case COPY_2 -> copy((tag >>> 2) + 1, little(2));
          default -> copy((tag >>> 2) + 1, little(4));
        }
      }
      if (to != out.length) {
        throw malformed("holds " + to + " bytes, announced were " + out.length);
      }
      return out;
    }

    private void literal(int code) throws IOException {
      int length = code < 60 ? code + 1 : little(code - 59) + 1;
      if (length <= 0 || length > in.length - from || length > out.length - to) {
        throw malformed("has a literal of " + length + " bytes");
      }
      System.arraycopy(in, from, out, to, length);
      from += length;
      to += length;
    }

    private void copy(int length, int offset) throws IOException {
      if (offset <= 0 || offset > to || length > out.length - to) {
        throw malformed("copies " + length + " bytes from " + offset + " before");
      }
      for (int i = 0; i < length; i++, to++) {
        out[to] = out[to - offset];
      }
    }

    private int little(int bytes) throws IOException {
      int value = 0;
      for (int i = 0; i < bytes; i++) {
        value |= next() << (8 * i);
      }
      return value;
    }

    private int next() throws IOException {
      if (from == in.length) {
        throw malformed("ends early");
      }
      return in[from++] & 0xff;
    }

    private IOException malformed(String what) {
      return new IOException("snappy block " + what + ", at byte " + from + " of " + in.length);
    }
  }

  /** Compresses blocks: finds repeated groups of four bytes with a hash table. One thread. */
  static final class Compressor {
    private static final int HASH_BITS = 14;
    private static final int MULTIPLIER = 0x1e35a7bd;

    private final int[] table = new int[1 << HASH_BITS];
    private final byte[] out;
    private int to;

    /** A compressor of blocks of at most {@code blockBytes}, which is at most 64 KiB. */
    Compressor(int blockBytes) {
      if (blockBytes > 1 << 16) {
        throw new IllegalArgumentException("a copy reaches back 64 KiB, not " + blockBytes);
      }
      out = new byte[32 + blockBytes + blockBytes / 6];
    }

    /** Compresses the first {@code length} bytes; the result is in {@link #output()}, its length is returned. */
    int compress(byte[] in, int length) {
      Arrays.fill(table, -1);
      to = 0;
      for (int rest = length; ; rest >>>= 7) {
        if (rest < 0x80) {
          out[to++] = (byte) rest;
          break;
        }
        out[to++] = (byte) (rest | 0x80);
      }
      int literal = 0;
      int at = 0;
      while (at + 4 <= length) {
        int word = word(in, at);
        int slot = (word * MULTIPLIER) >>> (32 - HASH_BITS);
        int match = table[slot];
        table[slot] = at;
        if (match < 0 || word(in, match) != word) {
          at++;
          continue;
        }
        int end = at + 4;
        for (int m = match + 4; end < length && in[end] == in[m]; end++, m++) {
          // As long as it is the same.
        }
        literal(in, literal, at);
        copy(end - at, at - match);
        at = end;
        literal = end;
      }
      literal(in, literal, length);
      return to;
    }

    /** What {@link #compress} wrote. */
    byte[] output() {
      return out;
    }

    private void literal(byte[] in, int from, int end) {
      int length = end - from;
      if (length == 0) {
        return;
      }
      int code = length - 1;
      if (code < 60) {
        out[to++] = (byte) (code << 2);
      } else if (code < 256) {
        out[to++] = (byte) (60 << 2);
        out[to++] = (byte) code;
      } else {
        out[to++] = (byte) (61 << 2);
        out[to++] = (byte) code;
        out[to++] = (byte) (code >>> 8);
      }
      System.arraycopy(in, from, out, to, length);
      to += length;
    }

    private void copy(int length, int offset) {
      for (int left = length; left > 0; ) {
        int count = Math.min(left, 64);
        out[to++] = (byte) ((count - 1) << 2 | COPY_2);
        out[to++] = (byte) offset;
        out[to++] = (byte) (offset >>> 8);
        left -= count;
      }
    }

    private static int word(byte[] in, int at) {
      return (in[at] & 0xff)
          | (in[at + 1] & 0xff) << 8
          | (in[at + 2] & 0xff) << 16
          | in[at + 3] << 24;
    }
  }
}
