package io.vivarium.storage.filelog;

import io.vivarium.spi.storage.SnapshotReader;
import io.vivarium.spi.storage.StorageException;
import java.nio.ByteBuffer;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.zip.Adler32;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Removes old snapshots and the logs that only they needed. A log is needed by a snapshot when it is the newest one whose name is not
 * larger, or newer. Nothing is removed unless one of the snapshots to stay is sound from the first byte to the last.
 */
final class Retention {
  private static final Logger LOG = LoggerFactory.getLogger(Retention.class);
  private static final int CHUNK_BYTES = 16 * 1024;

  private final Disk disk;
  private final FileSnapshotStore snapshots;
  private final LogDirectory logs;

  Retention(Disk disk, FileSnapshotStore snapshots, LogDirectory logs) {
    this.disk = disk;
    this.snapshots = snapshots;
    this.logs = logs;
  }

  /** Keeps the newest {@code count} snapshots that look whole; returns what was removed. */
  List<String> retain(int count) throws StorageException {
    DataFiles.Purged purged = purge(count);
    purged.unsound().forEach(what -> LOG.warn("Snapshot {}", what));
    return purged.removed().stream().map(Path::toString).toList();
  }

  /** The same, and tells what stood in the way. */
  DataFiles.Purged purge(int count) throws StorageException {
    if (count < 1) {
      throw new IllegalArgumentException("at least 1 snapshot must stay, not " + count);
    }
    List<SnapshotFile> all = snapshots.all();
    List<SnapshotFile> whole = snapshots.whole();
    List<SnapshotFile> kept = whole.stream().limit(count).toList();
    if (kept.size() < count) {
      boolean refused = all.size() > count;
      return new DataFiles.Purged(List.of(), refused ? cut(all, whole, 0) : List.of(), refused);
    }
    long oldest = kept.getLast().zxid();
    List<String> unsound = new ArrayList<>(cut(all, whole, oldest));
    if (kept.stream().noneMatch(file -> isSound(file, unsound))) {
      return new DataFiles.Purged(List.of(), unsound, true);
    }
    List<SnapshotFile> oldSnapshots =
        snapshots.all().stream().filter(file -> file.zxid() < oldest).toList();
    List<NumberedFile> oldLogs = unneeded(oldest);
    // Snapshots first: a crash in between must not leave one whose log is gone.
    snapshots.remove(oldSnapshots);
    logs.remove(oldLogs);
    List<Path> removed = new ArrayList<>();
    oldSnapshots.forEach(file -> removed.add(file.path()));
    oldLogs.forEach(file -> removed.add(file.path()));
    return new DataFiles.Purged(removed, unsound, false);
  }

  /** Those that do not look whole, from a zxid on. */
  private static List<String> cut(List<SnapshotFile> all, List<SnapshotFile> whole, long from) {
    return all.stream()
        .filter(file -> file.zxid() >= from && !whole.contains(file))
        .map(file -> file.path() + " was not written to its end")
        .toList();
  }

  /** The logs before the newest one whose name is not larger than a snapshot's. */
  private List<NumberedFile> unneeded(long snapshot) throws StorageException {
    List<NumberedFile> older =
        logs.files().stream().filter(file -> file.zxid() <= snapshot).toList();
    return older.isEmpty() ? older : older.subList(0, older.size() - 1);
  }

  /** Reads a snapshot to its end, where the last seal covers everything before it; what is wrong with it is noted. */
  private boolean isSound(SnapshotFile file, List<String> unsound) {
    try (SnapshotReader reader = FileSnapshotReader.open(disk, file.path(), file.compression())) {
      if (endsInSeal(reader)) {
        return true;
      }
      unsound.add(file.path() + " does not end in a seal that fits its contents");
    } catch (StorageException e) {
      unsound.add(file.path() + " is not sound: " + e.getMessage());
    }
    return false;
  }

  /** Reads to the end and says whether what stands there is a seal that fits all before it. */
  static boolean endsInSeal(SnapshotReader reader) throws StorageException {
    Adler32 adler = new Adler32();
    ByteBuffer header = ByteBuffer.allocate(SnapshotFormat.HEADER_BYTES);
    header.putInt(SnapshotFormat.MAGIC).putInt(SnapshotFormat.VERSION);
    header.putLong(SnapshotFormat.DATABASE_ID);
    adler.update(header.flip());
    ByteBuffer chunk = ByteBuffer.allocate(CHUNK_BYTES);
    while (reader.read(chunk) >= 0) {
      // All but the last bytes, which may be the seal.
      int sure = chunk.position() - SnapshotFormat.SEAL_BYTES;
      if (sure > 0) {
        adler.update(chunk.array(), 0, sure);
        chunk.flip().position(sure);
        chunk.compact();
      }
    }
    chunk.flip();
    return chunk.remaining() == SnapshotFormat.SEAL_BYTES
        && chunk.getLong() == adler.getValue()
        && chunk.getInt() == 1
        && chunk.get() == '/';
  }
}
