package io.vivarium.acceptance.ensemble;

import java.nio.ByteBuffer;
import java.util.Arrays;

/**
 * Reads along on the way from a leader to a learner until it knows how the learner is brought up to date. The rest of the
 * stream is not looked at: behind SNAP come bytes that are no packets.
 */
final class QuorumTap {
  private static final int DIFF = 13;
  private static final int TRUNC = 14;
  private static final int SNAP = 15;
  private static final int FIXED = 4 + 8 + 4;

  private final Listener listener;
  private byte[] pending = new byte[0];
  private boolean done;

  /** Is told how a learner is brought up to date. */
  @FunctionalInterface
  interface Listener {
    void saw(SyncMode mode);
  }

  QuorumTap(Listener listener) {
    this.listener = listener;
  }

  static QuorumTap none() {
    QuorumTap tap = new QuorumTap(mode -> {});
    tap.done = true;
    return tap;
  }

  /** Takes the next bytes of the stream. */
  void saw(byte[] bytes) {
    if (done) {
      return;
    }
    int old = pending.length;
    pending = Arrays.copyOf(pending, old + bytes.length);
    System.arraycopy(bytes, 0, pending, old, bytes.length);
    ByteBuffer buffer = ByteBuffer.wrap(pending);
    while (!done && packet(buffer)) {
      pending = Arrays.copyOfRange(pending, buffer.position(), pending.length);
      buffer = ByteBuffer.wrap(pending);
    }
  }

  /** Whether a whole packet was there; the buffer then stands behind it. */
  private boolean packet(ByteBuffer buffer) {
    if (buffer.remaining() < FIXED) {
      return false;
    }
    int type = buffer.getInt();
    buffer.getLong();
    int length = Math.max(0, buffer.getInt());
    if (buffer.remaining() < length + 4) {
      return false;
    }
    buffer.position(buffer.position() + length + 4);
    switch (type) {
      case DIFF -> tell(SyncMode.DIFF);
      case TRUNC -> tell(SyncMode.TRUNC);
      case SNAP -> tell(SyncMode.SNAP);
      default -> {}
    }
    return true;
  }

  private void tell(SyncMode mode) {
    done = true;
    listener.saw(mode);
  }
}
