package io.vivarium.tree;

import java.lang.invoke.VarHandle;
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

  /** Behind the last hash. */
  private static final long END = 1L << Integer.SIZE;

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

  /** Shows the entry with this name; false when there is none. */
  final boolean get(int hash, byte[] name, int offset, int length, Entry into) {
    Segment segment = segment(hash);
    if (segment == null) {
      return false;
    }
    int slot = segment.find(hash, name, offset, length);
    // A racing reader may find the slot emptied; it validates afterwards.
    return slot >= 0 && segment.read(slot, into);
  }

  /**
   * Adds a record whose name is not there.
   *
   * @param record its first {@code length} bytes, which are copied; when these are more than {@link Segment#MAX_PACKED} the array
   *     must have no more and is kept
   */
  final void add(int hash, byte[] record, int length, NameHash hasher) {
    Segment target = withSlot(hash, hasher);
    Segment roomy = target.roomFor(length);
    roomy.add(hash, record, length);
    publish(target, roomy, hash);
    size++;
  }

  /** Adds a branch whose name is not there. */
  final void add(int hash, Branch branch, NameHash hasher) {
    Segment target = withSlot(hash, hasher);
    Segment roomy = target.roomForObject();
    roomy.add(hash, branch);
    publish(target, roomy, hash);
    size++;
  }

  /** The segment where an entry of this hash belongs, with a slot for it. */
  private Segment withSlot(int hash, NameHash hasher) {
    Segment target = segment(hash);
    if (target == null) {
      target = Segment.of(0, 1, 0);
      table = target;
    }
    while (target.full()) {
      if (target.slotCount() < Segment.MAX_SLOTS || !splittable(target)) {
        Segment grown = target.grown(hasher);
        publish(target, grown, hash);
        target = grown;
      } else {
        split(target, hash, hasher);
        target = directory()[directorySlot(hash, directory().length)];
      }
    }
    return target;
  }

  /** Puts a segment where another was that has the same entries, and where {@code hash} belongs. */
  private void publish(Segment before, Segment now, int hash) {
    if (now == before) {
      return;
    }
    // Who walks over this table while a record is replaced must see what is in it.
    VarHandle.storeStoreFence();
    if (table instanceof Segment[] directory) {
      int span = directory.length >> before.depth;
      int first = directorySlot(hash, directory.length) & -span;
      Arrays.fill(directory, first, first + span, now);
    } else {
      table = now;
    }
  }

  /** Exchanges the entry with this name for a record with the same name, which is given as in {@link #add}. */
  final void replace(
      int hash, byte[] name, int offset, int length, byte[] record, int recordLength) {
    Segment segment = existing(hash);
    int slot = slot(segment, hash, name, offset, length);
    Segment roomy = segment.roomFor(recordLength);
    publish(segment, roomy.replace(slot, record, recordLength).trimmed(), hash);
  }

  /** Exchanges the entry with this name for a branch with the same name. */
  final void replace(int hash, byte[] name, int offset, int length, Branch branch) {
    Segment segment = existing(hash);
    int slot = slot(segment, hash, name, offset, length);
    Segment roomy = segment.roomForObject();
    roomy.replace(slot, branch);
    publish(segment, roomy.trimmed(), hash);
  }

  private Segment existing(int hash) {
    Segment segment = segment(hash);
    if (segment == null) {
      throw new IllegalStateException("no such entry");
    }
    return segment;
  }

  private static int slot(Segment segment, int hash, byte[] name, int offset, int length) {
    int slot = segment.find(hash, name, offset, length);
    if (slot < 0) {
      throw new IllegalStateException("no such entry");
    }
    return slot;
  }

  /** Removes the entry with this name; false when there is none. */
  final boolean remove(int hash, byte[] name, int offset, int length, NameHash hasher) {
    Segment segment = segment(hash);
    int slot = segment == null ? -1 : segment.find(hash, name, offset, length);
    if (segment == null || slot < 0) {
      return false;
    }
    segment.remove(slot, hasher);
    size--;
    if (size == 0) {
      table = null;
    } else {
      Segment smaller = segment.shrunk(hasher);
      publish(segment, smaller, hash);
      merge(smaller, hash, hasher);
    }
    return true;
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
    Segment[] halves = Segment.split(full, hasher);
    int span = directory.length >> full.depth;
    int first = directorySlot(hash, directory.length) & -span;
    Arrays.fill(directory, first, first + span / 2, halves[0]);
    Arrays.fill(directory, first + span / 2, first + span, halves[1]);
    table = directory;
  }

  /** Joins a segment that has become small with its other half, if that is small and not split further. */
  private void merge(Segment small, int hash, NameHash hasher) {
    if (small.depth == 0 || small.count() >= MERGE_BELOW / 2) {
      return;
    }
    Segment[] directory = directory();
    int span = directory.length >> small.depth;
    int first = directorySlot(hash, directory.length) & -span;
    Segment buddy = directory[first ^ span];
    if (buddy.depth != small.depth || small.count() + buddy.count() >= MERGE_BELOW) {
      return;
    }
    Segment joined = Segment.joined(small, buddy, hasher);
    int start = first & -(2 * span);
    Arrays.fill(directory, start, start + 2 * span, joined);
    table = joined.depth == 0 ? joined : halved(directory);
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
      return END;
    }
    long span = span(segment);
    long start = from & -span;
    segment.copy(into, start == from, from, hasher);
    return start + span;
  }

  /** The same for the names alone, which are added to those that are there. */
  final long copyNames(long from, NameList into, NameHash hasher) {
    Segment segment = segment((int) from);
    if (segment == null) {
      return END;
    }
    long span = span(segment);
    long start = from & -span;
    segment.copyNames(into, start == from, from, hasher);
    return start + span;
  }

  /** How many hashes a segment is for; at most {@link #END}. */
  private static long span(Segment segment) {
    return 1L << (Integer.SIZE - segment.depth);
  }

  /** A list of entries that is used again and again. */
  static final class Entries {
    private Entry[] items = {new Entry()};
    private int count;

    void clear() {
      for (int i = 0; i < count; i++) {
        items[i].clear();
      }
      count = 0;
    }

    /** What may become the next in the list, once {@link #taken}. */
    Entry next() {
      if (count == items.length) {
        items = Arrays.copyOf(items, 2 * count);
        for (int i = count; i < items.length; i++) {
          items[i] = new Entry();
        }
      }
      return items[count];
    }

    void taken() {
      count++;
    }

    int count() {
      return count;
    }

    Entry get(int index) {
      return items[index];
    }
  }
}
