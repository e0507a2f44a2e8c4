package io.vivarium.spi.storage;

import java.nio.ByteBuffer;

/** Walks over records in log order. One thread. */
public interface TxnCursor extends AutoCloseable {
  /**
   * Goes to the next record; false at the end, which may move on while the log is appended to.
   *
   * @throws StorageException when what comes next is damaged, or cannot be read
   */
  boolean next() throws StorageException;

  /** Zxid of the record at hand. */
  long zxid();

  /** Bytes of the record at hand; valid until {@link #next} or {@link #close}. */
  ByteBuffer txn();

  /** Where the record at hand is, for messages: file and offset, or whatever names a place in this store. */
  String place();

  /** Frees what the cursor holds; idempotent. */
  @Override
  void close();
}
