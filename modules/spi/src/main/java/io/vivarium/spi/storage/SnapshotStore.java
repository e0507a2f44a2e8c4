package io.vivarium.spi.storage;

import io.vivarium.spi.FatalReason;
import java.io.InputStream;
import java.util.List;

/** Snapshots of the tree. Any thread; one writer at a time. */
public interface SnapshotStore {
  /**
   * Zxids of the snapshots that look whole, newest first. The test is a cheap one: damage shows when a snapshot is opened, read, or at its
   * seals, and the caller then takes the next.
   *
   * @throws StorageException when the store itself cannot be looked into
   */
  List<Long> list() throws StorageException;

  /**
   * Opens a snapshot for reading; fails when there is none of that zxid.
   *
   * @throws StorageException when there is none of that zxid, or its beginning is damaged
   */
  SnapshotReader open(long zxid) throws StorageException;

  /**
   * Begins a snapshot; it exists once committed, replacing one of the same zxid.
   *
   * @param zxid last txn whose effect is certainly in it
   * @throws StorageException when there is no place for it
   */
  SnapshotWriter create(long zxid) throws StorageException;

  /**
   * Removes every snapshot with a larger zxid, durably: they hold txns that never happened.
   *
   * @throws StorageException when one of them could not be removed; the others may be gone
   */
  void truncate(long zxid) throws StorageException;

  /**
   * Removes all but the newest snapshots and the parts of the log that only removed ones needed. Never removes what recovery from
   * any remaining snapshot needs, and nothing at all unless {@code count} snapshots remain. A store that can tell cheaply enough also
   * removes nothing when none of those is sound.
   *
   * @param count snapshots to keep, at least 1
   * @throws IllegalArgumentException when it is less
   * @return names of what was removed, for the log
   * @throws StorageException when something could not be removed; the others may be gone
   */
  List<String> retain(int count) throws StorageException;

  /**
   * Bytes that a snapshot occupies.
   *
   * @return −1 when there is none of that zxid, or the store cannot tell
   * @throws StorageException when looking failed
   */
  default long sizeBytes(long zxid) throws StorageException {
    return -1;
  }

  /**
   * When a snapshot was written, ms since 1970.
   *
   * @return −1 when there is none of that zxid, or the store cannot tell
   * @throws StorageException when looking failed
   */
  default long writtenAtMs(long zxid) throws StorageException {
    return -1;
  }

  /**
   * A snapshot as a file to hand out; fails when there is none of that zxid, or the store keeps no files.
   *
   * @throws StorageException when there is none of that zxid, or the store keeps no files
   */
  default SnapshotExport export(long zxid) throws StorageException {
    throw new StorageException(
        FatalReason.UNEXPECTED, "this storage keeps no snapshot files to hand out", null);
  }

  /**
   * Takes in a snapshot file from elsewhere; fails when the store keeps no files.
   *
   * @throws StorageException when it cannot be kept, or the store keeps no files
   */
  default SnapshotImport receive(InputStream file) throws StorageException {
    throw new StorageException(
        FatalReason.UNEXPECTED, "this storage keeps no snapshot files to take in", null);
  }
}
