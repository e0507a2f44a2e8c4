package io.vivarium.storage.filelog;

import io.vivarium.spi.storage.StorageException;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.file.Path;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * What a crash left behind the last whole record of a log. It must not stay there: that it was never acknowledged is known only while
 * the {@linkplain ForcedMark mark} speaks of this file, and the mark moves on with the next one. Later starts, tools and ZooKeeper would
 * find a record that was "written whole and has changed since".
 */
final class TornTail {
  private static final Logger LOG = LoggerFactory.getLogger(TornTail.class);
  private static final int CHUNK_BYTES = 64 * 1024;

  private TornTail() {}

  /**
   * Cuts a log behind its last whole record, durably, and keeps a copy of what is cut off as {@code unfinished-log.…}. A disk that has no
   * room for the copy does not stop the start.
   *
   * @param log the log, not open
   * @param end offset behind its last whole record
   */
  static void cut(Disk disk, Segment log, long end) throws StorageException {
    Path aside = aside(log.path());
    try {
      keep(disk, log.path(), end, aside);
      LOG.warn("Log {}: what is behind offset {} is moved to {}", log.path(), end, aside);
    } catch (IOException e) {
      LOG.warn(
          "Log {}: what is behind offset {} is cut off, and no copy of all of it could be kept as {}: {}",
          log.path(),
          end,
          aside,
          Failures.said(e));
    }
    try {
      log.cut(end);
    } catch (IOException e) {
      throw Failures.write("cut", log.path(), e);
    }
  }

  /** The name under which bytes of a log are kept that are no record; readers of logs overlook it. */
  static Path aside(Path log) {
    return log.resolveSibling("unfinished-" + log.getFileName());
  }

  /** Copies the end of a file. Zeros are left out, as there may be a gigabyte of them that no disk has ever stored. */
  private static void keep(Disk disk, Path log, long end, Path aside) throws IOException {
    if (disk.exists(aside)) {
      disk.delete(aside); // Of an earlier crash, or of a start that a crash ended just here.
    }
    try (Disk.OpenFile from = disk.open(log, Disk.Mode.READ);
        Disk.OpenFile to = disk.open(aside, Disk.Mode.CREATE)) {
      for (long at = end; at < from.size(); at += CHUNK_BYTES) {
        byte[] chunk = Bytes.read(from, at, CHUNK_BYTES);
        if (!Bytes.areZero(chunk, 0, chunk.length)) {
          to.write(ByteBuffer.wrap(chunk), at - end);
        }
      }
      to.force();
    }
    disk.forceDirectory(log.resolveSibling(""));
  }
}
