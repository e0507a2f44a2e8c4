package io.vivarium.storage.filelog;

import java.io.IOException;
import java.nio.ByteBuffer;

/** What the first 16 bytes of a log file say. */
enum LogHeader {
  /** A header. */
  VALID,
  /** A header that was never written whole: the file ends inside it, or all of it is zero. */
  UNFINISHED,
  /** Something else. */
  FOREIGN;

  /** Puts a header into a buffer. */
  static void put(ByteBuffer into) {
    into.putInt(LogFormat.MAGIC).putInt(LogFormat.VERSION).putLong(0);
  }

  /** Looks at the header of a file. */
  static LogHeader of(Disk.OpenFile file) throws IOException {
    ByteBuffer bytes = ByteBuffer.allocate(LogFormat.HEADER_BYTES);
    int position = 0;
    while (bytes.hasRemaining()) {
      int read = file.read(bytes, position);
      if (read < 0) {
        return UNFINISHED;
      }
      position += read;
    }
    bytes.flip();
    if (bytes.getInt(0) == LogFormat.MAGIC) {
      return VALID;
    }
    return bytes.getLong(0) == 0 && bytes.getLong(8) == 0 ? UNFINISHED : FOREIGN;
  }
}
