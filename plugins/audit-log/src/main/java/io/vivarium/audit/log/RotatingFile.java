package io.vivarium.audit.log;

import static java.nio.charset.StandardCharsets.UTF_8;

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
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * A file that is followed by another when it is large: {@code name}, then {@code name.1} for the one before, and so on. Readable by
 * its owner and group only. Records are handed to the operating system, not forced: they survive the end of the process, and what the last seconds
 * brought may be lost with the machine.
 */
final class RotatingFile implements AuditSink {
  private static final Logger LOG = LoggerFactory.getLogger(RotatingFile.class);
  private static final FileAttribute<?> READERS =
      PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rw-r-----"));

  private final Path file;
  private final long maxBytes;
  private final int kept;
  private @Nullable FileChannel channel;
  private long size;

  /**
   * A file that is opened when there is something to write.
   *
   * @param maxBytes from which a file is followed by another; a record is never split
   * @param kept how many earlier files remain
   */
  RotatingFile(Path file, long maxBytes, int kept) {
    this.file = file.toAbsolutePath();
    this.maxBytes = maxBytes;
    this.kept = kept;
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
      open = create();
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

  private FileChannel create() throws IOException {
    Set<StandardOpenOption> options =
        Set.of(StandardOpenOption.CREATE, StandardOpenOption.WRITE, StandardOpenOption.APPEND);
    try {
      return FileChannel.open(file, options, READERS);
    } catch (UnsupportedOperationException noSuchPermissionsHere) {
      return FileChannel.open(file, options);
    }
  }

  @Override
  public void write(List<Line> lines) throws IOException {
    try {
      ByteArrayOutputStream together = new ByteArrayOutputStream(1 << 12);
      opened();
      for (Line line : lines) {
        byte[] bytes = (line.text() + "\n").getBytes(UTF_8);
        long before = size + together.size();
        if (before > 0 && before + bytes.length > maxBytes) {
          append(together);
          rotate();
        }
        together.writeBytes(bytes);
      }
      append(together);
    } catch (IOException e) {
      close();
      throw e;
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

  private void rotate() throws IOException {
    close();
    for (int number = kept; number > 0; number--) {
      Path from = number == 1 ? file : numbered(number - 1);
      if (Files.exists(from)) {
        Files.move(from, numbered(number), StandardCopyOption.REPLACE_EXISTING);
      }
    }
    if (kept == 0) {
      Files.deleteIfExists(file);
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
