package ${package};

import io.vivarium.spi.transport.ConnectionHandler;
import java.nio.ByteBuffer;
import org.jspecify.annotations.Nullable;

/**
 * What has arrived and was not handed over. Frames that came whole are taken out of the buffer that they were read into; only the
 * beginning of one is copied, into a buffer that never has more room than twice what is there.
 */
final class Input {
  private static final ByteBuffer NOTHING = ByteBuffer.allocate(0);

  /** The beginning of a frame, from 0 to the position. */
  private ByteBuffer rest = NOTHING;

  /** What is being handed over. */
  private ByteBuffer arrived = NOTHING;

  /** Adds what one read brought; the buffer is used until {@link #keepRest}. */
  void add(ByteBuffer bytes) {
    if (rest.position() == 0) {
      arrived = bytes;
      return;
    }
    if (rest.remaining() < bytes.remaining()) {
      int size = rest.position() + bytes.remaining();
      rest = ByteBuffer.allocate((int) Math.min(2L * size, Integer.MAX_VALUE - 8)).put(rest.flip());
    }
    arrived = rest.put(bytes).flip();
  }

  /** The next whole frame, valid until the next call; null when there is none. */
  @Nullable ByteBuffer next(ConnectionHandler handler) {
    if (!arrived.hasRemaining()) {
      return null;
    }
    int length = handler.frameLength(arrived);
    if (length == 0 || length > arrived.remaining()) {
      return null;
    }
    ByteBuffer frame = arrived.slice(arrived.position(), length);
    arrived.position(arrived.position() + length);
    return frame;
  }

  /** Keeps what belongs to a frame that has not come whole. */
  void keepRest() {
    if (arrived == rest) {
      rest.compact();
    } else if (arrived.hasRemaining()) {
      rest = ByteBuffer.allocate(arrived.remaining()).put(arrived);
    }
    if (rest.position() == 0) {
      rest = NOTHING;
    }
    arrived = NOTHING;
  }

  boolean isInsideFrame() {
    return rest.position() > 0;
  }
}
