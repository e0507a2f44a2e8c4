package io.vivarium.plugin.installer.store;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.channels.FileChannel;
import java.nio.channels.FileLock;
import java.nio.channels.OverlappingFileLockException;
import java.nio.file.AccessDeniedException;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.Comparator;
import java.util.List;
import java.util.stream.Stream;

/**
 * A directory in which a package waits until it is installed, which only this user may enter. As long as this is open its process holds a lock in
 * it, so that other commands tell it from what a killed one left. One thread.
 */
public final class Staging implements AutoCloseable {
  private static final String LOCK = ".lock";

  private final Path directory;
  private final FileChannel lock;

  private Staging(Path directory, FileChannel lock) {
    this.directory = directory;
    this.lock = lock;
  }

  /** Makes one; the caller sees to it that nobody clears it away before it is locked. */
  static Staging in(Path parent, String prefix) throws IOException {
    Path made = Files.createTempDirectory(parent, prefix);
    FileChannel file =
        FileChannel.open(
            made.resolve(LOCK), StandardOpenOption.CREATE_NEW, StandardOpenOption.WRITE);
    file.lock(); // until the channel is closed, or the process ends
    return new Staging(made, file);
  }

  /** Whether a command is at work in a directory, or one of another user may be, which is not this user's to judge. */
  static boolean isInUse(Path directory) throws IOException {
    if (!Files.isDirectory(directory, LinkOption.NOFOLLOW_LINKS)) {
      return false;
    }
    try (FileChannel file = FileChannel.open(directory.resolve(LOCK), StandardOpenOption.WRITE);
        FileLock free = file.tryLock()) {
      return free == null;
    } catch (OverlappingFileLockException | AccessDeniedException e) {
      return true;
    } catch (NoSuchFileException e) {
      return false;
    }
  }

  /** Where the package is put. */
  public Path directory() {
    return directory;
  }

  @Override
  public void close() throws IOException {
    try (lock;
        Stream<Path> files = Files.walk(directory)) {
      List<Path> contentFirst = files.sorted(Comparator.reverseOrder()).toList();
      for (Path file : contentFirst) {
        // Another command may clear away what remains as soon as the lock's file is gone.
        Files.deleteIfExists(file);
      }
    } catch (UncheckedIOException e) {
      throw e.getCause();
    }
  }
}
