package io.vivarium.spi.storage;

/** A snapshot file from elsewhere, kept apart from the snapshots of this server. One thread. */
public interface SnapshotImport extends AutoCloseable {
  /**
   * Reads it from its beginning; may be called again after the reader before was closed.
   *
   * @throws StorageException when it is no snapshot, or cannot be read
   */
  SnapshotReader open() throws StorageException;

  /** Throws the file away; idempotent. */
  @Override
  void close();
}
