package io.vivarium.model;

/**
 * The figures that ZooKeeper reports of a znode, readable without copying them. Implemented by {@link Stat} and by the tree's own
 * packed form. All zxids and times are signed 64-bit; times are milliseconds since 1970 by the clock of the server that prepared
 * the txn.
 */
public interface StatView {
  /** Zxid of the creation. */
  long czxid();

  /** Zxid of the last change of the data; the creation counts. */
  long mzxid();

  /** Time of the creation, ms. */
  long ctime();

  /** Time of the last change of the data, ms. */
  long mtime();

  /** Number of changes of the data. */
  int version();

  /** Number of creations and deletions of children, as clients see it: 2 × creation counter − children. */
  int cversion();

  /** Number of changes of the ACL. */
  int aversion();

  /** Session that owns an ephemeral node; 0 for every other kind, containers and TTL nodes included. */
  long ephemeralOwner();

  /** Length of the data in bytes; 0 for null data. */
  int dataLength();

  /** Number of direct children. */
  int numChildren();

  /** Zxid of the last creation or deletion of a child; the node's own creation counts. */
  long pzxid();
}
