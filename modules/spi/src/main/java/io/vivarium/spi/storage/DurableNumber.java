package io.vivarium.spi.storage;

import java.util.OptionalLong;

/** A number that is replaced atomically: after a crash it is the old or the new one. One thread. */
public interface DurableNumber {
  /** The number; empty when none was ever written. */
  OptionalLong read() throws StorageException;

  /** Replaces the number; durable when the call returns. */
  void write(long value) throws StorageException;
}
