package io.vivarium.spi.storage;

import java.util.OptionalLong;

/** A number that is replaced atomically: after a crash it is the old or the new one. One thread. */
public interface DurableNumber {
  /**
   * The number; empty when none was ever written.
   *
   * @throws StorageException when it is damaged, or cannot be read
   */
  OptionalLong read() throws StorageException;

  /**
   * Replaces the number; durable when the call returns.
   *
   * @throws StorageException when that failed; a restart may find either number
   */
  void write(long value) throws StorageException;
}
