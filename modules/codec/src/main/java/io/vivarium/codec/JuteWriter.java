package io.vivarium.codec;

import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Writes jute, ZooKeeper's big-endian form, into an array that it owns, grows by doubling and uses again: after warming up a
 * frame costs no garbage. Not for use by several threads at once.
 *
 * <p>Frames are written in place: {@link #beginFrame} leaves room for the length, {@link #endFrame} fills it in. Several
 * frames may stand one behind the other, so that a batch goes out with one system call.
 */
public final class JuteWriter {
  /** Capacity in bytes that a writer keeps however little is written. */
  public static final int RETAINED = 64 * 1024;

  private static final int INITIAL = 512;
  private static final int MAX = Integer.MAX_VALUE - 8;

  private static final VarHandle INT =
      MethodHandles.byteArrayViewVarHandle(int[].class, ByteOrder.BIG_ENDIAN);
  private static final VarHandle LONG =
      MethodHandles.byteArrayViewVarHandle(long[].class, ByteOrder.BIG_ENDIAN);

  private byte[] bytes;
  private ByteBuffer view;
  private int position;

  /** An empty writer with a small array. */
  public JuteWriter() {
    this(INITIAL);
  }

  /** An empty writer whose array has room for {@code capacity} bytes, at least 1. */
  public JuteWriter(int capacity) {
    bytes = new byte[Math.max(1, capacity)];
    view = ByteBuffer.wrap(bytes);
  }

  /**
   * Forgets what was written and keeps the array, unless it had grown for an outlier and this content would not have needed
   * it.
   */
  public void clear() {
    if (bytes.length > RETAINED && position <= RETAINED / 2) {
      use(new byte[RETAINED]);
    }
    position = 0;
  }

  /**
   * Gives back an array grown beyond {@link #RETAINED}, so that one large frame does not pin memory in a quiet connection. Keeps
   * what was written; does nothing when that needs the large array.
   */
  public void trim() {
    if (bytes.length > RETAINED && position <= RETAINED) {
      byte[] smaller = new byte[RETAINED];
      System.arraycopy(bytes, 0, smaller, 0, position);
      use(smaller);
    }
  }

  /** Bytes written since {@link #clear}. */
  public int position() {
    return position;
  }

  /** Drops everything written from {@code at} on; {@code at} is at most {@link #position}. */
  public void rewind(int at) {
    if (at < 0 || at > position) {
      throw new IllegalArgumentException("cannot rewind to " + at + ", " + position + " written");
    }
    position = at;
  }

  /** Bytes that fit without growing. */
  public int capacity() {
    return bytes.length;
  }

  /**
   * What was written, from position 0 to the limit. The buffer shares the writer's array and is the same object each time: it is
   * valid until the next call of any writing method, and its content must not be changed.
   */
  public ByteBuffer view() {
    return view.clear().limit(position);
  }

  /** A copy of what was written. */
  public byte[] toByteArray() {
    byte[] copy = new byte[position];
    System.arraycopy(bytes, 0, copy, 0, position);
    return copy;
  }

  /** Leaves room for a length; returns the place to hand to {@link #endFrame}. */
  public int beginFrame() {
    int at = position;
    writeInt(0);
    return at;
  }

  /** Fills in the length of everything written since the {@link #beginFrame} that returned {@code at}. */
  public void endFrame(int at) {
    setInt(at, position - at - Integer.BYTES);
  }

  /** Overwrites four bytes written before. */
  public void setInt(int at, int value) {
    if (at < 0 || at > position - Integer.BYTES) {
      throw new IllegalArgumentException("no int at " + at + ", " + position + " bytes written");
    }
    INT.set(bytes, at, value);
  }

  /** One byte. */
  public void writeByte(int value) {
    ensure(1);
    bytes[position++] = (byte) value;
  }

  /** One byte, 1 or 0. */
  public void writeBool(boolean value) {
    writeByte(value ? 1 : 0);
  }

  /** Four bytes. */
  public void writeInt(int value) {
    ensure(Integer.BYTES);
    INT.set(bytes, position, value);
    position += Integer.BYTES;
  }

  /** Eight bytes. */
  public void writeLong(long value) {
    ensure(Long.BYTES);
    LONG.set(bytes, position, value);
    position += Long.BYTES;
  }

  /** The length and the bytes; −1 alone for null. */
  public void writeBuffer(byte @Nullable [] value) {
    if (value == null) {
      writeInt(-1);
    } else {
      writeBuffer(value, 0, value.length);
    }
  }

  /** The length and that part of the array; −1 alone when the array is null or the length negative. */
  public void writeBuffer(byte @Nullable [] array, int offset, int length) {
    if (array == null || length < 0) {
      writeInt(-1);
      return;
    }
    ensure((long) Integer.BYTES + length);
    INT.set(bytes, position, length);
    System.arraycopy(array, offset, bytes, position + Integer.BYTES, length);
    position += Integer.BYTES + length;
  }

  /** The remaining bytes without a length; the buffer's position does not change. */
  public void writeRaw(ByteBuffer value) {
    int length = value.remaining();
    ensure(length);
    value.get(value.position(), bytes, position, length);
    position += length;
  }

  /** The length in bytes and the UTF-8 form; −1 alone for null. Unpaired surrogates become {@code ?}. */
  public void writeString(@Nullable String value) {
    if (value == null) {
      writeInt(-1);
      return;
    }
    int length = value.length();
    ensure((long) Integer.BYTES + length);
    byte[] target = bytes;
    int start = position + Integer.BYTES;
    for (int i = 0; i < length; i++) {
      char c = value.charAt(i);
      if (c >= 0x80) {
        writeUtf8(value);
        return;
      }
      target[start + i] = (byte) c;
    }
    INT.set(target, position, length);
    position = start + length;
  }

  private void writeUtf8(String value) {
    int length = value.length();
    // Three bytes hold any UTF-16 unit: a pair of surrogates takes four.
    ensure(Integer.BYTES + 3L * length);
    byte[] target = bytes;
    int start = position + Integer.BYTES;
    int at = start;
    for (int i = 0; i < length; i++) {
      char c = value.charAt(i);
      if (c < 0x80) {
        target[at++] = (byte) c;
      } else if (c < 0x800) {
        target[at++] = (byte) (0xc0 | (c >> 6));
        target[at++] = continuation(c);
      } else if (!Character.isSurrogate(c)) {
        target[at++] = (byte) (0xe0 | (c >> 12));
        target[at++] = continuation(c >> 6);
        target[at++] = continuation(c);
      } else if (Character.isHighSurrogate(c)
          && i + 1 < length
          && Character.isLowSurrogate(value.charAt(i + 1))) {
        int point = Character.toCodePoint(c, value.charAt(++i));
        target[at++] = (byte) (0xf0 | (point >> 18));
        target[at++] = continuation(point >> 12);
        target[at++] = continuation(point >> 6);
        target[at++] = continuation(point);
      } else {
        target[at++] = '?';
      }
    }
    INT.set(target, position, at - start);
    position = at;
  }

  private static byte continuation(int bits) {
    return (byte) (0x80 | (bits & 0x3f));
  }

  /** The number of strings, then each; −1 alone for null. */
  public void writeStrings(@Nullable List<String> values) {
    if (values == null) {
      writeInt(-1);
      return;
    }
    writeInt(values.size());
    for (String value : values) { // by index some lists would take a time that is quadratic
      writeString(value);
    }
  }

  /** Makes room for {@code more} bytes, so that what follows does not grow the array step by step. */
  public void ensure(long more) {
    if (more > bytes.length - position) {
      grow(more);
    }
  }

  private void grow(long more) {
    long needed = position + more;
    if (needed > MAX) {
      throw new IllegalStateException(
          "a writer holds at most " + MAX + " bytes; " + needed + " were to be written");
    }
    byte[] larger = new byte[(int) Math.min(MAX, Math.max(needed, 2L * bytes.length))];
    System.arraycopy(bytes, 0, larger, 0, position);
    use(larger);
  }

  private void use(byte[] array) {
    bytes = array;
    view = ByteBuffer.wrap(array);
  }
}
