package io.vivarium.codec;

import io.vivarium.model.Acl;
import io.vivarium.model.TxnDigest;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

/** Keeps everything that a snapshot holds, and writes it again. */
final class SnapshotCopy implements SnapshotVisitor {
  record Session(long id, int timeout) {}

  record AclRow(long id, List<Acl> acl) {}

  /** A node that owns its data. */
  record Node(
      String path,
      byte[] dataArray,
      long aclId,
      long czxid,
      long mzxid,
      long ctime,
      long mtime,
      int version,
      int cversion,
      int aversion,
      long ephemeralOwner,
      long pzxid)
      implements SnapshotNode {
    @Override
    public byte[] pathArray() {
      return path.getBytes(StandardCharsets.UTF_8);
    }

    @Override
    public int pathOffset() {
      return 0;
    }

    @Override
    public int pathLength() {
      return pathArray().length;
    }

    @Override
    public int dataOffset() {
      return 0;
    }

    @Override
    public int dataLength() {
      return dataArray == null ? 0 : dataArray.length;
    }
  }

  final List<Session> sessions = new ArrayList<>();
  final List<AclRow> acls = new ArrayList<>();
  final List<Node> nodes = new ArrayList<>();

  @Override
  public void session(long sessionId, int timeout) {
    sessions.add(new Session(sessionId, timeout));
  }

  @Override
  public void acl(long id, List<Acl> acl) {
    acls.add(new AclRow(id, acl));
  }

  @Override
  public void node(SnapshotNode node) {
    byte[] array = node.dataArray();
    byte[] data =
        array == null
            ? null
            : Arrays.copyOfRange(array, node.dataOffset(), node.dataOffset() + node.dataLength());
    nodes.add(
        new Node(
            node.path(),
            data,
            node.aclId(),
            node.czxid(),
            node.mzxid(),
            node.ctime(),
            node.mtime(),
            node.version(),
            node.cversion(),
            node.aversion(),
            node.ephemeralOwner(),
            node.pzxid()));
  }

  /** Writes sessions, ACLs and nodes, but not the end of the nodes. */
  void write(SnapshotEncoder out) throws java.io.IOException {
    out.sessions(sessions.size());
    for (Session session : sessions) {
      out.session(session.id(), session.timeout());
    }
    out.acls(acls.size());
    for (AclRow row : acls) {
      out.acl(row.id(), row.acl());
    }
    for (Node node : nodes) {
      out.node(node);
    }
  }

  /** A file with this content, without a digest in the form that is not written any more. */
  byte[] toFile(SnapshotTrailer trailer) throws java.io.IOException {
    SnapshotBuffer.Out out = new SnapshotBuffer.Out();
    SnapshotEncoder encoder = SnapshotCodec.encoder(out);
    write(encoder);
    encoder.endNodes();
    SnapshotTrailer.Digest digest = trailer.digest();
    if (digest != null && digest.version() >= TxnDigest.VERSION) {
      encoder.digest(digest.zxid(), digest.version(), digest.value());
    }
    if (trailer.lastProcessedZxid() != SnapshotTrailer.UNKNOWN_ZXID) {
      encoder.lastProcessedZxid(trailer.lastProcessedZxid());
    }
    return out.toByteArray();
  }
}
