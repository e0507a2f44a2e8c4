package io.vivarium.storage.filelog;

import io.vivarium.spi.FatalReason;
import io.vivarium.spi.storage.StorageException;
import java.io.IOException;
import java.nio.file.AccessDeniedException;
import java.nio.file.FileSystemException;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.Locale;
import org.jspecify.annotations.Nullable;

/** The wording of failures: what was tried, on which path, what the system said, what to do. */
final class Failures {
  private Failures() {}

  /** Something could not be written, forced, renamed or removed. */
  static StorageException write(String what, Path path, IOException cause) {
    return new StorageException(
        FatalReason.STORAGE_WRITE,
        "Cannot " + what + " " + path + ": " + said(cause) + ". " + remedy(cause, path),
        cause);
  }

  /** Something could not be read. */
  static StorageException read(String what, Path path, IOException cause) {
    return new StorageException(
        FatalReason.UNEXPECTED,
        "Cannot " + what + " " + path + ": " + said(cause) + ". " + remedy(cause, path),
        cause);
  }

  /** A directory cannot be used at all. */
  static StorageException directory(String message, @Nullable Throwable cause) {
    return new StorageException(FatalReason.DATA_DIRECTORY, message, cause);
  }

  /** Bytes on disk are not what they were when they were written. */
  static StorageException damaged(String message) {
    return new StorageException(FatalReason.UNEXPECTED, message, null);
  }

  /** What the operating system said, without the path that it likes to repeat. */
  static String said(IOException cause) {
    if (cause instanceof NoSuchFileException) {
      return "no such file";
    }
    if (cause instanceof AccessDeniedException) {
      return "permission denied";
    }
    if (cause instanceof FileSystemException e && e.getReason() != null) {
      return e.getReason();
    }
    String message = cause.getMessage();
    return message == null ? cause.getClass().getSimpleName() : message;
  }

  /** What the operator can do about it. */
  static String remedy(IOException cause, Path path) {
    String said = said(cause).toLowerCase(Locale.ROOT);
    if (said.contains("no space") || said.contains("quota")) {
      return "Free space on the file system that holds it (old snapshots and logs can go: autopurge), then start the"
          + " server again; nothing that was acknowledged is lost";
    }
    if (said.contains("read-only")) {
      return "Mount the file system read-write, then start the server again";
    }
    if (said.contains("permission")) {
      return "Let the user that runs the server read and write " + path + " and its directory";
    }
    if (said.contains("no such file")) {
      return "Check that the directory is mounted and that nobody else removes files from it";
    }
    return "Check the disk and the kernel log before the server is started again";
  }
}
