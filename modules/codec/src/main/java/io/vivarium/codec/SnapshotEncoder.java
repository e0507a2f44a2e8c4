package io.vivarium.codec;

import io.vivarium.model.Acl;
import io.vivarium.model.TxnDigest;
import java.io.IOException;
import java.util.List;

/**
 * Writes one snapshot, see {@link SnapshotCodec}. The methods are called in the order in which they stand here;
 * {@link #digest} and {@link #lastProcessedZxid} are optional, {@link #endStream} takes the place of {@link #endNodes} and of
 * what follows it. Bytes reach the output in chunks of about 64 KiB. One thread.
 */
public final class SnapshotEncoder {
  private static final int CHUNK = 64 * 1024;

  private enum Section {
    START,
    SESSIONS,
    ACLS,
    NODES,
    TRAILER
  }

  private final SnapshotOutput out;
  private final JuteWriter chunk = new JuteWriter(CHUNK + 4096);
  private Section section = Section.START;
  private int expected;

  SnapshotEncoder(SnapshotOutput out) {
    this.out = out;
  }

  /** Begins the sessions; {@code count} calls of {@link #session} follow. */
  public void sessions(int count) throws IOException {
    enter(Section.START, Section.SESSIONS, count);
  }

  /** A global session; timeout in ms. */
  public void session(long sessionId, int timeout) throws IOException {
    element(Section.SESSIONS);
    chunk.writeLong(sessionId);
    chunk.writeInt(timeout);
    flushIfFull();
  }

  /** Begins the ACL table; {@code count} calls of {@link #acl} follow. */
  public void acls(int count) throws IOException {
    enter(Section.SESSIONS, Section.ACLS, count);
  }

  /** A row of the ACL table. */
  public void acl(long id, List<Acl> acl) throws IOException {
    element(Section.ACLS);
    chunk.writeLong(id);
    AclCodec.write(acl, chunk);
    flushIfFull();
  }

  /** A node; the root, with the empty path, comes first, and each parent before its children. */
  public void node(SnapshotNode node) throws IOException {
    if (section == Section.ACLS && expected == 0 && node.pathLength() == 0) {
      section = Section.NODES;
    }
    check(section == Section.NODES, "a node");
    chunk.writeBuffer(node.pathArray(), node.pathOffset(), node.pathLength());
    chunk.writeBuffer(node.dataArray(), node.dataOffset(), node.dataLength());
    chunk.writeLong(node.aclId());
    chunk.writeLong(node.czxid());
    chunk.writeLong(node.mzxid());
    chunk.writeLong(node.ctime());
    chunk.writeLong(node.mtime());
    chunk.writeInt(node.version());
    chunk.writeInt(node.cversion());
    chunk.writeInt(node.aversion());
    chunk.writeLong(node.ephemeralOwner());
    chunk.writeLong(node.pzxid());
    flushIfFull();
  }

  /** Ends the nodes of a file, with a seal. */
  public void endNodes() throws IOException {
    check(section == Section.NODES, "the end of the nodes");
    section = Section.TRAILER;
    chunk.writeString(SnapshotCodec.END);
    seal();
  }

  /**
   * The digest of the tree after {@code zxid}, with a seal.
   *
   * @param version at least {@link TxnDigest#VERSION}: the form of older ones is read, not written
   */
  public void digest(long zxid, int version, long value) throws IOException {
    check(section == Section.TRAILER, "a digest");
    if (version < TxnDigest.VERSION) {
      throw new IllegalArgumentException(
          "digest version " + version + " is below " + TxnDigest.VERSION);
    }
    chunk.writeLong(zxid);
    chunk.writeInt(version);
    chunk.writeLong(value);
    seal();
  }

  /** The last txn applied when the nodes had been written, with a seal. */
  public void lastProcessedZxid(long zxid) throws IOException {
    check(section == Section.TRAILER, "the last zxid");
    chunk.writeLong(zxid);
    seal();
  }

  /** Ends the nodes of a stream, with its signature and no seal. */
  public void endStream() throws IOException {
    check(section == Section.NODES, "the end of the stream");
    section = Section.TRAILER;
    chunk.writeString(SnapshotCodec.END);
    chunk.writeString(SnapshotCodec.SIGNATURE);
    flush();
  }

  private void enter(Section from, Section to, int count) throws IOException {
    check(section == from && expected == 0, "the section " + to);
    section = to;
    expected = count;
    chunk.writeInt(count);
    flushIfFull();
  }

  private void element(Section of) {
    check(section == of && expected > 0, "one more of " + of);
    expected--;
  }

  private void check(boolean right, String what) {
    if (!right) {
      throw new IllegalStateException(
          what + " has no place in section " + section + " with " + expected + " to come in it");
    }
  }

  private void seal() throws IOException {
    flush();
    out.seal();
  }

  private void flushIfFull() throws IOException {
    if (chunk.position() >= CHUNK) {
      flush();
    }
  }

  private void flush() throws IOException {
    if (chunk.position() > 0) {
      out.write(chunk.view());
      chunk.clear();
    }
  }
}
