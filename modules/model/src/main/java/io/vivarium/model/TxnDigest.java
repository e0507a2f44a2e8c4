package io.vivarium.model;

/**
 * The digest of the whole tree after a txn.
 *
 * @param version algorithm; 2 is the one in use
 * @param value sum of the node digests
 */
public record TxnDigest(int version, long value) {
  /** The version that ZooKeeper 3.9 writes and checks. */
  public static final int VERSION = 2;
}
