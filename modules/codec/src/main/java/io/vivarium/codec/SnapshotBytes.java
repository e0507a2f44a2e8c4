package io.vivarium.codec;

import io.vivarium.model.MalformedFrameException;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import org.jspecify.annotations.Nullable;

/**
 * The bytes of a snapshot, fetched from its input as they are needed. Only bytes that must follow, in any legal snapshot, are
 * ever asked for, so that no seal is crossed and a stream is left at the byte behind its end.
 */
final class SnapshotBytes {
  private static final int INITIAL = 16 * 1024;
  private static final int MAX = Integer.MAX_VALUE - 8;

  private final SnapshotInput in;
  private final int fieldLimit;

  /** From position to limit: fetched and not read yet. */
  private ByteBuffer window = ByteBuffer.allocate(INITIAL).limit(0);

  /** Bytes that were fetched before the start of the window. */
  private long before;

  SnapshotBytes(SnapshotInput in, int fieldLimit) {
    this.in = in;
    this.fieldLimit = fieldLimit;
  }

  /** Bytes read so far; seals do not count. */
  long offset() {
    return before + window.position();
  }

  /** The array that the bytes at hand are in; another one after the next {@link #require}. */
  byte[] array() {
    return window.array();
  }

  /** Index in {@link #array} of the next byte. */
  int index() {
    return window.position();
  }

  /** Fetches until {@code count} bytes are at hand; they are known to follow. */
  void require(long count, String field) throws IOException {
    while (window.remaining() < count) {
      if (fetch(count - window.remaining()) < 0) {
        throw new MalformedFrameException(
            "snapshot ends at offset "
                + (before + window.limit())
                + " within "
                + field
                + ", which needs "
                + (count - window.remaining())
                + " bytes more");
      }
    }
  }

  /** Whether another byte follows; fetches it. */
  boolean more() throws IOException {
    return window.hasRemaining() || fetch(1) > 0;
  }

  /** Moves over bytes at hand. */
  void skip(int count) {
    window.position(window.position() + count);
  }

  long readLong(String field) throws IOException {
    require(Long.BYTES, field);
    return window.getLong();
  }

  int readInt(String field) throws IOException {
    require(Integer.BYTES, field);
    return window.getInt();
  }

  /** A number of elements; their bytes bound it later, when they fail to come. */
  int readCount(String field) throws IOException {
    int count = readInt(field);
    if (count < 0) {
      throw new MalformedFrameException(
          field + " at offset " + (offset() - 4) + " has count " + count + ", below 0");
    }
    return count;
  }

  /** A length, −1 for null. */
  int readLength(String field) throws IOException {
    return checkedLength(readInt(field), offset() - 4, field);
  }

  /** The length, −1 for null, that stands {@code count} bytes on; all of it is at hand. */
  int lengthBehind(int count, String field) {
    return checkedLength(window.getInt(window.position() + count), offset() + count, field);
  }

  private int checkedLength(int length, long at, String field) {
    if (length < -1 || length > fieldLimit) {
      throw new MalformedFrameException(
          field + " at offset " + at + " has length " + length + ", the limit is " + fieldLimit);
    }
    return length;
  }

  @Nullable String readString(String field) throws IOException {
    int length = readLength(field);
    if (length < 0) {
      return null;
    }
    require(length, field);
    return text(length);
  }

  /** A string of {@code length} bytes at hand. */
  String text(int length) {
    String text = new String(window.array(), window.position(), length, StandardCharsets.UTF_8);
    skip(length);
    return text;
  }

  void verifySeal() throws IOException {
    if (window.hasRemaining()) {
      throw new IllegalStateException(window.remaining() + " bytes were fetched across a seal");
    }
    in.verifySeal();
  }

  /**
   * Fetches up to {@code wanted} bytes more, as many as the window has room for; it grows only once it is full of bytes that
   * came.
   */
  private int fetch(long wanted) throws IOException {
    if (window.limit() == window.capacity()) {
      makeRoom();
    }
    int start = window.position();
    int end = window.limit();
    window.limit((int) Math.min(window.capacity(), end + wanted)).position(end);
    int fetched;
    try {
      fetched = in.read(window);
    } finally {
      end = window.position();
      window.position(start).limit(end);
    }
    if (fetched == 0) {
      throw new IllegalStateException(
          "the input of a snapshot returned no bytes, not even the end");
    }
    return fetched;
  }

  private void makeRoom() {
    int kept = window.remaining();
    before += window.position();
    if (kept <= window.capacity() / 2) {
      window.compact().flip();
      return;
    }
    byte[] larger = new byte[(int) Math.min(MAX, 2L * window.capacity())];
    window.get(larger, 0, kept);
    window = ByteBuffer.wrap(larger).limit(kept);
  }
}
