package io.vivarium.tree.watch;

/**
 * One connection's watches on one path. It sits in the list of the path and in the list of the connection and knows its place in
 * both, so that it can be taken out of either at once.
 */
final class Watch {
  /** Left by exists and getData; sees creation, deletion, data. Gone when fired. */
  static final int DATA = 1;

  /** Left by getChildren; sees children and deletion. Gone when fired. */
  static final int CHILD = 2;

  /** Sees everything on the path. Stays. */
  static final int PERSISTENT = 4;

  /** Sees creation, deletion and data on the path and below. Stays. */
  static final int RECURSIVE = 8;

  /** What makes it part of the data table, as ZooKeeper counts. */
  static final int DATA_TABLE = DATA | PERSISTENT | RECURSIVE;

  /** What makes it part of the child table. */
  static final int CHILD_TABLE = CHILD | PERSISTENT;

  final Watches owner;
  final WatchedPath path;

  /** Bits of the constants above. Guarded by the stripe of the path. */
  int mode;

  /** Index in the path's list. Guarded by the stripe of the path. */
  int inPath;

  /** Index in the owner's list. Guarded by the owner. */
  int inOwner;

  Watch(Watches owner, WatchedPath path) {
    this.owner = owner;
    this.path = path;
  }
}
