package io.vivarium.audit.log;

import static java.nio.charset.StandardCharsets.UTF_8;

import io.vivarium.spi.TimeSource;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.FileAttribute;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.List;
import java.util.Set;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * A file that is followed by another when it is large: {@code name}, then {@code name.1} for the one before, and so on. Readable by
 * its owner and group only. Records are handed to the operating system, not forced: they survive the end of the process, and what the last seconds
 * brought may be lost with the machine.
 *
 * <p>When the next file cannot be made or the earlier ones cannot be renamed, the file in use grows on: no record is lost for that.
 */
final class RotatingFile implements AuditSink {
  private static final Logger LOG = LoggerFactory.getLogger(RotatingFile.class);
  private static final FileAttribute<?> READERS =
      PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rw-r-----"));

  /** How long after a rotation that failed the next one is tried. */
  static final long RETRY_NANOS = TimeUnit.SECONDS.toNanos(10);

  private static final Set<StandardOpenOption> IN_USE =
      Set.of(StandardOpenOption.CREATE, StandardOpenOption.WRITE, StandardOpenOption.APPEND);
  private static final Set<StandardOpenOption> NEXT =
      Set.of(StandardOpenOption.CREATE_NEW, StandardOpenOption.WRITE, StandardOpenOption.APPEND);

  private final Path file;
  private final long maxBytes;
  private final int kept;
  private final TimeSource time;
  private @Nullable FileChannel channel;
  private long size;

  /** Whether the last rotation failed, and when, by the monotonic clock. */
  private boolean stuck;

  private long stuckSince;

  /**
   * A file that is opened when there is something to write.
   *
   * @param maxBytes from which a file is followed by another; a record is never split
   * @param kept how many earlier files remain
   * @param time says when a rotation that failed is tried again
   */
  RotatingFile(Path file, long maxBytes, int kept, TimeSource time) {
    this.file = file.toAbsolutePath();
    this.maxBytes = maxBytes;
    this.kept = kept;
    this.time = time;
  }

  @Override
  public void open() throws IOException {
    Path directory = file.getParent();
    if (directory != null) {
      Files.createDirectories(directory);
    }
    opened();
  }

  private FileChannel opened() throws IOException {
    FileChannel open = channel;
    if (open == null) {
      boolean torn = torn();
      open = opened(file, IN_USE);
      size = open.size();
      channel = open;
      if (torn) {
        size += open.write(ByteBuffer.wrap(new byte[] {'\n'}));
      }
    }
    return open;
  }

  /** Whether the file ends within a record, after a power cut: the next one would be taken for its end. */
  private boolean torn() throws IOException {
    if (!Files.exists(file)) {
      return false;
    }
    try (FileChannel there = FileChannel.open(file, StandardOpenOption.READ)) {
      ByteBuffer last = ByteBuffer.allocate(1);
      return there.size() > 0 && there.read(last, there.size() - 1) == 1 && last.get(0) != '\n';
    }
  }

  private static FileChannel opened(Path path, Set<StandardOpenOption> options) throws IOException {
    try {
      return FileChannel.open(path, options, READERS);
    } catch (UnsupportedOperationException noSuchPermissionsHere) {
      return FileChannel.open(path, options);
    }
  }

  @Override
  public void write(List<Line> lines) throws UnwrittenException {
    int written = 0;
    try {
      ByteArrayOutputStream together = new ByteArrayOutputStream(1 << 12);
      opened();
      for (int i = 0; i < lines.size(); i++) {
        byte[] bytes = (lines.get(i).text() + "\n").getBytes(UTF_8);
        long before = size + together.size();
        if (before > 0 && before + bytes.length > maxBytes && mayRotate()) {
          append(together);
          written = i;
          rotate();
        }
        together.writeBytes(bytes);
      }
      append(together);
    } catch (IOException e) {
      close();
      throw new UnwrittenException(written, e);
    }
  }

  private void append(ByteArrayOutputStream records) throws IOException {
    FileChannel to = opened();
    long before = size;
    ByteBuffer bytes = ByteBuffer.wrap(records.toByteArray());
    records.reset();
    try {
      while (bytes.hasRemaining()) {
        size += to.write(bytes);
      }
    } catch (IOException e) {
      // Half a record, without its end, would swallow the next one.
      try {
        to.truncate(before);
      } catch (IOException alsoFailed) {
        e.addSuppressed(alsoFailed);
      }
      throw e;
    }
  }

  private boolean mayRotate() {
    return !stuck || time.monotonicNanos() - stuckSince >= RETRY_NANOS;
  }

  private void rotate() {
    try {
      FileChannel next = next();
      close();
      channel = next;
      if (stuck) {
        stuck = false;
        LOG.info("{} is followed by another file again", file);
      }
    } catch (IOException e) {
      if (!stuck) {
        LOG.error(
            "{} cannot be followed by another file and grows beyond {} bytes until it can: {}",
            file,
            maxBytes,
            e.toString());
      }
      stuck = true;
      stuckSince = time.monotonicNanos();
    }
  }

  /** The next file, in its place; it is made before anything is moved, so that there is no moment without one. */
  private FileChannel next() throws IOException {
    Path unnamed = file.resolveSibling(file.getFileName() + ".new");
    Files.deleteIfExists(unnamed); // of a process that ended in between
    FileChannel next = opened(unnamed, NEXT);
    try {
      makeRoom();
      Files.move(unnamed, file, StandardCopyOption.ATOMIC_MOVE);
      return next;
    } catch (IOException e) {
      try (next) {
        Files.deleteIfExists(unnamed);
      } catch (IOException alsoFailed) {
        e.addSuppressed(alsoFailed);
      }
      throw e;
    }
  }

  /** Moves earlier files up to the first place that is free: trying again and again pushes none of them out. */
  private void makeRoom() throws IOException {
    if (kept == 0 || !Files.exists(file)) {
      return;
    }
    int free = 1;
    while (free < kept && Files.exists(numbered(free))) {
      free++;
    }
    for (int number = free; number > 0; number--) {
      Path from = number == 1 ? file : numbered(number - 1);
      Files.move(from, numbered(number), StandardCopyOption.REPLACE_EXISTING);
    }
  }

  private Path numbered(int number) {
    return file.resolveSibling(file.getFileName() + "." + number);
  }

  @Override
  public void close() {
    FileChannel open = channel;
    channel = null;
    size = 0;
    if (open != null) {
      try {
        open.close();
      } catch (IOException e) {
        LOG.warn("{} was not closed properly", file, e);
      }
    }
  }

  @Override
  public String place() {
    return file.toString();
  }
}
