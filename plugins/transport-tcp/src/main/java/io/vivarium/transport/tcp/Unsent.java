package io.vivarium.transport.tcp;

import io.netty.buffer.ByteBuf;
import io.netty.channel.unix.Socket;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.util.ArrayDeque;
import org.jspecify.annotations.Nullable;

/** What one connection has written and the system has not taken yet, in order. Its I/O thread. */
final class Unsent {
  /** System calls for one connection before the others of the thread have their turn. */
  private static final int SENDS_PER_TURN = 16;

  private @Nullable ByteBuf first;

  /** Null while no more than one waits, which is all the life of most connections. */
  private @Nullable ArrayDeque<ByteBuf> behind;

  private long bytes;

  /** How many bytes. */
  long bytes() {
    return bytes;
  }

  /**
   * Takes them over. The little that is written at a time while there is no room is put together: a buffer and a system call for each
   * would cost many times what is in it.
   */
  void add(ByteBuf more) {
    int count = more.readableBytes();
    bytes += count;
    if (first == null) {
      first = more;
      return;
    }
    if (behind == null) {
      behind = new ArrayDeque<>();
    }
    ByteBuf last = behind.peekLast();
    if (last != null && count <= last.maxWritableBytes()) {
      last.writeBytes(more);
      more.release();
    } else {
      behind.add(more);
    }
  }

  /** Sends as much as the system takes, or as one turn allows. */
  void sendTo(Socket socket) throws IOException {
    for (int sends = 0; sends < SENDS_PER_TURN && first != null; sends++) {
      int sent = send(first, socket);
      bytes -= sent;
      if (first.skipBytes(sent).isReadable()) {
        return; // the system has no more room
      }
      first.release();
      first = behind == null ? null : behind.poll();
    }
    if (first == null) {
      behind = null;
    }
  }

  private static int send(ByteBuf from, Socket socket) throws IOException {
    if (from.hasMemoryAddress()) {
      return socket.sendAddress(from.memoryAddress(), from.readerIndex(), from.writerIndex());
    }
    ByteBuffer view = from.internalNioBuffer(from.readerIndex(), from.readableBytes());
    return socket.send(view, view.position(), view.limit());
  }

  /** Forgets them. */
  void release() {
    if (first != null) {
      first.release();
      first = null;
    }
    if (behind != null) {
      behind.forEach(ByteBuf::release);
      behind = null;
    }
    bytes = 0;
  }
}
