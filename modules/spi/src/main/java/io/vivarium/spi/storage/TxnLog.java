package io.vivarium.spi.storage;

import java.nio.ByteBuffer;

/**
 * An append-only log of txns in zxid order. One thread appends, forces, rolls and truncates; any thread may open cursors and
 * remove old parts meanwhile. After any {@link StorageException} from a writing method the log is broken and refuses further
 * writes: nothing may be acknowledged that came after.
 *
 * <p>A record begins with ZooKeeper's txn header (session 8 bytes, cxid 4, zxid 8, time 8, type 4); a store may rely on it.
 */
public interface TxnLog {
  /**
   * Appends a txn; it is durable after the next {@link #force}, and may be before.
   *
   * @param zxid not smaller than the one before, also across restarts
   * @param txn the remaining bytes, a whole txn header at least; copied, position unchanged
   * @throws IllegalArgumentException when one of these does not hold; the log stays as it was
   * @throws StorageException when it could not be written; the log is broken
   */
  void append(long zxid, ByteBuffer txn) throws StorageException;

  /**
   * Makes everything appended durable. Blocks.
   *
   * @throws StorageException when that failed; what was appended since the last time may be lost, and the log is broken
   */
  void force() throws StorageException;

  /**
   * Starts a new segment with the next append, so that old ones can be removed. What was appended is forced.
   *
   * @throws StorageException when that failed; the log is broken
   */
  void roll() throws StorageException;

  /**
   * Reads records with zxid at least {@code fromZxid}, those forced so far at least. The end of the log is where a torn tail
   * begins; damage before that end fails with a {@link StorageException}. Whether zxids are missing in between is for the caller to
   * judge: a server that was brought up by a snapshot has a gap in its log that is none in its history.
   *
   * @throws StorageException when the log cannot be opened, or is damaged where reading begins
   */
  TxnCursor read(long fromZxid) throws StorageException;

  /**
   * Removes every record with a larger zxid, durably.
   *
   * @return the zxid of the last record that stays, −1 when none does
   * @throws StorageException when that failed; the log is broken
   */
  long truncate(long zxid) throws StorageException;

  /** Bytes that the log occupies. */
  long sizeBytes();
}
