package io.vivarium.codec;

import io.vivarium.model.Acl;
import io.vivarium.model.MalformedFrameException;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.List;

/**
 * Takes in one snapshot stream, see {@link SnapshotCodec}, from a source that cannot wait for bytes: it says how long the next
 * piece is, and is given that piece once it is whole. A piece is a record, so memory in use is bounded by the largest node. The
 * stream has no length in front and other things behind it; this finds its end to the byte. What is no stream is a {@link
 * MalformedFrameException}. One thread, one stream.
 */
public final class SnapshotAssembler {
  private static final int SESSION_BYTES = Long.BYTES + Integer.BYTES;
  private static final int ACL_BYTES = Long.BYTES + Integer.BYTES;
  private static final int END_BYTES =
      NodeView.END_BYTES + Integer.BYTES + SnapshotCodec.SIGNATURE.length();

  /** What the next piece is. */
  private enum Piece {
    SESSION_COUNT,
    SESSION,
    ACL_COUNT,
    ACL,
    ACL_ENTRY,
    NODE,
    NONE
  }

  private final SnapshotVisitor visitor;
  private final int fieldLimit;
  private final SnapshotBytes bytes;
  private final NodeView node;

  /** Where {@link #bytes} comes from: the piece at hand. */
  private ByteBuffer source = ByteBuffer.allocate(0);

  private Piece next = Piece.SESSION_COUNT;
  private int sessions;
  private int acls;
  private long aclId;
  private int aclEntries;
  private List<Acl> acl = new ArrayList<>();
  private boolean rooted;

  SnapshotAssembler(SnapshotVisitor visitor, int fieldLimit) {
    this.visitor = visitor;
    this.fieldLimit = fieldLimit;
    this.bytes = new SnapshotBytes(new Pieces(), fieldLimit);
    this.node = new NodeView(bytes, 0);
  }

  /**
   * Tells how long the next piece is.
   *
   * @param received the bytes at hand, position and limit stay
   * @return its length in bytes; 0 when more bytes are needed to know
   */
  public int pieceLength(ByteBuffer received) {
    return switch (next) {
      case SESSION_COUNT, ACL_COUNT -> Integer.BYTES;
      case SESSION -> SESSION_BYTES;
      case ACL -> ACL_BYTES;
      case ACL_ENTRY -> entryLength(received);
      case NODE -> nodeLength(received);
      case NONE -> throw new IllegalStateException("the stream has ended");
    };
  }

  /** Perms, scheme, id. */
  private int entryLength(ByteBuffer received) {
    int scheme = length(received, Integer.BYTES, "acl scheme");
    if (scheme < 0) {
      return 0;
    }
    int id = length(received, 2 * Integer.BYTES + scheme, "acl id");
    return id < 0 ? 0 : sum(3L * Integer.BYTES + scheme + id);
  }

  private int nodeLength(ByteBuffer received) {
    int path = length(received, 0, "path of a node");
    if (path < 0 || (path == 1 && received.remaining() == Integer.BYTES)) {
      return 0;
    }
    if (path == 1 && received.get(received.position() + Integer.BYTES) == '/') {
      return END_BYTES;
    }
    int data = length(received, Integer.BYTES + path, "data of a node");
    return data < 0 ? 0 : sum(2L * Integer.BYTES + path + data + NodeView.FIGURES);
  }

  /** The length field at an offset, a null's being 0; −1 when it is not there yet. */
  private int length(ByteBuffer received, int offset, String field) {
    if (received.remaining() < (long) offset + Integer.BYTES) {
      return -1;
    }
    int length = received.getInt(received.position() + offset);
    if (length < -1 || length > fieldLimit) {
      throw new MalformedFrameException(
          field
              + " at offset "
              + (bytes.offset() + offset)
              + " of a snapshot stream has length "
              + length
              + ", the limit is "
              + fieldLimit);
    }
    return Math.max(0, length);
  }

  private int sum(long length) {
    if (length > Integer.MAX_VALUE) {
      throw new MalformedFrameException(
          "a record at offset "
              + bytes.offset()
              + " of a snapshot stream has "
              + length
              + " bytes, the limit is "
              + Integer.MAX_VALUE);
    }
    return (int) length;
  }

  /**
   * Takes a piece, exactly as long as {@link #pieceLength} said.
   *
   * @return whether it was the last
   */
  public boolean accept(ByteBuffer piece) throws IOException {
    source = piece;
    switch (next) {
      case SESSION_COUNT -> {
        sessions = bytes.readCount("sessions");
        nextSession();
      }
      case SESSION -> {
        sessions--;
        visitor.session(bytes.readLong("session"), bytes.readInt("timeout"));
        nextSession();
      }
      case ACL_COUNT -> {
        acls = bytes.readCount("acls");
        nextAcl();
      }
      case ACL -> {
        acls--;
        aclId = bytes.readLong("acl id");
        aclEntries = bytes.readCount("acl entries");
        acl = new ArrayList<>();
        nextEntry();
      }
      case ACL_ENTRY -> {
        aclEntries--;
        acl.add(
            new Acl(
                bytes.readInt("acl perms"),
                bytes.readString("acl scheme"),
                bytes.readString("acl id")));
        nextEntry();
      }
      case NODE -> node();
      case NONE -> throw new IllegalStateException("the stream has ended");
    }
    if (source.hasRemaining()) {
      throw new IllegalStateException(source.remaining() + " bytes of a piece were not used");
    }
    return next == Piece.NONE;
  }

  private void nextSession() {
    next = sessions > 0 ? Piece.SESSION : Piece.ACL_COUNT;
  }

  private void nextAcl() {
    next = acls > 0 ? Piece.ACL : Piece.NODE;
  }

  private void nextEntry() throws IOException {
    next = Piece.ACL_ENTRY;
    if (aclEntries == 0) {
      visitor.acl(aclId, List.copyOf(acl));
      nextAcl();
    }
  }

  private void node() throws IOException {
    long offset = bytes.offset();
    boolean another = node.next();
    if (!rooted && !(another && node.pathLength() == 0)) {
      throw new MalformedFrameException(
          "nodes at offset " + offset + " do not begin with the root, whose path is empty here");
    }
    rooted = true;
    if (another) {
      visitor.node(node);
      return;
    }
    String signature = bytes.readString("signature");
    if (!SnapshotCodec.SIGNATURE.equals(signature)) {
      throw new MalformedFrameException(
          "snapshot stream ends at offset "
              + bytes.offset()
              + " without its signature "
              + SnapshotCodec.SIGNATURE);
    }
    next = Piece.NONE;
  }

  /** The piece at hand as an input that ends with it. */
  private final class Pieces implements SnapshotInput {
    @Override
    public int read(ByteBuffer buffer) {
      int count = Math.min(buffer.remaining(), source.remaining());
      if (count == 0) {
        return -1;
      }
      buffer.put(source.slice(source.position(), count));
      source.position(source.position() + count);
      return count;
    }

    @Override
    public void verifySeal() {
      throw new IllegalStateException("a stream has no seals");
    }
  }
}
