package io.vivarium.tree;

import org.jspecify.annotations.Nullable;

/**
 * What a {@link ChildTable} has under a name, as it is shown to whoever looks: a {@link Branch}, or a record, which is a part of an array that
 * is not changed any more. Used again for the next look. Belongs to one thread.
 */
final class Entry {
  private static final byte[] NOTHING = new byte[0];

  private @Nullable Branch branch;
  private byte[] record = NOTHING;
  private int start;
  private int end;

  /** Shows a branch, or a record that has an array for itself. */
  void show(Object object) {
    if (object instanceof Branch found) {
      branch = found;
      record = found.record;
    } else {
      branch = null;
      record = (byte[]) object;
    }
    start = 0;
    end = record.length;
  }

  /** Shows a record that is a part of an array. */
  void show(byte[] array, int from, int to) {
    branch = null;
    record = array;
    start = from;
    end = to;
  }

  void clear() {
    branch = null;
    record = NOTHING;
    start = 0;
    end = 0;
  }

  /** The record of an object. */
  static byte[] recordOf(Object object) {
    return object instanceof Branch branch ? branch.record : (byte[]) object;
  }

  /** The node, when it has or had children. */
  @Nullable Branch branch() {
    return branch;
  }

  /** The array with the record; a branch's is the one that it had when it was looked at. */
  byte[] record() {
    return record;
  }

  /** Where in {@link #record} the record begins. */
  int start() {
    return start;
  }

  /** Where in {@link #record} it ends. */
  int end() {
    return end;
  }

  int nameOffset() {
    return NodeRecord.nameOffset(record, start);
  }

  int nameLength() {
    return NodeRecord.nameLength(record, start);
  }

  int hash(NameHash hasher) {
    return hasher.hash(record, nameOffset(), nameLength());
  }
}
