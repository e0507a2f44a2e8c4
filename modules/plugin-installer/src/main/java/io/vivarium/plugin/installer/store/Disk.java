package io.vivarium.plugin.installer.store;

import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Path;

/** Everything that changes plugins in their directory, step by step: a test ends the process after any of them. */
interface Disk {
  /** The real one. */
  Disk REAL = new RealDisk();

  /** Creates a directory that is not there yet. */
  void createDirectory(Path directory) throws IOException;

  /** Writes a file that is not there yet, without forcing it. */
  void write(InputStream content, Path file) throws IOException;

  /** Forces a file's content, or a directory's names, to the disk. */
  void force(Path path) throws IOException;

  /** Gives a directory another name in the same parent, in one step; there is nothing of that name. */
  void rename(Path from, Path to) throws IOException;

  /** Removes a file or an empty directory. */
  void delete(Path path) throws IOException;
}
