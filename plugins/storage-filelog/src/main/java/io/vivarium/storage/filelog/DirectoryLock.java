package io.vivarium.storage.filelog;

import java.io.Closeable;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.channels.FileLock;
import java.nio.channels.OverlappingFileLockException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import org.jspecify.annotations.Nullable;

/**
 * A lock file that the operating system releases when the process ends, however it ends; its content, the process id, only
 * serves the message of whoever comes second.
 */
final class DirectoryLock implements Closeable {
  /**
   * Locks held by this process. POSIX drops all locks of a process on a file as soon as the process closes <em>any</em> descriptor
   * of it, so a second attempt in the same process must not even open the file.
   */
  private static final Set<Path> HELD = ConcurrentHashMap.newKeySet();

  private final Path key;
  private final FileChannel channel;

  private DirectoryLock(Path key, FileChannel channel) {
    this.key = key;
    this.channel = channel;
  }

  /** Locks, or fails with {@link DirectoryInUseException}; creates the file when needed. */
  static DirectoryLock acquire(Path file) throws IOException {
    Path directory = file.toAbsolutePath().getParent();
    Path name = file.getFileName();
    if (directory == null || name == null) {
      throw new IOException("a lock file needs a directory: " + file);
    }
    Path key = directory.toRealPath().resolve(name);
    if (!HELD.add(key)) {
      throw new DirectoryInUseException("this very process, " + ProcessHandle.current().pid());
    }
    FileChannel channel = null;
    try {
      channel =
          FileChannel.open(
              key, StandardOpenOption.READ, StandardOpenOption.WRITE, StandardOpenOption.CREATE);
      DirectoryLock lock = lock(key, channel);
      channel = null;
      return lock;
    } finally {
      if (channel != null) {
        channel.close();
        HELD.remove(key);
      }
    }
  }

  private static DirectoryLock lock(Path key, FileChannel channel) throws IOException {
    FileLock lock = tryLock(channel);
    if (lock == null) {
      throw new DirectoryInUseException(holder(channel));
    }
    channel.truncate(0);
    String pid = Long.toString(ProcessHandle.current().pid());
    channel.write(ByteBuffer.wrap(pid.getBytes(StandardCharsets.US_ASCII)), 0);
    return new DirectoryLock(key, channel);
  }

  private static @Nullable FileLock tryLock(FileChannel channel) throws IOException {
    try {
      return channel.tryLock();
    } catch (OverlappingFileLockException e) {
      return null;
    }
  }

  private static String holder(FileChannel channel) throws IOException {
    ByteBuffer bytes = ByteBuffer.allocate(20);
    channel.read(bytes, 0);
    String pid = new String(bytes.array(), 0, bytes.position(), StandardCharsets.US_ASCII).trim();
    return pid.isEmpty() || !pid.chars().allMatch(Character::isDigit)
        ? "another process"
        : "process " + pid;
  }

  @Override
  public void close() throws IOException {
    try {
      channel.close();
    } finally {
      HELD.remove(key);
    }
  }
}
