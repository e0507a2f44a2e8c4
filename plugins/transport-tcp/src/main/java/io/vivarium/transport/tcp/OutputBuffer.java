package io.vivarium.transport.tcp;

import io.netty.buffer.ByteBuf;
import io.netty.buffer.ByteBufAllocator;
import java.nio.ByteBuffer;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/**
 * Collects what is written on one connection between two flushes, so that it leaves in one system call. Holds no memory when it is
 * empty.
 */
final class OutputBuffer {
  /** Where a new buffer begins instead of growing. */
  static final int SEGMENT = 64 << 10;

  private static final int SMALLEST = 256;

  private @Nullable ByteBuf buffer;
  private @Nullable ByteBuffer view;
  private int begin;

  /** What the last flush needed, rounded up: where the next buffer starts. */
  private int usual = SMALLEST;

  /** Bytes waiting. */
  int size() {
    return view == null ? 0 : view.position() - begin;
  }

  /**
   * Copies the remaining bytes.
   *
   * @param full takes each segment that was filled
   */
  void append(ByteBuffer bytes, ByteBufAllocator allocator, Consumer<ByteBuf> full) {
    int end = bytes.limit();
    while (bytes.hasRemaining()) {
      ByteBuffer to = room(bytes.remaining(), allocator);
      int count = Math.min(bytes.remaining(), to.remaining());
      to.put(bytes.limit(bytes.position() + count));
      bytes.limit(end);
      if (size() == SEGMENT) {
        full.accept(takeAll());
      }
    }
  }

  /** What has been collected; null when there is nothing. The caller releases it. */
  @Nullable ByteBuf take() {
    return size() == 0 ? null : takeAll();
  }

  /** Forgets what has been collected. */
  void release() {
    if (buffer != null) {
      buffer.release();
      buffer = null;
      view = null;
    }
  }

  private ByteBuf takeAll() {
    ByteBuf taken = java.util.Objects.requireNonNull(buffer);
    int size = size();
    usual = Math.clamp(Integer.highestOneBit(size) * 2L, SMALLEST, SEGMENT);
    taken.writerIndex(size);
    buffer = null;
    view = null;
    return taken;
  }

  /** A buffer with room for at least one byte, for all {@code wanted} when that fits into a segment. */
  private ByteBuffer room(int wanted, ByteBufAllocator allocator) {
    if (view != null && view.remaining() >= Math.min(wanted, SEGMENT - size())) {
      return view;
    }
    int used = size();
    int capacity = (int) Math.min(SEGMENT, Math.max(usual, used + (long) wanted));
    ByteBuf larger;
    if (buffer == null) {
      larger = allocator.directBuffer(capacity, SEGMENT);
    } else {
      larger = buffer.writerIndex(used).capacity(Math.min(SEGMENT, Math.max(capacity, used * 2)));
    }
    buffer = larger;
    ByteBuffer fresh = larger.internalNioBuffer(0, larger.capacity());
    begin = fresh.position();
    fresh.position(begin + used);
    view = fresh;
    return fresh;
  }
}
