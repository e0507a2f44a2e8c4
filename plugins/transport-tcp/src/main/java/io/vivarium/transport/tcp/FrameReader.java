package io.vivarium.transport.tcp;

import io.netty.buffer.ByteBuf;
import io.netty.buffer.ByteBufAllocator;
import io.vivarium.spi.transport.ConnectionHandler;
import java.nio.ByteBuffer;
import java.util.function.BooleanSupplier;
import org.jspecify.annotations.Nullable;

/**
 * Cuts what arrives on one connection into frames. Frames that are complete are handed over where the read put them; only the start
 * of a frame whose rest is still under way is copied, into a buffer that grows with what arrives and never with what was announced.
 */
final class FrameReader {
  /** Bytes added to a partial frame at a time while its length is unknown. */
  private static final int PROBE = 64;

  private @Nullable ByteBuf partial;

  /** Length of the partial frame; 0 while unknown. */
  private int expected;

  /** Whether the last bytes that arrived left a frame incomplete. */
  boolean midFrame() {
    return partial != null;
  }

  /**
   * Hands over all frames that these bytes complete.
   *
   * @param in what one read brought; used up
   * @param open asked after each frame whether to go on
   * @return how many frames were handed over
   */
  int read(
      ByteBuf in, ByteBufAllocator allocator, ConnectionHandler handler, BooleanSupplier open) {
    int frames = 0;
    while (partial != null && in.isReadable() && open.getAsBoolean()) {
      frames += complete(partial, in, handler, open);
    }
    if (in.isReadable() && open.getAsBoolean()) {
      frames += drain(in, handler, open);
      if (in.isReadable() && open.getAsBoolean()) {
        keep(in, allocator);
      }
    }
    return frames;
  }

  /** Forgets the partial frame. */
  void release() {
    if (partial != null) {
      partial.release();
      partial = null;
    }
  }

  /** Adds just enough of {@code in} to complete the partial frame, so that the frames behind it are not copied. */
  private int complete(ByteBuf start, ByteBuf in, ConnectionHandler handler, BooleanSupplier open) {
    int missing = expected > 0 ? expected - start.readableBytes() : PROBE;
    int added = Math.min(missing, in.readableBytes());
    makeRoom(start, added);
    start.writeBytes(in, added);
    int frames = drain(start, handler, open);
    int rest = start.readableBytes();
    if (rest <= added) {
      // The rest begins a new frame that lies in the read as well: go on there.
      in.readerIndex(in.readerIndex() - rest);
      release();
    }
    return frames;
  }

  private void makeRoom(ByteBuf start, int added) {
    if (start.writableBytes() >= added) {
      return;
    }
    start.discardReadBytes();
    int needed = start.readableBytes() + added;
    int generous = needed + needed / 2;
    start.capacity(expected > 0 ? Math.max(needed, Math.min(generous, expected)) : generous);
  }

  private void keep(ByteBuf in, ByteBufAllocator allocator) {
    int length = in.readableBytes();
    ByteBuf copy = allocator.directBuffer(length);
    partial = copy.writeBytes(in, length);
  }

  /** Hands over the complete frames at the front of {@code bytes} and moves its reader index behind them. */
  private int drain(ByteBuf bytes, ConnectionHandler handler, BooleanSupplier open) {
    ByteBuffer view = bytes.internalNioBuffer(bytes.readerIndex(), bytes.readableBytes());
    int begin = view.position();
    int end = view.limit();
    int at = begin;
    int frames = 0;
    expected = 0;
    while (at < end && open.getAsBoolean()) {
      int length = handler.frameLength(view.limit(end).position(at));
      if (length < 0) {
        throw new IllegalStateException("handler says that a frame is " + length + " bytes long");
      }
      if (length == 0 || length > end - at) {
        expected = length;
        break;
      }
      handler.onFrame(view.limit(at + length).position(at));
      at += length;
      frames++;
    }
    bytes.readerIndex(bytes.readerIndex() + at - begin);
    return frames;
  }
}
