package io.vivarium.spi.storage;

import java.util.List;

/** Snapshots of the tree. Any thread; one writer at a time. */
public interface SnapshotStore {
  /** Zxids of the snapshots that look whole, newest first. */
  List<Long> list() throws StorageException;

  /** Opens a snapshot for reading. */
  SnapshotReader open(long zxid) throws StorageException;

  /**
   * Begins a snapshot; it exists once committed, replacing one of the same zxid.
   *
   * @param zxid last txn whose effect is certainly in it
   */
  SnapshotWriter create(long zxid) throws StorageException;

  /** Removes every snapshot with a larger zxid, durably: they hold txns that never happened. */
  void truncate(long zxid) throws StorageException;

  /**
   * Removes all but the newest snapshots and the parts of the log that only removed ones needed. Never removes what recovery from
   * any remaining snapshot needs.
   *
   * @param count snapshots to keep, at least 1
   * @return names of what was removed, for the log
   */
  List<String> retain(int count) throws StorageException;
}
