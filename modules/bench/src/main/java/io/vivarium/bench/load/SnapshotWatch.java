package io.vivarium.bench.load;

import java.io.IOException;
import java.nio.file.FileVisitResult;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.SimpleFileVisitor;
import java.nio.file.attribute.BasicFileAttributes;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;

/**
 * Notices when snapshots are written, by files below some directories that have {@code snapshot} in their names and grow. A thread
 * looks a hundred times a second; a snapshot counts as being written from one look before its file was seen to one after it grew
 * for the last time.
 */
final class SnapshotWatch implements AutoCloseable {
  private static final long LOOK_NANOS = TimeUnit.MILLISECONDS.toNanos(10);

  /** A file that has not grown for so long is complete: servers write in pieces. */
  private static final long QUIET_NANOS = TimeUnit.MILLISECONDS.toNanos(300);

  private final List<Path> directories;
  private final Map<Path, Long> sizes = new HashMap<>();
  private final Map<Path, Window> open = new HashMap<>();
  private final List<Window> windows = new ArrayList<>();
  private final Thread thread;
  private volatile boolean ended;
  private volatile @Nullable IOException failure;

  /** A stretch in which a snapshot was written. */
  private static final class Window {
    private final long fromNanos;
    private long toNanos;

    Window(long fromNanos, long toNanos) {
      this.fromNanos = fromNanos;
      this.toNanos = toNanos;
    }
  }

  private SnapshotWatch(List<Path> directories) {
    this.directories = List.copyOf(directories);
    this.thread = new Thread(this::look, "snapshot-watch");
    thread.setDaemon(true);
  }

  /** Begins to watch; what is there already counts only when it grows. */
  static SnapshotWatch over(List<Path> directories) throws IOException {
    SnapshotWatch watch = new SnapshotWatch(directories);
    watch.sizes.putAll(files(watch.directories));
    watch.thread.start();
    return watch;
  }

  private void look() {
    long last = System.nanoTime();
    while (!ended) {
      try {
        TimeUnit.NANOSECONDS.sleep(LOOK_NANOS);
        long now = System.nanoTime();
        looked(files(directories), last, now);
        last = now;
      } catch (IOException e) {
        failure = e;
        return;
      } catch (InterruptedException e) {
        return;
      }
    }
  }

  /** Compares what is there now with what was there at the last look. */
  synchronized void looked(Map<Path, Long> now, long lastNanos, long nowNanos) {
    for (Path file : List.copyOf(sizes.keySet())) {
      if (!now.containsKey(file)) {
        renamed(file, now);
      }
    }
    now.forEach((file, size) -> looked(file, size, lastNanos, nowNanos));
  }

  /** A complete file may be given its final name: then it is the same snapshot, and its size is the same. */
  private void renamed(Path file, Map<Path, Long> now) {
    long size = sizes.getOrDefault(file, 0L);
    sizes.remove(file);
    Window window = open.remove(file);
    now.forEach(
        (other, otherSize) -> {
          if (window != null && !sizes.containsKey(other) && otherSize >= size) {
            sizes.put(other, otherSize);
            open.put(other, window);
          }
        });
  }

  private void looked(Path file, long size, long lastNanos, long nowNanos) {
    Long known = sizes.put(file, size);
    Window window = open.get(file);
    if (known == null || known != size) {
      if (window == null) {
        window = new Window(lastNanos, nowNanos);
        open.put(file, window);
        windows.add(window);
      }
      window.toNanos = nowNanos;
    } else if (window != null && nowNanos - window.toNanos > QUIET_NANOS) {
      open.remove(file);
    }
  }

  /** Files of snapshots below these directories, and their sizes. */
  static Map<Path, Long> files(List<Path> directories) throws IOException {
    Map<Path, Long> found = new HashMap<>();
    for (Path directory : directories) {
      Files.walkFileTree(
          directory,
          new SimpleFileVisitor<>() {
            @Override
            public FileVisitResult visitFile(Path file, BasicFileAttributes attributes) {
              if (String.valueOf(file.getFileName()).contains("snapshot")) {
                found.put(file, attributes.size());
              }
              return FileVisitResult.CONTINUE;
            }

            @Override
            public FileVisitResult visitFileFailed(Path file, IOException gone) {
              return FileVisitResult.CONTINUE;
            }
          });
    }
    return found;
  }

  /** Whether a snapshot was written at any time of the stretch. */
  synchronized boolean during(long fromNanos, long toNanos) {
    for (Window window : windows) {
      if (window.fromNanos <= toNanos && fromNanos <= window.toNanos) {
        return true;
      }
    }
    return false;
  }

  /**
   * Tells that all has been seen so far.
   *
   * @throws IOException when a directory could not be looked into
   */
  void check() throws IOException {
    IOException why = failure;
    if (why != null) {
      throw why;
    }
  }

  /** How many have been seen. */
  synchronized int snapshots() {
    return windows.size();
  }

  @Override
  public void close() {
    ended = true;
    thread.interrupt();
  }
}
