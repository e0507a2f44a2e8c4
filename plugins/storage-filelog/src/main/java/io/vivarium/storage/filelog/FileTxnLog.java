package io.vivarium.storage.filelog;

import io.vivarium.spi.FatalReason;
import io.vivarium.spi.TimeSource;
import io.vivarium.spi.storage.StorageException;
import io.vivarium.spi.storage.TxnCursor;
import io.vivarium.spi.storage.TxnLog;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The log as files. Appended records gather in memory and go to the file in one write per force; a force that fails breaks the
 * log for ever, because the operating system may have dropped the pages it could not write and would report success next time.
 */
final class FileTxnLog implements TxnLog {
  private static final Logger LOG = LoggerFactory.getLogger(FileTxnLog.class);
  private static final long NANOS_PER_MILLI = 1_000_000;

  private final Disk disk;
  private final LogDirectory directory;
  private final LogSettings settings;
  private final TimeSource time;
  private final ForceFigures figures;
  private final @Nullable FillAhead fillAhead;
  private final RecordBuffer buffer = new RecordBuffer();

  /** Where records go now; null until the next append opens a file. */
  private @Nullable Segment current;

  private long lastZxid;

  /** Records in the buffer or written since the last force. */
  private int unforced;

  private @Nullable StorageException broken;

  /** A log in a directory that {@link LogDirectory#recover} has gone through. */
  FileTxnLog(
      Disk disk,
      LogDirectory directory,
      LogSettings settings,
      TimeSource time,
      ForceFigures figures,
      @Nullable FillAhead fillAhead,
      long lastZxid) {
    this.disk = disk;
    this.directory = directory;
    this.settings = settings;
    this.time = time;
    this.figures = figures;
    this.fillAhead = fillAhead;
    this.lastZxid = lastZxid;
  }

  @Override
  public void append(long zxid, ByteBuffer txn) throws StorageException {
    requireWhole();
    check(zxid, txn);
    int length = txn.remaining();
    try {
      Segment segment = current == null ? open(zxid) : current;
      if (!buffer.fits(length)) {
        write(segment);
        buffer.ensure(length);
      }
    } catch (IOException e) {
      throw broken("write", e);
    }
    buffer.add(txn);
    lastZxid = zxid;
    if (++unforced == EndOfLog.LARGEST_BATCH) {
      force();
    }
  }

  @Override
  public void force() throws StorageException {
    requireWhole();
    Segment segment = current;
    if (segment == null || unforced == 0) {
      return;
    }
    long start = time.monotonicNanos();
    try {
      write(segment);
      segment.force(settings.forceSync());
    } catch (IOException e) {
      throw broken("force", e);
    }
    unforced = 0;
    if (settings.forceSync()) {
      directory.noteForced(segment);
    }
    if (fillAhead != null) {
      fillAhead.forced(segment);
    }
    measured((time.monotonicNanos() - start) / NANOS_PER_MILLI, segment);
    if (settings.sizeLimitBytes() > 0 && segment.position() > settings.sizeLimitBytes()) {
      roll();
    }
  }

  @Override
  public void roll() throws StorageException {
    force();
    Segment segment = current;
    if (segment == null) {
      return;
    }
    try {
      segment.finish();
    } catch (IOException e) {
      throw broken("close", e);
    }
    attend(null);
  }

  @Override
  public TxnCursor read(long fromZxid) throws StorageException {
    List<NumberedFile> files = directory.files();
    int first = 0;
    for (int i = 0; i < files.size(); i++) {
      if (files.get(i).zxid() <= fromZxid) {
        first = i;
      }
    }
    // ZooKeeper can leave a file without records whose name is larger than the zxids in an earlier
    // one.
    while (first > 0 && !holdsRecords(files.get(first))) {
      first--;
    }
    return new FileTxnCursor(directory, files.subList(first, files.size()), fromZxid);
  }

  @Override
  public long truncate(long zxid) throws StorageException {
    roll();
    List<NumberedFile> files = directory.files();
    try {
      lastZxid = -1;
      for (NumberedFile file : files.reversed()) {
        if (file.zxid() <= zxid && cut(file, zxid)) {
          break;
        }
        directory.remove(List.of(file));
      }
      return lastZxid;
    } catch (StorageException e) {
      broken = e;
      throw e;
    }
  }

  @Override
  public long sizeBytes() {
    long sum = 0;
    try {
      for (NumberedFile file : directory.files()) {
        try (Disk.OpenFile open = disk.open(file.path(), Disk.Mode.READ)) {
          sum += open.size();
        }
      }
    } catch (IOException e) {
      LOG.debug("A log file vanished while the log was measured", e);
    }
    return sum;
  }

  /** Forces what was appended and closes the file. */
  void close() {
    try {
      if (broken == null) {
        roll();
      } else if (current != null) {
        current.close();
      }
    } catch (IOException e) {
      LOG.warn("The log was not closed cleanly: {}", e.getMessage());
    }
    broken = new StorageException(FatalReason.UNEXPECTED, "The log is closed", null);
  }

  private Segment open(long zxid) throws IOException {
    Segment existing = directory.known(zxid);
    Segment segment;
    if (existing != null) {
      // The zxid of the last record again, and that record is the only one of its file.
      directory.markForced(zxid, existing.position());
      existing.reopen();
      segment = existing;
    } else {
      // Before the file: a mark of an earlier file of this name must not be held against the new
      // one.
      directory.markForced(zxid, 0);
      segment = directory.plan(zxid);
      segment.create(directory.path());
    }
    attend(segment);
    return segment;
  }

  private void attend(@Nullable Segment segment) {
    current = segment;
    if (fillAhead != null) {
      fillAhead.attend(segment);
    }
  }

  private void write(Segment segment) throws IOException {
    if (buffer.size() > 0) {
      segment.write(buffer.flipped());
      buffer.clear();
    }
  }

  /** Cuts a file behind the last record that stays; false when none stays. */
  private boolean cut(NumberedFile file, long zxid) throws StorageException {
    long end = -1;
    try (LogScanner records = directory.scan(file)) {
      while (records.next() && records.zxid() <= zxid) {
        end = records.nextOffset();
        lastZxid = records.zxid();
      }
    }
    if (end < 0) {
      return false;
    }
    directory.markForced(file.zxid(), end);
    try {
      directory.learn(file, end).cut(end);
      return true;
    } catch (IOException e) {
      throw Failures.write("cut", file.path(), e);
    }
  }

  private boolean holdsRecords(NumberedFile file) throws StorageException {
    try (LogScanner records = directory.scan(file)) {
      return records.next();
    }
  }

  private void check(long zxid, ByteBuffer txn) throws StorageException {
    int length = txn.remaining();
    if (zxid < lastZxid) {
      throw new IllegalArgumentException(
          "zxid " + LogFormat.hex(zxid) + " appended after " + LogFormat.hex(lastZxid));
    }
    if (length < LogFormat.MIN_PAYLOAD_BYTES) {
      throw new IllegalArgumentException("a txn of " + length + " bytes has no whole header");
    }
    if (length > settings.maxRecordBytes()) {
      throw broken(
          "append",
          new IOException(
              "txn "
                  + LogFormat.hex(zxid)
                  + " has "
                  + length
                  + " bytes, more than could be read back ("
                  + settings.maxRecordBytes()
                  + ", jute.maxbuffer + jute.maxbuffer.extrasize, at least 64 MiB)"));
    }
  }

  private void measured(long millis, Segment segment) {
    figures.forced(millis);
    if (millis > settings.slowForceMs()) {
      figures.slow();
      LOG.warn(
          "Forcing {} took {} ms, more than {} ({}): the disk is slow or shared, and every write waits for it",
          segment.path(),
          millis,
          settings.slowForceMs(),
          Keys.SLOW_FORCE_MS.name());
    }
  }

  private void requireWhole() throws StorageException {
    StorageException cause = broken;
    if (cause != null) {
      throw new StorageException(
          cause.reason(), "The log refuses writes since it failed: " + cause.getMessage(), cause);
    }
  }

  private StorageException broken(String what, IOException cause) {
    Segment segment = current;
    StorageException failure =
        cause instanceof StorageException known
            ? known
            : Failures.write(what, segment == null ? directory.path() : segment.path(), cause);
    broken = failure;
    return failure;
  }
}
