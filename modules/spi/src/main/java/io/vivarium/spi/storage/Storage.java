package io.vivarium.spi.storage;

import io.vivarium.spi.Plugin;

/**
 * Where txns and snapshots survive. Sees zxids and bytes, never what they mean. {@link #start} takes exclusive possession: a
 * second process on the same place is refused with a message that names the first.
 */
public interface Storage extends Plugin {
  /** The transaction log; the same object from {@link #start} to {@link #close}. */
  TxnLog log();

  /** The snapshots; the same object from {@link #start} to {@link #close}. */
  SnapshotStore snapshots();

  /**
   * A small number that survives, for example an epoch.
   *
   * @param name ASCII letters only, for example {@code currentEpoch}
   * @throws IllegalArgumentException when it has others, or none
   */
  DurableNumber number(String name);
}
