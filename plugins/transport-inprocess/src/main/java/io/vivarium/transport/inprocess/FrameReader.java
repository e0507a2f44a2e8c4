package io.vivarium.transport.inprocess;

import io.vivarium.spi.transport.ConnectionHandler;
import java.nio.ByteBuffer;
import java.util.function.BooleanSupplier;
import org.jspecify.annotations.Nullable;

/**
 * Cuts what arrives on one connection into frames. The start of a frame whose rest is under way is kept in a buffer that grows with what
 * arrives, never with what was announced.
 */
final class FrameReader {
  /** The start of a frame, from 0 to the position. */
  private @Nullable ByteBuffer partial;

  /** Whether the last bytes that arrived left a frame incomplete. */
  boolean midFrame() {
    return partial != null;
  }

  /**
   * Hands over all frames that these bytes complete.
   *
   * @param in what one read brought
   * @param open asked after each frame whether to go on
   * @return how many frames were handed over
   */
  int read(ByteBuffer in, ConnectionHandler handler, BooleanSupplier open) {
    ByteBuffer start = partial;
    if (start == null) {
      int frames = handOver(in, handler, open);
      partial = in.hasRemaining() ? copy(in, in.remaining()) : null;
      return frames;
    }
    if (start.remaining() < in.remaining()) {
      int needed = start.position() + in.remaining();
      start = copy(start.flip(), needed + needed / 2);
    }
    ByteBuffer all = start.put(in).flip();
    int frames = handOver(all, handler, open);
    if (!all.hasRemaining()) {
      partial = null;
    } else if (frames > 0) {
      partial = copy(all, all.remaining());
    } else {
      partial = all.position(all.limit()).limit(all.capacity());
    }
    return frames;
  }

  /** Forgets the start of a frame. */
  void release() {
    partial = null;
  }

  private static ByteBuffer copy(ByteBuffer bytes, int capacity) {
    return ByteBuffer.allocate(capacity).put(bytes);
  }

  /** Hands over the complete frames at the front and moves the position behind them. */
  private static int handOver(ByteBuffer bytes, ConnectionHandler handler, BooleanSupplier open) {
    int end = bytes.limit();
    int at = bytes.position();
    int frames = 0;
    while (at < end && open.getAsBoolean()) {
      int length = handler.frameLength(bytes.limit(end).position(at));
      if (length < 0) {
        throw new IllegalStateException("handler says that a frame is " + length + " bytes long");
      }
      if (length == 0 || length > end - at) {
        break;
      }
      handler.onFrame(bytes.limit(at + length).position(at));
      at += length;
      frames++;
    }
    bytes.limit(end).position(at);
    return frames;
  }
}
