package io.vivarium.codec;

import io.vivarium.model.MalformedFrameException;
import java.io.IOException;
import org.jspecify.annotations.Nullable;

/** The node of a snapshot at hand; its path and data lie in the array of the {@link SnapshotBytes}. */
final class NodeView implements SnapshotNode {
  /** What follows the data of a node: the ACL's id and the figures. */
  static final int FIGURES = 7 * Long.BYTES + 3 * Integer.BYTES;

  /** Behind each node stands another one or, shorter, the end mark. */
  static final int END_BYTES = Integer.BYTES + 1;

  private final SnapshotBytes bytes;
  private final int ahead;
  private byte[] path = new byte[0];
  private int pathOffset;
  private int pathLength;
  private byte @Nullable [] data;
  private int dataOffset;
  private int dataLength;
  private long aclId;
  private long czxid;
  private long mzxid;
  private long ctime;
  private long mtime;
  private int version;
  private int cversion;
  private int aversion;
  private long ephemeralOwner;
  private long pzxid;

  /**
   * A view of the node that is read next.
   *
   * @param ahead bytes behind a node that may be fetched with it
   */
  NodeView(SnapshotBytes bytes, int ahead) {
    this.bytes = bytes;
    this.ahead = ahead;
  }

  /** Goes to the next node; false at the end of the nodes. */
  boolean next() throws IOException {
    bytes.require(END_BYTES, "path of a node");
    int length = bytes.readLength("path of a node");
    if (length < 0) {
      throw new MalformedFrameException(
          "path of a node at offset " + (bytes.offset() - 4) + " is null");
    }
    if (length == 1 && bytes.array()[bytes.index()] == '/') {
      bytes.skip(1);
      return false;
    }
    bytes.require((long) length + Integer.BYTES + FIGURES + ahead, "a node");
    int ofData = bytes.lengthBehind(length, "data of a node");
    dataLength = Math.max(0, ofData);
    // All of the node at once: what comes later may move what is there to another place.
    bytes.require((long) length + Integer.BYTES + dataLength + FIGURES + ahead, "data of a node");
    path = bytes.array();
    pathOffset = bytes.index();
    pathLength = length;
    data = ofData < 0 ? null : path;
    dataOffset = pathOffset + length + Integer.BYTES;
    bytes.skip(length + Integer.BYTES + dataLength);
    readFigures();
    return true;
  }

  private void readFigures() throws IOException {
    aclId = bytes.readLong("acl id");
    czxid = bytes.readLong("czxid");
    mzxid = bytes.readLong("mzxid");
    ctime = bytes.readLong("ctime");
    mtime = bytes.readLong("mtime");
    version = bytes.readInt("version");
    cversion = bytes.readInt("cversion");
    aversion = bytes.readInt("aversion");
    ephemeralOwner = bytes.readLong("ephemeralOwner");
    pzxid = bytes.readLong("pzxid");
  }

  @Override
  public byte[] pathArray() {
    return path;
  }

  @Override
  public int pathOffset() {
    return pathOffset;
  }

  @Override
  public int pathLength() {
    return pathLength;
  }

  @Override
  public byte @Nullable [] dataArray() {
    return data;
  }

  @Override
  public int dataOffset() {
    return dataOffset;
  }

  @Override
  public int dataLength() {
    return dataLength;
  }

  @Override
  public long aclId() {
    return aclId;
  }

  @Override
  public long czxid() {
    return czxid;
  }

  @Override
  public long mzxid() {
    return mzxid;
  }

  @Override
  public long ctime() {
    return ctime;
  }

  @Override
  public long mtime() {
    return mtime;
  }

  @Override
  public int version() {
    return version;
  }

  @Override
  public int cversion() {
    return cversion;
  }

  @Override
  public int aversion() {
    return aversion;
  }

  @Override
  public long ephemeralOwner() {
    return ephemeralOwner;
  }

  @Override
  public long pzxid() {
    return pzxid;
  }
}
