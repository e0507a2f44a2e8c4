package io.vivarium.spi.storage;

import java.io.OutputStream;

/** A snapshot as the file that ZooKeeper's tools know, on its way out. One thread. */
public interface SnapshotExport extends AutoCloseable {
  /** Bytes of the file. */
  long length();

  /** Writes all of them, once. */
  void writeTo(OutputStream out) throws StorageException;

  /** Frees what is held; idempotent. */
  @Override
  void close();
}
