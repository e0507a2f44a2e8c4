package io.vivarium.kernel.pipeline;

import io.vivarium.codec.JuteWriter;
import io.vivarium.codec.TxnCodec;
import io.vivarium.kernel.access.AclRules;
import io.vivarium.model.Acl;
import io.vivarium.model.Txn;
import io.vivarium.model.TxnDigest;
import io.vivarium.model.TxnHeader;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Holds a txn within what everybody takes who has to read it: the servers that apply it, and whoever starts from the log, ZooKeeper's
 * among them: a frame and as much again. A request is no longer than a frame, and its txn has the same paths and data, but for the ten
 * digits of a sequential node. Only ACLs grow by more: the word {@code auth} stands for many ids, and of bytes that are no UTF-8 each
 * becomes a character of three. Pipeline's thread.
 */
final class TxnSize {
  /** By so many bytes a txn may be longer than its request without being measured: what is read may be 1,024 longer than a frame. */
  private static final int FREE = 512;

  /** Bytes that a txn has around what is in it, at most. */
  static final int AROUND = 64;

  private static final TxnHeader ANY_HEADER = new TxnHeader(0, 0, 0, 0);
  private static final TxnDigest ANY_DIGEST = new TxnDigest(TxnDigest.VERSION, 0);

  private final int limit;
  private long growth;

  /**
   * For requests in turn.
   *
   * @param limit largest txn in bytes, header and digest included; what is read takes it as the largest string and buffer
   */
  TxnSize(int limit) {
    this.limit = limit;
  }

  /** Another request begins. */
  void begin() {
    growth = 0;
  }

  /** Takes in an ACL of the request, as it came and as it is stored. Returns false when it is certain that the txn will not fit. */
  boolean add(@Nullable List<Acl> requested, List<Acl> stored) {
    growth += AclRules.growth(requested, stored);
    return growth <= limit;
  }

  /** Whether the request's txn may be proposed. */
  boolean fits(Txn txn) {
    if (growth <= FREE) {
      return true;
    }
    JuteWriter out = new JuteWriter();
    TxnCodec.encode(ANY_HEADER, txn, ANY_DIGEST, out);
    return out.position() <= limit;
  }

  /** Bytes. */
  int limit() {
    return limit;
  }
}
