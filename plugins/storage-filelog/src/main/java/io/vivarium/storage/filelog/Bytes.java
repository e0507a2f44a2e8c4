package io.vivarium.storage.filelog;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.util.Arrays;

/** Small reads from files. */
final class Bytes {
  private Bytes() {}

  /** Up to {@code count} bytes at a position; fewer at the end of the file. */
  static byte[] read(Disk.OpenFile file, long position, int count) throws IOException {
    ByteBuffer bytes = ByteBuffer.allocate(count);
    while (bytes.hasRemaining()) {
      if (file.read(bytes, position + bytes.position()) < 0) {
        return Arrays.copyOf(bytes.array(), bytes.position());
      }
    }
    return bytes.array();
  }

  /** Whether all bytes from one index to before another are zero. */
  static boolean areZero(byte[] bytes, int from, int to) {
    for (int i = from; i < to; i++) {
      if (bytes[i] != 0) {
        return false;
      }
    }
    return true;
  }

  /** Whether a file has these bytes at a position. */
  static boolean matches(Disk.OpenFile file, long position, byte[] expected) throws IOException {
    return position >= 0 && Arrays.equals(read(file, position, expected.length), expected);
  }
}
