package io.vivarium.kernel.connection;

import java.nio.ByteBuffer;
import java.util.ArrayDeque;
import java.util.NoSuchElementException;
import org.jspecify.annotations.Nullable;

/** Frames of a connection that wait, in their order. The I/O thread of the connection. */
final class HeldFrames {
  /** Null for the many connections of which nothing ever waits. */
  private @Nullable ArrayDeque<ByteBuffer> frames;

  boolean isEmpty() {
    return frames == null || frames.isEmpty();
  }

  /** Keeps a copy: the transport uses the buffer again. */
  void add(ByteBuffer frame) {
    if (frames == null) {
      frames = new ArrayDeque<>();
    }
    byte[] copy = new byte[frame.remaining()];
    frame.get(copy);
    frames.add(ByteBuffer.wrap(copy));
  }

  /** The one that has waited longest; fails when there is none. */
  ByteBuffer next() {
    if (frames == null) {
      throw new NoSuchElementException();
    }
    return frames.remove();
  }
}
