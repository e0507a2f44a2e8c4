package io.vivarium.spi.storage;

import java.io.OutputStream;

/** A snapshot as the file that ZooKeeper's tools know, on its way out. One thread. */
public interface SnapshotExport extends AutoCloseable {
  /** Bytes of the file. */
  long length();

  /**
   * Writes all of them, once.
   *
   * @throws StorageException when the file cannot be read, or {@code out} fails; how much was written is not told
   */
  void writeTo(OutputStream out) throws StorageException;

  /** Frees what is held; idempotent. */
  @Override
  void close();
}
