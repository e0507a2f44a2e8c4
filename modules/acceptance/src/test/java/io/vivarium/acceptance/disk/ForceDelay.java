package io.vivarium.acceptance.disk;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.concurrent.TimeUnit;

/**
 * Runs in the server under test, in front of every {@code FileChannel.force}: waits as many milliseconds as a file says,
 * or until that file is gone. Knows nothing but {@code java.base}, whose classes call it.
 */
public final class ForceDelay {
  /** A file that is renamed or deleted just now is read once more a little later. */
  private static final int PAUSE_MS = 2;

  private static volatile Path file = Path.of("");

  private ForceDelay() {}

  /** Names the file; until then nothing waits. */
  static void readFrom(Path path) {
    file = path;
  }

  /** Waits; called by {@code FileChannelImpl}. */
  public static void await() {
    long begun = System.nanoTime();
    boolean interrupted = false;
    while (TimeUnit.NANOSECONDS.toMillis(System.nanoTime() - begun) < millis()) {
      try {
        Thread.sleep(PAUSE_MS);
      } catch (InterruptedException e) {
        // a disk does not hear it either; the channel shall
        interrupted = true;
      }
    }
    if (interrupted) {
      Thread.currentThread().interrupt();
    }
  }

  private static long millis() {
    try {
      return Long.parseLong(Files.readString(file));
    } catch (IOException | NumberFormatException mended) {
      return 0;
    }
  }
}
