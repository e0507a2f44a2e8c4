package io.vivarium.storage.filelog;

import java.io.Closeable;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.file.Path;
import java.util.List;

/**
 * Every operation this plugin performs on files, so that tests can put a disk in its place that loses what was not forced, fails
 * once, or is full. Any thread.
 */
interface Disk {
  /** How a file is opened. */
  enum Mode {
    /** For reading; it must exist. */
    READ,
    /** For reading and writing; it must exist. */
    WRITE,
    /** For reading and writing; it must not exist yet. */
    CREATE
  }

  /** Opens a file. */
  OpenFile open(Path file, Mode mode) throws IOException;

  /** Every entry of a directory, in no particular order; empty when the directory does not exist. */
  List<Path> list(Path directory) throws IOException;

  /** Whether there is a file or directory of that name. */
  boolean exists(Path path);

  /** When a file was written last, ms since 1970. */
  long modifiedAtMs(Path file) throws IOException;

  /** Creates a directory and those above it, durably. */
  void createDirectories(Path directory) throws IOException;

  /** Gives a file another name in the same directory, replacing what has that name; durable after {@link #forceDirectory}. */
  void rename(Path from, Path to) throws IOException;

  /** Removes a file; durable after {@link #forceDirectory}. */
  void delete(Path file) throws IOException;

  /** Makes the names in a directory durable. */
  void forceDirectory(Path directory) throws IOException;

  /**
   * Takes possession of a directory by locking a file in it until the result is closed.
   *
   * @throws DirectoryInUseException when somebody else has it
   */
  Closeable lock(Path file) throws IOException;

  /** An open file. One thread writes; any thread reads. */
  interface OpenFile extends Closeable {
    /** Reads at a position; −1 at the end of the file. */
    int read(ByteBuffer into, long position) throws IOException;

    /** Writes all remaining bytes at a position. */
    void write(ByteBuffer from, long position) throws IOException;

    /** Makes contents and length durable. */
    void force() throws IOException;

    /** Cuts the file. */
    void truncate(long size) throws IOException;

    /** Length in bytes. */
    long size() throws IOException;

    @Override
    void close() throws IOException;
  }
}
