package io.vivarium.storage.filelog;

import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;

/**
 * A snapshot in a directory.
 *
 * @param path where it is
 * @param zxid the number in its name: the last txn that is certainly in it
 * @param compression what its suffix says
 */
record SnapshotFile(Path path, long zxid, Compression compression) {
  /** All snapshots of a directory, newest first, whole or not. */
  static List<SnapshotFile> list(Disk disk, Path directory) throws IOException {
    List<SnapshotFile> found = new ArrayList<>();
    for (Compression compression : Compression.values()) {
      for (NumberedFile file :
          NumberedFile.list(disk, directory, SnapshotFormat.PREFIX, compression.suffix())) {
        found.add(new SnapshotFile(file.path(), file.zxid(), compression));
      }
    }
    found.sort(Comparator.comparingLong(SnapshotFile::zxid).reversed());
    return found;
  }

  /** A cheap test whether the file was written to its end. */
  boolean looksWhole(Disk disk) throws IOException {
    try (Disk.OpenFile file = disk.open(path, Disk.Mode.READ)) {
      return compression.looksWhole(file);
    }
  }
}
