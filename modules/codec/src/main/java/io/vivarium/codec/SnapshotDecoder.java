package io.vivarium.codec;

import io.vivarium.model.Acl;
import io.vivarium.model.MalformedFrameException;
import io.vivarium.model.Printable;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Reads one snapshot, see {@link SnapshotCodec}. What is not a snapshot is a {@link MalformedFrameException} that names the
 * field, its offset behind the file header and the limit. Memory in use is bounded by the largest node and by the bytes that
 * have arrived, not by what lengths promise. One thread, one snapshot.
 */
public final class SnapshotDecoder {
  private static final int SESSION_BYTES = 12;
  private static final int ACL_ROW_BYTES = 12;
  private static final int ACL_ENTRY_BYTES = 12;

  /** The version whose digests are text. */
  private static final int TEXT_DIGEST_VERSION = 1;

  private final SnapshotBytes bytes;

  SnapshotDecoder(SnapshotInput in, int fieldLimit) {
    bytes = new SnapshotBytes(in, fieldLimit);
  }

  /**
   * Reads a file, verifying each seal before anything behind it is read.
   *
   * @param digestExpected whether a section behind the nodes begins with the digest, as it does unless the file was written with
   *     {@code digest.enabled=false}; the bytes do not tell
   */
  public SnapshotTrailer readFile(SnapshotVisitor visitor, boolean digestExpected)
      throws IOException {
    readSections(visitor);
    bytes.verifySeal();
    SnapshotTrailer.@Nullable Digest digest = null;
    if (digestExpected && bytes.more()) {
      digest = readDigest();
      bytes.verifySeal();
    }
    long lastProcessedZxid = SnapshotTrailer.UNKNOWN_ZXID;
    if (bytes.more()) {
      lastProcessedZxid = bytes.readLong("lastProcessedZxid");
      bytes.verifySeal();
    }
    return new SnapshotTrailer(digest, lastProcessedZxid);
  }

  /** Reads a stream up to its signature and not a byte further. */
  public void readStream(SnapshotVisitor visitor) throws IOException {
    readSections(visitor);
    String signature = bytes.readString("signature");
    if (!SnapshotCodec.SIGNATURE.equals(signature)) {
      throw new MalformedFrameException(
          "snapshot stream ends at offset "
              + bytes.offset()
              + " without its signature "
              + SnapshotCodec.SIGNATURE);
    }
  }

  private void readSections(SnapshotVisitor visitor) throws IOException {
    int sessions = bytes.readCount("sessions");
    for (int i = 0; i < sessions; i++) {
      bytes.require(SESSION_BYTES, "session");
      visitor.session(bytes.readLong("session"), bytes.readInt("timeout"));
    }
    int acls = bytes.readCount("acls");
    for (int i = 0; i < acls; i++) {
      bytes.require(ACL_ROW_BYTES, "acl");
      visitor.acl(bytes.readLong("acl id"), readAcl());
    }
    NodeView node = new NodeView(bytes, NodeView.END_BYTES);
    long first = bytes.offset();
    if (!node.next() || node.pathLength() != 0) {
      throw new MalformedFrameException(
          "nodes at offset " + first + " do not begin with the root, whose path is empty here");
    }
    do {
      visitor.node(node);
    } while (node.next());
  }

  private List<Acl> readAcl() throws IOException {
    int count = bytes.readCount("acl entries");
    // Grows with what is read: the count is not bounded by anything that is known yet.
    List<Acl> acl = new ArrayList<>(Math.max(0, Math.min(count, 4)));
    for (int i = 0; i < count; i++) {
      bytes.require(ACL_ENTRY_BYTES, "acl entry");
      acl.add(
          new Acl(
              bytes.readInt("acl perms"),
              bytes.readString("acl scheme"),
              bytes.readString("acl id")));
    }
    return List.copyOf(acl);
  }

  private SnapshotTrailer.Digest readDigest() throws IOException {
    long zxid = bytes.readLong("digest zxid");
    int version = bytes.readInt("digest version");
    if (version < TEXT_DIGEST_VERSION) {
      throw new MalformedFrameException(
          "digest version at offset "
              + (bytes.offset() - 4)
              + " is "
              + version
              + ", 1 and above exist; a file written with digest.enabled=false is to be read with the same setting");
    }
    long value =
        version == TEXT_DIGEST_VERSION ? hex(bytes.readString("digest")) : bytes.readLong("digest");
    return new SnapshotTrailer.Digest(zxid, version, value);
  }

  private static long hex(@Nullable String text) {
    if (text == null || text.isEmpty()) {
      return 0;
    }
    try {
      return Long.parseUnsignedLong(text, 16);
    } catch (NumberFormatException e) {
      throw new MalformedFrameException(
          "digest " + Printable.of(text) + " is not a hexadecimal number");
    }
  }
}
