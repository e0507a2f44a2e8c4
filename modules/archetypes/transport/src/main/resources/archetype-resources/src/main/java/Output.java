package ${package};

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.SocketChannel;
import java.util.ArrayDeque;
import java.util.Deque;

/** What was written and not taken by the system, in chunks. */
final class Output {
  /** More than this is much: whoever writes is asked to wait. */
  private static final int HIGH = 256 << 10;

  /** Less than this, and they may go on. */
  private static final int LOW = 64 << 10;

  private static final int CHUNK = 4 << 10;
  private static final ByteBuffer NOTHING = ByteBuffer.allocate(0);

  private final Deque<ByteBuffer> full = new ArrayDeque<>();

  /** The chunk that is being filled, from 0 to the position. */
  private ByteBuffer tail = NOTHING;

  private long pending;

  /** Copies the bytes. */
  void add(ByteBuffer bytes) {
    pending += bytes.remaining();
    if (tail.remaining() < bytes.remaining()) {
      closeTail();
      tail = ByteBuffer.allocate(Math.max(CHUNK, bytes.remaining()));
    }
    tail.put(bytes);
  }

  private void closeTail() {
    if (tail.position() > 0) {
      full.add(tail.flip());
    }
    tail = NOTHING;
  }

  /** Sends as much as the system takes; true when that was all. */
  boolean sendTo(SocketChannel socket) throws IOException {
    closeTail();
    while (!full.isEmpty()) {
      ByteBuffer chunk = full.element();
      pending -= socket.write(chunk);
      if (chunk.hasRemaining()) {
        return false;
      }
      full.remove();
    }
    return true;
  }

  /** Whether the system has not taken everything that was sent. */
  boolean isHeldUp() {
    return !full.isEmpty();
  }

  long pendingBytes() {
    return pending;
  }

  boolean isHigh() {
    return pending > HIGH;
  }

  boolean isLow() {
    return pending < LOW;
  }
}
