package io.vivarium.tree;

import java.util.Arrays;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * A hash table of named entries in which every change costs a bounded amount of work, however many there are: extendible hashing
 * (Fagin and others, 1979). The top bits of the hash choose a {@link Segment} by way of a directory; a full segment is split in
 * two by the next bit, and only when no such bit is left in the directory is that doubled, which copies references only. Nothing
 * is ever rehashed as a whole.
 *
 * <p>Names that hash alike cannot be told apart by splitting; the directory is therefore never made larger than a fraction of the
 * number of entries, and a segment that cannot be split grows instead.
 *
 * <p>One writer. Readers may race with it if they validate afterwards: they see nonsense at worst, or a {@link RuntimeException}.
 * It is a superclass rather than a field of {@link Branch} because there is one per node with children.
 */
class ChildTable {
  private static final int MAX_DEPTH = 22;

  /** The directory has at most one slot for this many entries. */
  private static final int ENTRIES_PER_DIRECTORY_SLOT = 32;

  private static final int MERGE_BELOW = Segment.MAX_SLOTS / 4;

  /** Null, one {@link Segment}, or the directory: a {@code Segment[]} of a power of two, at least 2. */
  private @Nullable Object table;

  private int size;

  /** Number of entries. */
  final int size() {
    return size;
  }

  private @Nullable Segment segment(int hash) {
    Object root = table;
    if (root instanceof Segment[] directory) {
      return directory[directorySlot(hash, directory.length)];
    }
    return (Segment) root;
  }

  private static int directorySlot(int hash, int length) {
    return hash >>> Integer.numberOfLeadingZeros(length - 1);
  }

  /** The entry with this name, or null. */
  final @Nullable Object get(int hash, byte[] name, int offset, int length) {
    Segment segment = segment(hash);
    if (segment == null) {
      return null;
    }
    int slot = segment.find(hash, name, offset, length);
    // A racing reader may find the slots exchanged for fewer; it validates afterwards.
    return slot < 0 ? null : segment.slots[slot];
  }

  /** Adds an entry whose name is not there. */
  final void add(int hash, Object entry, NameHash hasher) {
    Segment target = segment(hash);
    if (target == null) {
      target = new Segment(0, 1);
      table = target;
    }
    while (target.full()) {
      if (target.slots.length < Segment.MAX_SLOTS || !splittable(target)) {
        target.grow(hasher);
      } else {
        split(target, hash, hasher);
        target = directory()[directorySlot(hash, directory().length)];
      }
    }
    target.add(hash, entry);
    size++;
  }

  /** Exchanges the entry with this name for one with the same name. */
  final void replace(int hash, byte[] name, int offset, int length, Object entry) {
    Segment segment = segment(hash);
    int slot = segment == null ? -1 : segment.find(hash, name, offset, length);
    if (segment == null || slot < 0) {
      throw new IllegalStateException("no such entry");
    }
    segment.slots[slot] = entry;
  }

  /** Removes the entry with this name and returns it, or null when there is none. */
  final @Nullable Object remove(int hash, byte[] name, int offset, int length, NameHash hasher) {
    Segment segment = segment(hash);
    int slot = segment == null ? -1 : segment.find(hash, name, offset, length);
    if (segment == null || slot < 0) {
      return null;
    }
    Object removed = segment.slots[slot];
    segment.remove(slot, hasher);
    size--;
    if (size == 0) {
      table = null;
    } else {
      segment.shrink(hasher);
      merge(segment, hash, hasher);
    }
    return removed;
  }

  private Segment[] directory() {
    return table instanceof Segment[] directory
        ? directory
        : new Segment[] {(Segment) Objects.requireNonNull(table)};
  }

  private boolean splittable(Segment segment) {
    int length = directory().length;
    return 1 << segment.depth < length
        || (segment.depth < MAX_DEPTH && 2L * length * ENTRIES_PER_DIRECTORY_SLOT <= size);
  }

  private void split(Segment full, int hash, NameHash hasher) {
    Segment[] directory = directory();
    if (1 << full.depth == directory.length) {
      Segment[] doubled = new Segment[2 * directory.length];
      for (int i = 0; i < directory.length; i++) {
        doubled[2 * i] = directory[i];
        doubled[2 * i + 1] = directory[i];
      }
      directory = doubled;
    }
    int depth = full.depth + 1;
    Segment zero = new Segment(depth, full.count / 2);
    Segment one = new Segment(depth, full.count / 2);
    for (Object entry : full.slots) {
      if (entry != null) {
        int entryHash = Segment.hashOf(entry, hasher);
        Segment half = (entryHash >>> (Integer.SIZE - depth) & 1) == 0 ? zero : one;
        if (half.full()) {
          half.grow(hasher);
        }
        half.add(entryHash, entry);
      }
    }
    int span = directory.length >> full.depth;
    int first = directorySlot(hash, directory.length) & -span;
    Arrays.fill(directory, first, first + span / 2, zero);
    Arrays.fill(directory, first + span / 2, first + span, one);
    table = directory;
  }

  /** Joins a segment that has become small with its other half, if that is small and not split further. */
  private void merge(Segment small, int hash, NameHash hasher) {
    if (small.depth == 0 || small.count >= MERGE_BELOW / 2) {
      return;
    }
    Segment[] directory = directory();
    int span = directory.length >> small.depth;
    int first = directorySlot(hash, directory.length) & -span;
    Segment buddy = directory[first ^ span];
    if (buddy.depth != small.depth || small.count + buddy.count >= MERGE_BELOW) {
      return;
    }
    Segment joined = new Segment(small.depth - 1, small.count + buddy.count);
    addAll(joined, small, hasher);
    addAll(joined, buddy, hasher);
    int start = first & -(2 * span);
    Arrays.fill(directory, start, start + 2 * span, joined);
    table = joined.depth == 0 ? joined : halved(directory);
  }

  private static void addAll(Segment to, Segment from, NameHash hasher) {
    for (Object entry : from.slots) {
      if (entry != null) {
        if (to.full()) {
          to.grow(hasher);
        }
        to.add(Segment.hashOf(entry, hasher), entry);
      }
    }
  }

  /**
   * Half the directory when it has grown far too large and no segment needs the last bit, else the directory itself. Looked at
   * only while there are fewer than two entries per slot, so that the walk over the slots is paid for by many removals.
   */
  private Segment[] halved(Segment[] directory) {
    if (size >= 2 * directory.length) {
      return directory;
    }
    Segment[] half = new Segment[directory.length / 2];
    for (int i = 0; i < half.length; i++) {
      if (directory[2 * i] != directory[2 * i + 1]) {
        return directory;
      }
      half[i] = directory[2 * i];
    }
    return half;
  }

  /**
   * Copies the entries of one segment whose hash, read as unsigned, is at least {@code from}. The positions where segments end
   * stay such positions when segments are split and stay exact when they are joined, so a walk that resumes at the returned
   * position meets every entry that is there throughout exactly once.
   *
   * @param from 0 to begin, afterwards what was returned
   * @param into where the copies go; cleared first
   * @return where to go on; 2³² at the end
   */
  final long copySegment(long from, Entries into, NameHash hasher) {
    into.clear();
    Segment segment = segment((int) from);
    if (segment == null) {
      return 1L << Integer.SIZE;
    }
    long span = 1L << (Integer.SIZE - segment.depth);
    long start = from & -span;
    for (Object entry : segment.slots) {
      if (entry != null
          && (start == from || Integer.toUnsignedLong(Segment.hashOf(entry, hasher)) >= from)) {
        into.add(entry);
      }
    }
    return start + span;
  }

  /** A list of entries that is used again and again. */
  static final class Entries {
    private @Nullable Object[] items = new Object[16];
    private int count;

    void clear() {
      Arrays.fill(items, 0, count, null);
      count = 0;
    }

    private void add(Object entry) {
      if (count == items.length) {
        items = Arrays.copyOf(items, 2 * count);
      }
      items[count++] = entry;
    }

    int count() {
      return count;
    }

    Object get(int index) {
      return Objects.requireNonNull(items[index]);
    }
  }
}
