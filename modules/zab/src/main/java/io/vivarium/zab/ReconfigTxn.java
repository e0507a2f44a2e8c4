package io.vivarium.zab;

import io.vivarium.model.MalformedFrameException;
import io.vivarium.model.OpCode;
import io.vivarium.model.ensemble.Membership;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import org.jspecify.annotations.Nullable;

/**
 * The one kind of txn that concerns the protocol itself. All others are opaque to it: of these bytes it reads the type, which is at a
 * fixed place, and of a change of the membership the text.
 */
final class ReconfigTxn {
  /** A txn begins with client id, cxid, zxid, time and type. */
  private static final int TYPE_AT = Long.BYTES + Integer.BYTES + Long.BYTES + Long.BYTES;

  private static final int BODY_AT = TYPE_AT + Integer.BYTES;

  private ReconfigTxn() {}

  /**
   * The membership that a txn brings; null when it is any other txn.
   *
   * @throws MalformedFrameException when it is a change of the membership that cannot be read
   */
  static @Nullable Membership membership(ByteBuffer txn) {
    int start = txn.position();
    if (txn.remaining() < BODY_AT || txn.getInt(start + TYPE_AT) != OpCode.RECONFIG.code()) {
      return null;
    }
    int pathAt = start + BODY_AT;
    int dataAt = pathAt + Integer.BYTES + length(txn, pathAt, "path");
    byte[] text = new byte[length(txn, dataAt, "membership")];
    txn.get(dataAt + Integer.BYTES, text);
    return Membership.parse(new String(text, StandardCharsets.UTF_8));
  }

  private static int length(ByteBuffer txn, int at, String what) {
    int length = at <= txn.limit() - Integer.BYTES ? txn.getInt(at) : -1;
    if (length < 0 || length > txn.limit() - Integer.BYTES - at) {
      throw new MalformedFrameException(
          "a txn of " + txn.remaining() + " bytes changes the membership and has no whole " + what);
    }
    return length;
  }
}
