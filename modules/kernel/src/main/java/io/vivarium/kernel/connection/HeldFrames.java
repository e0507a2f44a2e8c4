package io.vivarium.kernel.connection;

import io.vivarium.codec.ClientFrames;
import java.nio.ByteBuffer;

/**
 * Frames of a connection that wait, in their order, one behind the other in one array: most are so small that an object for each would
 * take several times as much. The I/O thread of the connection.
 */
final class HeldFrames {
  private static final byte[] NOTHING = {};

  private byte[] bytes = NOTHING;
  private int from;
  private int to;

  boolean isEmpty() {
    return from == to;
  }

  /** Memory they take. */
  int bytes() {
    return bytes.length;
  }

  /** Keeps a copy: the transport uses the buffer again. */
  void add(ByteBuffer frame) {
    int count = frame.remaining();
    int size = to - from;
    if (bytes.length - to < count) {
      byte[] larger =
          new byte[Math.max(Math.addExact(size, count), Math.min(2 * size, size + (64 << 10)))];
      System.arraycopy(bytes, from, larger, 0, size);
      bytes = larger;
      from = 0;
      to = size;
    }
    frame.get(bytes, to, count);
    to += count;
  }

  /** The one that has waited longest, valid until the next is added or taken; fails when there is none. */
  ByteBuffer next() {
    ByteBuffer all = ByteBuffer.wrap(bytes, from, to - from);
    int length = ClientFrames.LENGTH_BYTES + all.getInt(from);
    ByteBuffer frame = all.slice(from, length);
    from += length;
    if (from == to) {
      bytes = NOTHING;
      from = 0;
      to = 0;
    }
    return frame;
  }
}
