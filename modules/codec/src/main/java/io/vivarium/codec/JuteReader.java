package io.vivarium.codec;

import io.vivarium.model.MalformedFrameException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.Collections;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Reads jute, ZooKeeper's big-endian form, from a buffer, moving its position. Nothing is believed before it is bounded: a
 * length must fit the bytes that are left and the field limit, the number of elements of a vector must fit the bytes that are
 * left. Whatever breaks a rule is a {@link MalformedFrameException} that names the field, the offset from where reading
 * began, the value and the limit. Not for use by several threads at once.
 */
public final class JuteReader {
  private final ByteBuffer in;

  /** Index in the buffer of offset 0; negative in a part. */
  private final int start;

  private final int fieldLimit;

  /**
   * Reads from the position of {@code in}, a big-endian buffer, to its limit.
   *
   * @param fieldLimit largest length in bytes of a string or buffer
   */
  public JuteReader(ByteBuffer in, int fieldLimit) {
    this(in, in.position(), fieldLimit);
    if (in.order() != ByteOrder.BIG_ENDIAN) {
      throw new IllegalArgumentException("jute is big-endian, the buffer is " + in.order());
    }
  }

  private JuteReader(ByteBuffer in, int start, int fieldLimit) {
    this.in = in;
    this.start = start;
    this.fieldLimit = fieldLimit;
  }

  /** Bytes read so far. */
  public int offset() {
    return in.position() - start;
  }

  /** Bytes left. */
  public int remaining() {
    return in.remaining();
  }

  /** One byte. */
  public byte readByte(String field) {
    require(1, field);
    return in.get();
  }

  /** One byte; anything but 0 is true. */
  public boolean readBool(String field) {
    require(1, field);
    return in.get() != 0;
  }

  /** Four bytes. */
  public int readInt(String field) {
    require(Integer.BYTES, field);
    return in.getInt();
  }

  /** Eight bytes. */
  public long readLong(String field) {
    require(Long.BYTES, field);
    return in.getLong();
  }

  /** A buffer as a new array; null for length −1. */
  public byte @Nullable [] readBuffer(String field) {
    int length = readLength(field);
    if (length < 0) {
      return null;
    }
    byte[] value = new byte[length];
    in.get(value);
    return value;
  }

  /** A string; null for length −1. Malformed UTF-8 reads as U+FFFD, as in ZooKeeper. */
  public @Nullable String readString(String field) {
    int length = readLength(field);
    return length < 0 ? null : text(length);
  }

  /** A string; null is refused. */
  public String readText(String field) {
    int length = readLength(field);
    if (length < 0) {
      throw new MalformedFrameException(field + " at offset " + (offset() - 4) + " is null");
    }
    return text(length);
  }

  /** A string; null reads as empty. */
  public String readTextOrEmpty(String field) {
    int length = readLength(field);
    return length < 0 ? "" : text(length);
  }

  /** Strings, none of them null; null for count −1. The list cannot be changed. */
  public @Nullable List<String> readStrings(String field) {
    int count = readCount(field, Integer.BYTES);
    if (count < 0) {
      return null;
    }
    if (count == 0) {
      return List.of();
    }
    String[] values = new String[count];
    for (int i = 0; i < count; i++) {
      values[i] = readText(field);
    }
    return Collections.unmodifiableList(Arrays.asList(values));
  }

  /**
   * The number of elements of a vector, −1 for a null one.
   *
   * @param elementBytes the fewest bytes that an element takes
   */
  public int readCount(String field, int elementBytes) {
    int count = readInt(field);
    if (count < -1 || (long) count * elementBytes > in.remaining()) {
      throw new MalformedFrameException(
          field
              + " at offset "
              + (offset() - 4)
              + " has "
              + count
              + " elements, the "
              + in.remaining()
              + " bytes left hold at most "
              + in.remaining() / elementBytes);
    }
    return count;
  }

  /** Whether the next bytes are these; when they are, moves behind them. */
  boolean skipIf(byte[] expected) {
    int at = in.position();
    if (in.remaining() < expected.length) {
      return false;
    }
    for (int i = 0; i < expected.length; i++) {
      if (in.get(at + i) != expected[i]) {
        return false;
      }
    }
    in.position(at + expected.length);
    return true;
  }

  /** The four bytes at {@code offset} from here, without moving; they must be there. */
  int peekInt(int offset) {
    return in.getInt(in.position() + offset);
  }

  /** A reader of the next {@code length} bytes, which must be there, with the same offsets; moves behind them. */
  JuteReader part(int length) {
    JuteReader part = new JuteReader(in.slice(in.position(), length), -offset(), fieldLimit);
    in.position(in.position() + length);
    return part;
  }

  /** The length of a buffer or string, −1 for null: bounded by the field limit and the bytes left. */
  int readLength(String field) {
    int length = readInt(field);
    if (length < -1 || length > fieldLimit || length > in.remaining()) {
      throw new MalformedFrameException(
          field
              + " at offset "
              + (offset() - 4)
              + " has length "
              + length
              + ", the limit is "
              + fieldLimit
              + " and "
              + in.remaining()
              + " bytes are left");
    }
    return length;
  }

  private String text(int length) {
    if (in.hasArray()) {
      int at = in.position();
      in.position(at + length);
      return new String(in.array(), in.arrayOffset() + at, length, StandardCharsets.UTF_8);
    }
    byte[] copy = new byte[length];
    in.get(copy);
    return new String(copy, StandardCharsets.UTF_8);
  }

  private void require(int bytes, String field) {
    if (in.remaining() < bytes) {
      throw new MalformedFrameException(
          field
              + " at offset "
              + offset()
              + " needs "
              + bytes
              + " bytes, "
              + in.remaining()
              + " are left");
    }
  }
}
