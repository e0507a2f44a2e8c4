package io.vivarium.kernel.connection;

import java.nio.ByteBuffer;
import java.util.ArrayDeque;

/** Frames of a connection that wait, in their order. The I/O thread of the connection. */
final class HeldFrames {
  private final ArrayDeque<ByteBuffer> frames = new ArrayDeque<>();

  boolean isEmpty() {
    return frames.isEmpty();
  }

  /** Keeps a copy: the transport uses the buffer again. */
  void add(ByteBuffer frame) {
    byte[] copy = new byte[frame.remaining()];
    frame.get(copy);
    frames.add(ByteBuffer.wrap(copy));
  }

  /** The one that has waited longest; fails when there is none. */
  ByteBuffer next() {
    return frames.remove();
  }
}
