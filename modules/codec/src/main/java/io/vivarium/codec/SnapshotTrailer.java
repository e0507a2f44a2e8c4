package io.vivarium.codec;

import org.jspecify.annotations.Nullable;

/**
 * What stands behind the nodes of a snapshot file.
 *
 * @param digest null in files from before 3.6 or written without digests
 * @param lastProcessedZxid last txn applied when the nodes had been written; −1 in files from before 3.9 or written without
 */
public record SnapshotTrailer(@Nullable Digest digest, long lastProcessedZxid) {
  /** Value of {@link #lastProcessedZxid} when the file does not tell. */
  public static final long UNKNOWN_ZXID = -1;

  /**
   * The digest of the tree at a zxid.
   *
   * @param zxid txn after which the tree has this digest; 0 when unknown
   * @param version algorithm, see {@link io.vivarium.model.TxnDigest}
   * @param value sum of the node digests
   */
  public record Digest(long zxid, int version, long value) {}
}
