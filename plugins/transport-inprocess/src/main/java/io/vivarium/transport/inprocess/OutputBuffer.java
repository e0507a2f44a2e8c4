package io.vivarium.transport.inprocess;

import java.io.IOException;
import java.nio.ByteBuffer;

/** What was written on a connection and is not in its pipe yet. Holds little when it is empty. */
final class OutputBuffer {
  private static final byte[] NOTHING = {};
  private static final int SMALLEST = 256;

  /** What an empty buffer may go on holding. */
  private static final int KEPT = 4 << 10;

  private static final int LARGEST = Integer.MAX_VALUE - 8;

  private byte[] bytes = NOTHING;
  private int from;
  private int to;

  int size() {
    return to - from;
  }

  /** Copies the remaining bytes; fails when more than 2 GiB would wait, which ends the connection. */
  void append(ByteBuffer more) {
    int count = more.remaining();
    if (bytes.length - to < count) {
      makeRoom(count);
    }
    more.get(bytes, to, count);
    to += count;
  }

  private void makeRoom(int count) {
    int size = size();
    long needed = (long) size + count;
    if (needed > LARGEST) {
      throw new IllegalStateException("more than 2 GiB wait for a peer that does not read");
    }
    // Moved to the front where that is cheap for what it gives.
    boolean enough = needed <= bytes.length && size <= bytes.length / 2;
    byte[] larger = enough ? bytes : new byte[Math.clamp(needed + needed / 2, SMALLEST, LARGEST)];
    System.arraycopy(bytes, from, larger, 0, size);
    bytes = larger;
    from = 0;
    to = size;
  }

  /** Moves as much into the pipe as it takes; false when something is left. */
  boolean moveTo(Pipe pipe) throws IOException {
    while (size() > 0) {
      int moved = pipe.write(ByteBuffer.wrap(bytes, from, size()));
      if (moved == 0) {
        return false;
      }
      from += moved;
    }
    from = 0;
    to = 0;
    if (bytes.length > KEPT) {
      bytes = NOTHING;
    }
    return true;
  }

  /** Forgets what waits. */
  void release() {
    bytes = NOTHING;
    from = 0;
    to = 0;
  }
}
