package io.vivarium.plugin.installer.store;

import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashSet;
import java.util.Set;

/**
 * A disk whose process is killed at one of its steps, and whose machine may lose power at the same moment: of what was written and not
 * forced only the first half survives then, under whatever name the directory has by now.
 */
final class CrashingDisk implements Disk {
  private final boolean losesPower;
  private final Set<Path> unforced = new HashSet<>();
  private int left;
  private boolean halfway;

  /**
   * A disk that works for a number of steps.
   *
   * @param steps after so many the process is killed: a write then is half done, all else not begun
   */
  CrashingDisk(int steps, boolean losesPower) {
    this.left = steps;
    this.losesPower = losesPower;
  }

  /** Ends the process, so that no line of code after it runs. */
  static final class Killed extends Error {
    private static final long serialVersionUID = 1L;
  }

  @Override
  public void createDirectory(Path directory) throws IOException {
    step();
    REAL.createDirectory(directory);
  }

  @Override
  public void write(InputStream content, Path file) throws IOException {
    byte[] all = content.readAllBytes();
    halfway = left == 0;
    if (halfway) {
      REAL.write(new ByteArrayInputStream(all, 0, all.length / 2), file);
    }
    step();
    REAL.write(new ByteArrayInputStream(all), file);
    unforced.add(file);
  }

  @Override
  public void force(Path path) throws IOException {
    step();
    REAL.force(path);
    unforced.remove(path);
  }

  @Override
  public void rename(Path from, Path to) throws IOException {
    step();
    REAL.rename(from, to);
    for (Path file : Set.copyOf(unforced)) {
      if (file.startsWith(from)) {
        unforced.remove(file);
        unforced.add(to.resolve(from.relativize(file)));
      }
    }
  }

  @Override
  public void delete(Path path) throws IOException {
    step();
    REAL.delete(path);
  }

  private void step() throws IOException {
    if (left-- > 0) {
      return;
    }
    if (losesPower) {
      for (Path file : unforced) {
        byte[] content = Files.readAllBytes(file);
        Files.write(file, java.util.Arrays.copyOf(content, content.length / 2));
      }
    }
    throw new Killed();
  }
}
