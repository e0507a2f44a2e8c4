package io.vivarium.tree;

import org.jspecify.annotations.Nullable;

/**
 * A small open-addressed table, the unit in which {@link ChildTable} grows: linear probing, removal by shifting back, never a
 * tombstone. Entries are packed records or {@link Branch}es and are found by name. A slot comes from the low 16 bits of the hash
 * by multiplication, so the size need not be a power of two and can grow by halves.
 */
final class Segment {
  /** Slots at which a segment is split rather than grown. */
  static final int MAX_SLOTS = 420;

  private static final int MIN_SLOTS = 2;

  @Nullable Object[] slots;
  int count;

  /** Number of leading hash bits that all entries share. */
  final int depth;

  Segment(int depth, int expected) {
    this.depth = depth;
    this.slots = new Object[capacityFor(expected)];
  }

  private static int limit(int capacity) {
    return capacity <= 4 ? capacity : capacity - capacity / 5;
  }

  /** Sizes keep an array of references free of padding. */
  private static int larger(int capacity) {
    return capacity < 4 ? 4 : (capacity + capacity / 2 + 1) & ~1;
  }

  private static int capacityFor(int count) {
    int capacity = MIN_SLOTS;
    while (limit(capacity) <= count && count > 1) {
      capacity = larger(capacity);
    }
    return capacity;
  }

  static byte[] recordOf(Object entry) {
    return entry instanceof Branch branch ? branch.record : (byte[]) entry;
  }

  static int hashOf(Object entry, NameHash hasher) {
    byte[] record = recordOf(entry);
    return hasher.hash(record, NodeRecord.nameOffset(record), NodeRecord.nameLength(record));
  }

  private static int home(int hash, int capacity) {
    return ((hash & 0xffff) * capacity) >>> 16;
  }

  boolean full() {
    return count >= limit(slots.length);
  }

  /** The slot of the named entry, or −1. Bounded also when it races with a writer. */
  int find(int hash, byte[] name, int offset, int length) {
    @Nullable Object[] table = slots;
    int capacity = table.length;
    int at = home(hash, capacity);
    for (int probe = 0; probe < capacity; probe++) {
      Object entry = table[at];
      if (entry == null) {
        return -1;
      }
      if (NodeRecord.named(recordOf(entry), name, offset, length)) {
        return at;
      }
      at = at + 1 == capacity ? 0 : at + 1;
    }
    return -1;
  }

  /** Adds an entry whose name is not there; the segment must not be full. */
  void add(int hash, Object entry) {
    int capacity = slots.length;
    int at = home(hash, capacity);
    while (slots[at] != null) {
      at = at + 1 == capacity ? 0 : at + 1;
    }
    slots[at] = entry;
    count++;
  }

  /** Empties a slot and moves back what had been pushed past it. */
  void remove(int slot, NameHash hasher) {
    int capacity = slots.length;
    int hole = slot;
    int at = slot;
    for (int probe = 1; probe < capacity; probe++) {
      at = at + 1 == capacity ? 0 : at + 1;
      Object entry = slots[at];
      if (entry == null) {
        break;
      }
      int wanted = home(hashOf(entry, hasher), capacity);
      if (distance(wanted, at, capacity) >= distance(hole, at, capacity)) {
        slots[hole] = entry;
        hole = at;
      }
    }
    slots[hole] = null;
    count--;
  }

  private static int distance(int from, int to, int capacity) {
    return to >= from ? to - from : to - from + capacity;
  }

  void grow(NameHash hasher) {
    resize(larger(slots.length), hasher);
  }

  /** Gives back memory when less than a fifth is used. */
  void shrink(NameHash hasher) {
    if (slots.length > 4 && count < slots.length / 5) {
      resize(capacityFor(count), hasher);
    }
  }

  private void resize(int capacity, NameHash hasher) {
    @Nullable Object[] old = slots;
    slots = new Object[capacity];
    count = 0;
    for (Object entry : old) {
      if (entry != null) {
        add(hashOf(entry, hasher), entry);
      }
    }
  }
}
