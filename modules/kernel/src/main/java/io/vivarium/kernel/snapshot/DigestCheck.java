package io.vivarium.kernel.snapshot;

import io.vivarium.codec.SnapshotTrailer;
import io.vivarium.model.TxnDigest;
import io.vivarium.model.Zxid;
import io.vivarium.tree.DataTree;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Compares the digest of the tree with what snapshots and txns say it should be. A tree loaded from a snapshot that was written
 * while txns went on is ahead of its name until the txn is applied that the snapshot's digest belongs to; until then nothing is
 * compared. A mismatch is reported once and counted; it does not stop a server.
 */
final class DigestCheck {
  private static final Logger LOG = LoggerFactory.getLogger(DigestCheck.class);

  private final boolean enabled;
  private SnapshotTrailer.@Nullable Digest awaited;
  private volatile long mismatches;

  DigestCheck(boolean enabled, SnapshotTrailer.@Nullable Digest ofSnapshot) {
    this.enabled = enabled;
    this.awaited =
        ofSnapshot == null || ofSnapshot.zxid() == 0 || ofSnapshot.version() != TxnDigest.VERSION
            ? null
            : ofSnapshot;
  }

  /** The snapshot was loaded. */
  void loaded(DataTree tree) {
    SnapshotTrailer.Digest expected = awaited;
    if (expected != null && expected.zxid() <= tree.lastZxid()) {
      awaited = null;
      if (expected.zxid() == tree.lastZxid()) {
        compare(tree.lastZxid(), expected.value(), tree.digest());
      }
    }
  }

  /** A txn was applied. */
  void applied(long zxid, @Nullable TxnDigest ofTxn, DataTree tree) {
    SnapshotTrailer.Digest expected = awaited;
    if (expected != null) {
      if (zxid < expected.zxid()) {
        return;
      }
      awaited = null;
      if (zxid == expected.zxid()) {
        compare(zxid, expected.value(), tree.digest());
      }
    }
    if (ofTxn != null && ofTxn.version() == TxnDigest.VERSION) {
      compare(zxid, ofTxn.value(), tree.digest());
    }
  }

  @SuppressWarnings({"NonAtomicOperationOnVolatileField", "NonAtomicVolatileUpdate"}) // one writer
  private void compare(long zxid, long expected, long actual) {
    if (!enabled || expected == actual) {
      return;
    }
    if (mismatches++ == 0) {
      LOG.error(
          "The tree after zxid {} has digest {}, the log says {}: this server's state differs from the one that was logged. Compare"
              + " it with a backup or with the other servers before trusting it.",
          Zxid.text(zxid),
          actual,
          expected);
    }
  }

  /** How many mismatches there were. Any thread. */
  public long mismatches() {
    return mismatches;
  }
}
