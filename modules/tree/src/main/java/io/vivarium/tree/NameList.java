package io.vivarium.tree;

/**
 * Names in a row, each as its length in bytes as a big-endian int and its UTF-8, which is how a vector of strings travels. The array is used
 * again and again. Belongs to one thread.
 */
final class NameList {
  private static final int FIRST_ROOM = 256;
  private static final int MOST_DOUBLED = 1 << 20;

  private byte[] bytes = new byte[FIRST_ROOM];
  private int length;
  private int count;

  /** Empties it, and makes room. */
  void clear(long room) {
    length = 0;
    count = 0;
    if (bytes.length < room) {
      bytes = new byte[Math.toIntExact(Math.max(room, Math.min(2L * bytes.length, MOST_DOUBLED)))];
    }
  }

  /** Adds a name; throws when there is no room, or no such name, as for a reader that races with a writer. */
  void add(byte[] array, int offset, int size) {
    byte[] into = bytes;
    int at = length;
    into[at] = (byte) (size >>> 24);
    into[at + 1] = (byte) (size >>> 16);
    into[at + 2] = (byte) (size >>> 8);
    into[at + 3] = (byte) size;
    System.arraycopy(array, offset, into, at + Integer.BYTES, size);
    length = at + Integer.BYTES + size;
    count++;
  }

  /** The array, which has them up to {@link #length}. */
  byte[] bytes() {
    return bytes;
  }

  /** Bytes of all. */
  int length() {
    return length;
  }

  /** How many there are. */
  int count() {
    return count;
  }
}
