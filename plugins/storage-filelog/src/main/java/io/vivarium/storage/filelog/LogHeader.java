package io.vivarium.storage.filelog;

import java.io.IOException;
import java.nio.ByteBuffer;

/** What the first 16 bytes of a log file say. */
enum LogHeader {
  /** A header. */
  VALID,
  /** A header that was never written whole: the file ends inside it, or all of it is zero. */
  UNFINISHED,
  /** One of another version of the format, which a newer release may write, or damage has made. */
  OF_OTHER_VERSION,
  /** Something else. */
  FOREIGN;

  private static final int VERSION_AT = 4;

  /** Puts a header into a buffer. */
  static void put(ByteBuffer into) {
    into.putInt(LogFormat.MAGIC).putInt(LogFormat.VERSION).putLong(0);
  }

  /** What to tell of a file whose header is of another version; begins with the verb. */
  static String otherVersion(Disk.OpenFile file) throws IOException {
    int version = ByteBuffer.wrap(Bytes.read(file, VERSION_AT, Integer.BYTES)).getInt();
    return "is written in version "
        + Integer.toUnsignedString(version)
        + " of the format of logs, and this release knows version "
        + LogFormat.VERSION
        + ": a newer release wrote it, or it was damaged. After an upgrade start the newer release again";
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
      int version = bytes.getInt(VERSION_AT);
      // Zero where the header was torn behind its magic.
      return version == LogFormat.VERSION || version == 0 ? VALID : OF_OTHER_VERSION;
    }
    return bytes.getLong(0) == 0 && bytes.getLong(8) == 0 ? UNFINISHED : FOREIGN;
  }
}
