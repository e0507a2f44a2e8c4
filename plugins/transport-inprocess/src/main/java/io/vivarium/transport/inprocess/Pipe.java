package io.vivarium.transport.inprocess;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.ClosedChannelException;
import org.jspecify.annotations.Nullable;

/**
 * Bytes on their way in one direction: at most so many, so that whoever writes faster than the other end reads has to wait, as with a
 * socket. One writer, one reader; any thread. Never blocks; who finds nothing, or no room, leaves a task that is run once when that has
 * changed, on the thread of whoever changed it.
 */
final class Pipe {
  private static final int SMALLEST = 512;

  /** What an empty pipe may go on holding. */
  private static final int KEPT = 4 << 10;

  private static final byte[] NOTHING = {};

  private final int capacity;

  // A ring that grows with what is in it.
  private byte[] ring = NOTHING;
  private int head;
  private int size;

  private boolean ended;
  private boolean abandoned;
  private @Nullable Runnable reader;
  private @Nullable Runnable writer;

  /** A pipe that holds up to {@code capacity} bytes, at least 1. */
  Pipe(int capacity) {
    this.capacity = capacity;
  }

  /**
   * Takes as much as there is room for and says how much that was.
   *
   * @throws IOException when the reader takes no more, or the writer has said that nothing more comes
   */
  int write(ByteBuffer from) throws IOException {
    Runnable wake;
    int count;
    synchronized (this) {
      if (ended) {
        throw new ClosedChannelException();
      }
      if (abandoned) {
        throw new IOException("the peer has closed the connection");
      }
      count = Math.min(from.remaining(), capacity - size);
      if (count == 0) {
        return 0;
      }
      put(from, count);
      wake = reader;
      reader = null;
    }
    run(wake);
    return count;
  }

  private void put(ByteBuffer from, int count) {
    if (ring.length - size < count) {
      grow(size + count);
    }
    int tail = (head + size) % ring.length;
    int first = Math.min(count, ring.length - tail);
    from.get(ring, tail, first);
    from.get(ring, 0, count - first);
    size += count;
  }

  private void grow(int needed) {
    long rounded = Math.max(SMALLEST, Integer.highestOneBit(needed - 1) * 2L);
    byte[] larger = new byte[(int) Math.min(capacity, rounded)];
    int first = Math.min(size, ring.length - head);
    System.arraycopy(ring, head, larger, 0, first);
    System.arraycopy(ring, 0, larger, first, size - first);
    ring = larger;
    head = 0;
  }

  /** Hands over what is there, as much as there is room for: 0 when there is nothing, −1 when nothing more comes. */
  int read(ByteBuffer to) {
    Runnable wake;
    int count;
    synchronized (this) {
      if (size == 0) {
        return ended || abandoned ? -1 : 0;
      }
      count = Math.min(to.remaining(), size);
      if (count == 0) {
        return 0;
      }
      int first = Math.min(count, ring.length - head);
      to.put(ring, head, first);
      to.put(ring, 0, count - first);
      head = (head + count) % ring.length;
      size -= count;
      if (size == 0) {
        head = 0;
        ring = ring.length > KEPT ? NOTHING : ring;
      }
      wake = writer;
      writer = null;
    }
    run(wake);
    return count;
  }

  /** The writer's: runs the task once there is room or nobody who reads, at once if that is so. */
  void whenWritable(Runnable task) {
    synchronized (this) {
      if (size == capacity && !abandoned && !ended) {
        writer = task;
        return;
      }
    }
    task.run();
  }

  /** The reader's: runs the task once there is something to read or the end, at once if that is so. */
  void whenReadable(Runnable task) {
    synchronized (this) {
      if (size == 0 && !ended && !abandoned) {
        reader = task;
        return;
      }
    }
    task.run();
  }

  /** The writer's: nothing more comes; what is in the pipe can still be read. */
  void end() {
    finish(false);
  }

  /** The reader's: nothing more is taken; what is in the pipe is thrown away. */
  void abandon() {
    finish(true);
  }

  /** Either end may be the one that waits for what cannot come now. */
  private void finish(boolean byReader) {
    Runnable wakeReader;
    Runnable wakeWriter;
    synchronized (this) {
      if (byReader) {
        abandoned = true;
        ring = NOTHING;
        head = 0;
        size = 0;
      } else {
        ended = true;
      }
      wakeReader = reader;
      wakeWriter = writer;
      reader = null;
      writer = null;
    }
    run(wakeReader);
    run(wakeWriter);
  }

  private static void run(@Nullable Runnable task) {
    if (task != null) {
      task.run();
    }
  }
}
