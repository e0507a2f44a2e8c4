package io.vivarium.storage.filelog;

import io.vivarium.spi.storage.StorageException;
import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.ConcurrentSkipListMap;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** The log files of a directory and what is known of them. Any thread. */
final class LogDirectory {
  private static final Logger LOG = LoggerFactory.getLogger(LogDirectory.class);

  private final Disk disk;
  private final Path directory;
  private final LogSettings settings;

  /** Files whose end is known, by the zxid in their name. */
  private final ConcurrentSkipListMap<Long, Segment> known = new ConcurrentSkipListMap<>();

  /** Open from {@link #recover} to {@link #close}; used by the log's thread. */
  private @Nullable ForcedMark mark;

  LogDirectory(Disk disk, Path directory, LogSettings settings) {
    this.disk = disk;
    this.directory = directory;
    this.settings = settings;
  }

  /** The log files, smallest zxid first. */
  List<NumberedFile> files() throws StorageException {
    try {
      return NumberedFile.list(disk, directory, LogFormat.PREFIX, "");
    } catch (IOException e) {
      throw Failures.read("list", directory, e);
    }
  }

  /**
   * Makes a directory that another process left ready to be read and continued: what readers will see is forced, as it may
   * only have been in the memory of the operating system; newest files without a record go, and so does what a crash left behind
   * the last one.
   *
   * @return zxid of the last record; −1 when there is none
   */
  long recover() throws StorageException {
    List<NumberedFile> files = files();
    for (int i = 0; i < files.size(); i++) {
      forceAndCheckHeader(files.get(i), i == files.size() - 1);
    }
    try {
      disk.forceDirectory(directory);
      mark = ForcedMark.open(disk, directory);
    } catch (IOException e) {
      throw Failures.write("force", directory, e);
    }
    for (NumberedFile file : files.reversed()) {
      Ending ending = ending(file);
      if (ending.lastZxid() >= 0) {
        markForced(file.zxid(), ending.offset());
        if (!ending.clean()) {
          TornTail.cut(disk, learn(file, ending.offset()), ending.offset());
        }
        return ending.lastZxid();
      }
      removeEmpty(file, ending.clean());
    }
    return -1;
  }

  /** Opens a file for reading its records. */
  LogScanner scan(NumberedFile file) throws StorageException {
    Segment segment = known.get(file.zxid());
    try {
      Disk.OpenFile open = disk.open(file.path(), Disk.Mode.READ);
      LogScanner records =
          new LogScanner(
              file.path(),
              open,
              segment == null ? null : segment::forcedEnd,
              EndOfLog.NO_MARK,
              settings.maxRecordBytes());
      LogHeader header = segment == null ? LogHeader.of(open) : LogHeader.VALID;
      if (header != LogHeader.VALID) {
        StorageException refusal = badHeader(file, open, header);
        records.close();
        throw refusal;
      }
      return records;
    } catch (StorageException e) {
      throw e;
    } catch (IOException e) {
      throw Failures.read("open", file.path(), e);
    }
  }

  /** The segment of that name if its end is known. */
  @Nullable Segment known(long zxid) {
    return known.get(zxid);
  }

  /** A new segment, known before its file exists so that no reader takes the file for one that a crash left. */
  Segment plan(long zxid) {
    Path path = directory.resolve(LogFormat.fileName(zxid));
    Segment segment = Segment.planned(disk, path, zxid, settings.preallocBytes());
    known.put(zxid, segment);
    return segment;
  }

  /** Finds and remembers where a file ends. */
  Segment learn(NumberedFile file, long end) {
    return known.computeIfAbsent(
        file.zxid(), _ -> Segment.existing(disk, file, end, settings.preallocBytes()));
  }

  /** Removes files, durably. */
  void remove(List<NumberedFile> files) throws StorageException {
    for (NumberedFile file : files) {
      try {
        disk.delete(file.path());
        disk.forceDirectory(directory);
      } catch (IOException e) {
        throw Failures.write("remove", file.path(), e);
      }
      known.remove(file.zxid());
    }
  }

  Path path() {
    return directory;
  }

  /** Notes how far a segment is forced. Costs no force; see {@link ForcedMark}. */
  void noteForced(Segment segment) {
    ForcedMark open = mark;
    if (open != null) {
      open.write(segment.zxid(), segment.forcedEnd());
    }
  }

  /** Notes how far a file is forced, durably. */
  void markForced(long fileZxid, long end) throws StorageException {
    ForcedMark open = mark;
    try {
      if (open != null) {
        open.writeAndForce(fileZxid, end);
      }
    } catch (IOException e) {
      throw Failures.write("write", ForcedMark.path(directory), e);
    }
  }

  /** Closes what is open. */
  void close() {
    ForcedMark open = mark;
    mark = null;
    if (open != null) {
      open.close();
    }
  }

  private void forceAndCheckHeader(NumberedFile file, boolean newest) throws StorageException {
    try (Disk.OpenFile open = disk.open(file.path(), Disk.Mode.WRITE)) {
      LogHeader header = LogHeader.of(open);
      if (header != LogHeader.VALID && (header != LogHeader.UNFINISHED || !newest)) {
        throw badHeader(file, open, header);
      }
      open.force();
    } catch (StorageException e) {
      throw e;
    } catch (IOException e) {
      throw Failures.write("open and force", file.path(), e);
    }
  }

  private static StorageException badHeader(NumberedFile file, Disk.OpenFile open, LogHeader header)
      throws IOException {
    // What a newer release wrote is not to be cut.
    String what =
        header == LogHeader.OF_OTHER_VERSION
            ? LogHeader.otherVersion(open)
            : "does not begin with the header of a log (ZKLG, version 2): it was damaged, or is no log. "
                + EndOfLog.advice(file.path(), 0, file.zxid() - 1);
    return Failures.damaged("Log " + file.path() + " " + what);
  }

  /** How a file ends; remembers where. */
  private Ending ending(NumberedFile file) throws StorageException {
    int maxRecordBytes = settings.maxRecordBytes();
    try (Disk.OpenFile open = disk.open(file.path(), Disk.Mode.READ)) {
      long sure = mark == null ? EndOfLog.NO_MARK : mark.read(file.zxid()).orElse(EndOfLog.NO_MARK);
      LogHeader header = LogHeader.of(open);
      if (header == LogHeader.OF_OTHER_VERSION) {
        throw badHeader(file, open, header);
      }
      if (header != LogHeader.VALID) {
        EndOfLog start = new EndOfLog(file.path(), open, 0, -1, sure, maxRecordBytes);
        return new Ending(-1, 0, start.judge());
      }
      LogScanner records = new LogScanner(file.path(), open, null, sure, maxRecordBytes);
      while (records.next()) {
        // To the end.
      }
      learn(file, records.nextOffset());
      return new Ending(records.zxid(), records.nextOffset(), records.endedCleanly());
    } catch (StorageException e) {
      throw e;
    } catch (IOException e) {
      throw Failures.read("read", file.path(), e);
    }
  }

  /** A file that was begun but holds no record would be in the way: its name is larger than the next zxid. */
  private void removeEmpty(NumberedFile file, boolean clean) throws StorageException {
    Path aside = TornTail.aside(file.path());
    try {
      if (clean) {
        LOG.info("Log {} holds no record and is removed", file.path());
        disk.delete(file.path());
      } else {
        LOG.warn(
            "Log {} holds no whole record, a crash came first; it is renamed to {}",
            file.path(),
            aside);
        disk.rename(file.path(), aside);
      }
      disk.forceDirectory(directory);
    } catch (IOException e) {
      throw Failures.write("remove", file.path(), e);
    }
    known.remove(file.zxid());
  }

  /**
   * How a file ends.
   *
   * @param lastZxid zxid of its last record, −1 when it has none
   * @param offset where its records end
   * @param clean whether nothing follows them
   */
  private record Ending(long lastZxid, long offset, boolean clean) {}
}
