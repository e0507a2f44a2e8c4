package io.vivarium.codec;

import io.vivarium.model.StatView;
import java.nio.charset.StandardCharsets;
import org.jspecify.annotations.Nullable;

/**
 * A znode as snapshots store it, readable without copying it. Its stat is the stored one. Writers of snapshots walk over the tree with one object that
 * shows node after node; {@link SnapshotDecoder} hands one object to all calls of {@link SnapshotVisitor#node}.
 */
public interface SnapshotNode extends StatView {
  /** An array that holds the path in UTF-8 somewhere. */
  byte[] pathArray();

  /** Where the path begins in {@link #pathArray}. */
  int pathOffset();

  /** Length of the path in bytes; the root's is 0. */
  int pathLength();

  /** The path; the root's is empty. */
  default String path() {
    return new String(pathArray(), pathOffset(), pathLength(), StandardCharsets.UTF_8);
  }

  /** An array that holds the data somewhere; null for null data. */
  byte @Nullable [] dataArray();

  /** Where the data begins in {@link #dataArray}. */
  int dataOffset();

  /** Length of the data in bytes; 0 for null data. */
  @Override
  int dataLength();

  /** Number of the node's ACL in the snapshot's table; −1 for the open one, which is not in the table. */
  long aclId();

  /** The stored creation counter: children ever created, not what clients see as cversion. */
  @Override
  int cversion();

  /** The stored owner, which also tells containers and TTL nodes; see {@link io.vivarium.model.EphemeralOwner}. */
  @Override
  long ephemeralOwner();

  /** Not stored: 0. */
  @Override
  default int numChildren() {
    return 0;
  }
}
