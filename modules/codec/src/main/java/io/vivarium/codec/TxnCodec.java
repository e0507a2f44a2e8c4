package io.vivarium.codec;

import io.vivarium.model.MalformedFrameException;
import io.vivarium.model.OpCode;
import io.vivarium.model.ParsedTxn;
import io.vivarium.model.Txn;
import io.vivarium.model.TxnDigest;
import io.vivarium.model.TxnHeader;
import java.nio.ByteBuffer;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * One txn as it stands in a record of the log and in a proposal: header, body by type, and the digest of the tree afterwards
 * where the writer knew it. Neither a length nor a flag says whether a digest follows: it does when bytes are left.
 *
 * <p>Older forms are read, never written:
 *
 * <ul>
 *   <li>A create that ends before parentCversion, from before 3.3.4: the field is −1 then.
 *   <li>A closeSession without the list of ephemerals, from before 3.6 or with the list switched off: the list is null then.
 *       Followed by a digest such a record is ambiguous. ZooKeeper tries the twelve bytes as a list first and loses the
 *       digest; here twelve bytes that begin with the digest version 2 are a digest, because the only list of that length and
 *       count is of two empty strings, which are not paths.
 * </ul>
 */
public final class TxnCodec {
  /** Session, cxid, zxid, time, type. */
  public static final int HEADER_BYTES = 32;

  private static final int DIGEST_BYTES = 12;

  private TxnCodec() {}

  /** Writes a txn, without a length. */
  public static void encode(TxnHeader header, Txn txn, @Nullable TxnDigest digest, JuteWriter out) {
    if (digest == null) {
      encode(header, txn, out);
    } else {
      encode(header, txn, digest.version(), digest.value(), out);
    }
  }

  /** Writes a txn with the digest of the tree after it, without a length. */
  public static void encode(
      TxnHeader header, Txn txn, int digestVersion, long digest, JuteWriter out) {
    encode(header, txn, out);
    out.writeInt(digestVersion);
    out.writeLong(digest);
  }

  private static void encode(TxnHeader header, Txn txn, JuteWriter out) {
    out.writeLong(header.sessionId());
    out.writeInt(header.cxid());
    out.writeLong(header.zxid());
    out.writeLong(header.time());
    out.writeInt(txn.op().code());
    TxnBodies.write(txn, out);
  }

  /**
   * Reads a txn that takes up all remaining bytes.
   *
   * @param fieldLimit largest length in bytes of a string or buffer
   * @throws MalformedFrameException when it cannot be read, has an unknown type, or leaves bytes that are no digest
   */
  public static ParsedTxn decode(ByteBuffer bytes, int fieldLimit) {
    JuteReader in = new JuteReader(bytes, fieldLimit);
    long sessionId = in.readLong("session");
    int cxid = in.readInt("cxid");
    long zxid = in.readLong("zxid");
    long time = in.readLong("time");
    OpCode op = TxnBodies.type(in);
    Txn txn = op == OpCode.CLOSE_SESSION ? closeSession(in) : TxnBodies.read(op, true, in);
    return new ParsedTxn(new TxnHeader(sessionId, cxid, zxid, time), txn, digest(in));
  }

  private static Txn closeSession(JuteReader in) {
    int left = in.remaining();
    if (left == 0 || (left == DIGEST_BYTES && in.peekInt(0) == TxnDigest.VERSION)) {
      return new Txn.CloseSession(null);
    }
    List<String> ephemerals = in.readStrings("ephemerals");
    if (ephemerals == null) {
      throw new MalformedFrameException(
          "ephemerals at offset " + HEADER_BYTES + " are null, they are a list or absent");
    }
    return new Txn.CloseSession(ephemerals);
  }

  private static @Nullable TxnDigest digest(JuteReader in) {
    int left = in.remaining();
    if (left == 0) {
      return null;
    }
    if (left != DIGEST_BYTES) {
      throw new MalformedFrameException(
          "txn has "
              + left
              + " bytes left at offset "
              + in.offset()
              + ", a digest of "
              + DIGEST_BYTES
              + " or nothing may follow");
    }
    return new TxnDigest(in.readInt("digest version"), in.readLong("digest"));
  }
}
