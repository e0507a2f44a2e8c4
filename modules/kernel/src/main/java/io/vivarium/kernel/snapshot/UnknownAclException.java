package io.vivarium.kernel.snapshot;

import io.vivarium.model.Printable;
import io.vivarium.model.Zxid;
import io.vivarium.spi.FatalReason;
import io.vivarium.spi.storage.StorageException;
import io.vivarium.tree.DataTree;

/**
 * A snapshot refers to ACLs that it does not have. Those of nodes that changed while it was written are in the txns that come after
 * it; this one needs others, or those txns are missing.
 */
final class UnknownAclException extends StorageException {
  private static final long serialVersionUID = 1;

  private final long snapshotZxid;

  private UnknownAclException(long snapshotZxid, String path, DataTree tree) {
    super(
        FatalReason.UNEXPECTED,
        "Nobody knows the ACL of "
            + tree.unknownAcls()
            + " znodes, for example "
            + Printable.of(path)
            + ", neither snapshot "
            + Zxid.text(snapshotZxid)
            + ", which holds the znodes, nor the txns after it up to zxid "
            + Zxid.text(tree.lastZxid())
            + ": the snapshot is damaged, or the end of the log is missing. Put that back, or restore"
            + " a backup of the data directory; in an ensemble, empty this server's data directory"
            + " and let it synchronise from the others.",
        null);
    this.snapshotZxid = snapshotZxid;
  }

  /** Fails when the tree has a node of unknown ACL after everything was applied that follows its snapshot. */
  static void check(DataTree tree, long snapshotZxid) throws UnknownAclException {
    String path = tree.nodeOfUnknownAcl();
    if (path != null) {
      throw new UnknownAclException(snapshotZxid, path, tree);
    }
  }

  long snapshotZxid() {
    return snapshotZxid;
  }
}
