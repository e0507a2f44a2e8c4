package io.vivarium.kernel.snapshot;

import io.vivarium.codec.SnapshotNode;
import io.vivarium.tree.Znode;
import org.jspecify.annotations.Nullable;

/** Shows a node of a scan as the codec wants it, without copying its data. Used again for node after node. */
final class ScannedNode implements SnapshotNode {
  private byte[] path = new byte[0];
  private Znode node = new Znode();

  ScannedNode at(byte[] newPath, Znode newNode) {
    path = newPath;
    node = newNode;
    return this;
  }

  @Override
  public byte[] pathArray() {
    return path;
  }

  @Override
  public int pathOffset() {
    return 0;
  }

  @Override
  public int pathLength() {
    return path.length;
  }

  @Override
  public byte @Nullable [] dataArray() {
    return node.isNullData() ? null : node.record();
  }

  @Override
  public int dataOffset() {
    return node.dataOffset();
  }

  @Override
  public int dataLength() {
    return node.dataLength();
  }

  @Override
  public long aclId() {
    return node.aclId();
  }

  @Override
  public long czxid() {
    return node.czxid();
  }

  @Override
  public long mzxid() {
    return node.mzxid();
  }

  @Override
  public long ctime() {
    return node.ctime();
  }

  @Override
  public long mtime() {
    return node.mtime();
  }

  @Override
  public int version() {
    return node.version();
  }

  @Override
  public int cversion() {
    return node.creationCounter();
  }

  @Override
  public int aversion() {
    return node.aversion();
  }

  @Override
  public long ephemeralOwner() {
    return node.storedOwner();
  }

  @Override
  public long pzxid() {
    return node.pzxid();
  }
}
