package io.vivarium.storage.filelog;

import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.nio.ByteBuffer;

/** Streams over an open file. One thread each. */
final class DiskStreams {
  private static final int BUFFER_BYTES = 64 * 1024;

  /**
   * What is forced at once. A snapshot of gigabytes that is forced in one go keeps the disk busy for as long as that takes, and
   * every force of the log waits behind it: for some milliseconds with this much.
   */
  private static final int FORCE_BYTES = 1024 * 1024;

  private DiskStreams() {}

  /** Writes a file from its beginning; closing writes the rest and forces, and leaves the file open. */
  static OutputStream output(Disk.OpenFile file) {
    return new Output(file);
  }

  /** Reads a file from its beginning; closing closes the file. */
  static InputStream input(Disk.OpenFile file) {
    return new Input(file);
  }

  private static final class Output extends OutputStream {
    private final Disk.OpenFile file;
    private final ByteBuffer buffer = ByteBuffer.allocateDirect(BUFFER_BYTES);
    private long position;
    private long forced;

    Output(Disk.OpenFile file) {
      this.file = file;
    }

    @Override
    public void write(int value) throws IOException {
      if (!buffer.hasRemaining()) {
        flush();
      }
      buffer.put((byte) value);
    }

    @Override
    public void write(byte[] from, int offset, int length) throws IOException {
      int at = offset;
      int left = length;
      while (left > 0) {
        if (!buffer.hasRemaining()) {
          flush();
        }
        int count = Math.min(left, buffer.remaining());
        buffer.put(from, at, count);
        at += count;
        left -= count;
      }
    }

    @Override
    public void flush() throws IOException {
      buffer.flip();
      int length = buffer.remaining();
      file.write(buffer, position);
      buffer.clear();
      position += length;
      if (position - forced >= FORCE_BYTES) {
        file.force();
        forced = position;
      }
    }

    @Override
    public void close() throws IOException {
      flush();
      file.force();
    }
  }

  private static final class Input extends InputStream {
    private final Disk.OpenFile file;
    private final ByteBuffer buffer = ByteBuffer.allocateDirect(BUFFER_BYTES).limit(0);
    private long position;

    Input(Disk.OpenFile file) {
      this.file = file;
    }

    @Override
    public int read() throws IOException {
      return fill() ? buffer.get() & 0xff : -1;
    }

    @Override
    public int read(byte[] into, int offset, int length) throws IOException {
      if (length == 0) {
        return 0;
      }
      if (!fill()) {
        return -1;
      }
      int count = Math.min(length, buffer.remaining());
      buffer.get(into, offset, count);
      return count;
    }

    @Override
    public int available() {
      // GZIPInputStream asks whether another member may follow.
      return buffer.remaining();
    }

    @Override
    public void close() throws IOException {
      file.close();
    }

    private boolean fill() throws IOException {
      if (buffer.hasRemaining()) {
        return true;
      }
      buffer.clear();
      int read = file.read(buffer, position);
      buffer.flip();
      position += Math.max(read, 0);
      return read > 0;
    }
  }
}
