package io.vivarium.tree;

import java.nio.charset.StandardCharsets;

/** A compact set of paths: a {@link ChildTable} whose entries are records of a name only, the name being the path. One writer. */
final class PathSet extends ChildTable {
  /** Adds a path; one that is there already stays. */
  void add(byte[] path, NameHash hasher) {
    int hash = hasher.hash(path, 0, path.length);
    if (!get(hash, path, 0, path.length, new Entry())) {
      byte[] record = NodeRecord.ofName(path, 0, path.length);
      add(hash, record, record.length, hasher);
    }
  }

  /** Removes a path if it is there. */
  void remove(byte[] path, NameHash hasher) {
    remove(hasher.hash(path, 0, path.length), path, 0, path.length, hasher);
  }

  /** The path of an entry. */
  static String path(Entry entry) {
    return new String(
        entry.record(), entry.nameOffset(), entry.nameLength(), StandardCharsets.UTF_8);
  }
}
