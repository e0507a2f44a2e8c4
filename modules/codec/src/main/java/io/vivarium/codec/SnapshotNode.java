package io.vivarium.codec;

import org.jspecify.annotations.Nullable;

/**
 * A znode as snapshots store it, readable without copying it. Writers of snapshots walk over the tree with one object that
 * shows node after node; {@link SnapshotDecoder} hands one object to all calls of {@link SnapshotVisitor#node}.
 */
public interface SnapshotNode {
  /** The path; the root's is empty. */
  String path();

  /** An array that holds the data somewhere; null for null data. */
  byte @Nullable [] dataArray();

  /** Where the data begins in {@link #dataArray}. */
  int dataOffset();

  /** Length of the data in bytes; 0 for null data. */
  int dataLength();

  /** Number of the node's ACL in the snapshot's table; −1 for the open one, which is not in the table. */
  long aclId();

  /** Zxid of the creation. */
  long czxid();

  /** Zxid of the last change of the data. */
  long mzxid();

  /** Time of the creation, ms. */
  long ctime();

  /** Time of the last change of the data, ms. */
  long mtime();

  /** Number of changes of the data. */
  int version();

  /** The stored creation counter: children ever created, not what clients see as cversion. */
  int cversion();

  /** Number of changes of the ACL. */
  int aversion();

  /** The stored owner, which also tells containers and TTL nodes; see {@link io.vivarium.model.EphemeralOwner}. */
  long ephemeralOwner();

  /** Zxid of the last creation or deletion of a child. */
  long pzxid();
}
