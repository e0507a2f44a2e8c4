package io.vivarium.transport.tcp;

import io.netty.buffer.ByteBuf;
import io.netty.buffer.ByteBufAllocator;
import io.netty.channel.DefaultMaxMessagesRecvByteBufAllocator;
import io.netty.channel.RecvByteBufAllocator;

/**
 * Lets all connections of an I/O thread read into one buffer. What was read is used up before the next read, or copied when a frame
 * is not complete, so that the buffer is free again; it stays warm in the processor's cache, and an idle connection holds none.
 */
final class ReceiveBuffers extends DefaultMaxMessagesRecvByteBufAllocator {
  /** Large enough that one system call takes what a busy peer has sent meanwhile. */
  static final int SIZE = 64 << 10;

  /** Reads of one connection before the others of the thread have their turn. */
  private static final int READS_PER_TURN = 4;

  private final ByteBufAllocator allocator;
  private final ByteBuf shared;

  /**
   * Netty wants a handle per channel, to remember what the last reads brought. Ours remembers nothing between two turns, and the
   * turns of one thread do not overlap, so that one handle serves all.
   */
  private final SharedHandle handle = new SharedHandle();

  /** For one I/O thread. */
  ReceiveBuffers(ByteBufAllocator allocator) {
    super(READS_PER_TURN);
    this.allocator = allocator;
    shared = allocator.directBuffer(SIZE, SIZE);
  }

  @Override
  @SuppressWarnings("deprecation") // the type that the interface names
  public RecvByteBufAllocator.Handle newHandle() {
    return handle;
  }

  /** The buffer, for one read by whoever holds no channel; the reader releases it. */
  ByteBuf take() {
    return handle.allocate(allocator);
  }

  /** Frees the buffer; on the I/O thread, when it ends. */
  void release() {
    shared.release();
  }

  private final class SharedHandle extends MaxMessageHandle {
    @Override
    public int guess() {
      return SIZE;
    }

    @Override
    public ByteBuf allocate(ByteBufAllocator allocator) {
      return shared.refCnt() == 1 ? shared.clear().retain() : allocator.directBuffer(SIZE, SIZE);
    }
  }
}
