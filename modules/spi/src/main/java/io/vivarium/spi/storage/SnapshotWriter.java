package io.vivarium.spi.storage;

import java.nio.ByteBuffer;

/** Writes one snapshot. One thread. */
public interface SnapshotWriter extends AutoCloseable {
  /**
   * Appends the remaining bytes.
   *
   * @throws StorageException when they could not be written; the snapshot is lost then
   */
  void write(ByteBuffer bytes) throws StorageException;

  /**
   * Ends a section: a checksum of everything so far is put here by stores that keep bytes.
   *
   * @throws StorageException when it could not be written; the snapshot is lost then
   */
  void seal() throws StorageException;

  /**
   * Makes the snapshot durable and visible.
   *
   * @throws StorageException when that failed; whether the snapshot is there, the next {@link SnapshotStore#list} tells
   */
  void commit() throws StorageException;

  /** Throws the snapshot away unless it was committed; idempotent. */
  @Override
  void close();
}
