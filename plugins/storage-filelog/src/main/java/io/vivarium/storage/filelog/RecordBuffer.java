package io.vivarium.storage.filelog;

import java.nio.ByteBuffer;
import java.util.zip.Adler32;

/** Frames records into one block of memory that is used again and again, so that appending makes no garbage. One thread. */
final class RecordBuffer {
  private static final int INITIAL_BYTES = 256 * 1024;

  private final Adler32 adler = new Adler32();
  private ByteBuffer bytes = ByteBuffer.allocateDirect(INITIAL_BYTES);
  private int records;

  /** Whether a payload of this length fits behind what is there. */
  boolean fits(int payloadBytes) {
    return bytes.remaining() >= payloadBytes + LogFormat.FRAME_BYTES;
  }

  /** Makes room for a payload of this length; only when empty. */
  void ensure(int payloadBytes) {
    int needed = payloadBytes + LogFormat.FRAME_BYTES;
    if (bytes.capacity() < needed) {
      bytes = ByteBuffer.allocateDirect(Math.max(needed, 2 * bytes.capacity()));
    }
  }

  /** Adds a record; the payload's position stays. */
  void add(ByteBuffer payload) {
    int start = bytes.position();
    int length = payload.remaining();
    int at = start + LogFormat.PREFIX_BYTES;
    int end = at + length;
    bytes.put(at, payload, payload.position(), length);
    adler.reset();
    bytes.position(at).limit(end);
    adler.update(bytes);
    bytes.limit(bytes.capacity());
    bytes.putLong(start, adler.getValue());
    bytes.putInt(start + 8, length);
    bytes.put(end, LogFormat.END_OF_RECORD);
    bytes.position(end + 1);
    records++;
  }

  /** Records added since {@link #clear}. */
  int records() {
    return records;
  }

  /** Bytes added since {@link #clear}. */
  int size() {
    return bytes.position();
  }

  /** What was added, ready to be written; call {@link #clear} afterwards. */
  ByteBuffer flipped() {
    return bytes.flip();
  }

  /** Forgets everything. */
  void clear() {
    bytes.clear();
    records = 0;
  }
}
