package io.vivarium.spi.storage;

import java.nio.ByteBuffer;

/** Writes one snapshot. One thread. */
public interface SnapshotWriter extends AutoCloseable {
  /** Appends the remaining bytes. */
  void write(ByteBuffer bytes) throws StorageException;

  /** Ends a section: a checksum of everything so far is put here by stores that keep bytes. */
  void seal() throws StorageException;

  /** Makes the snapshot durable and visible. */
  void commit() throws StorageException;

  /** Throws the snapshot away unless it was committed; idempotent. */
  @Override
  void close();
}
