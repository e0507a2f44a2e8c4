package io.vivarium.spi.storage;

import java.nio.ByteBuffer;

/** Reads one snapshot, section by section as it was written. One thread. */
public interface SnapshotReader extends AutoCloseable {
  /**
   * Reads up to {@code buffer.remaining()} bytes. May read across a seal only after {@link #verifySeal} was called for it, so
   * callers ask for exactly what they need.
   *
   * @return bytes read, at least 1; −1 at the end of the snapshot
   * @throws StorageException when it is damaged here, or cannot be read
   */
  int read(ByteBuffer buffer) throws StorageException;

  /**
   * Reads a seal and fails when it does not match what was read before it.
   *
   * @throws StorageException when it does not match what was read before it, or cannot be read
   */
  void verifySeal() throws StorageException;

  /** Where the snapshot is, for messages. */
  String place();

  /** Frees what the reader holds; idempotent. */
  @Override
  void close();
}
