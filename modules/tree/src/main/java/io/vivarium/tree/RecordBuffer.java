package io.vivarium.tree;

import java.util.Arrays;

/** Where the writer packs a record before a {@link ChildTable} takes it. What was packed before is overwritten. */
final class RecordBuffer {
  private final byte[] reused = new byte[Segment.MAX_PACKED];
  private byte[] bytes = reused;
  private int length;

  /** An array for a record of this many bytes, one of its own when the record is too large for chunks. */
  byte[] take(int bytesNeeded) {
    bytes = bytesNeeded <= reused.length ? reused : new byte[bytesNeeded];
    length = bytesNeeded;
    return bytes;
  }

  /** The array whose first bytes are the record. */
  byte[] bytes() {
    return bytes;
  }

  /** Bytes of the record. */
  int length() {
    return length;
  }

  /** The record in an array of its own. */
  byte[] exact() {
    return length <= reused.length ? Arrays.copyOf(bytes, length) : bytes;
  }
}
