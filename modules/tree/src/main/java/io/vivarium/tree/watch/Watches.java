package io.vivarium.tree.watch;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * What one connection watches. Made once per connection, given to every call of {@link WatchTable}; at the end {@link
 * WatchTable#close} takes all of it away. Guarded by itself; locked after a stripe, never before one.
 */
public final class Watches {
  private static final @Nullable Watch[] NONE = new Watch[0];

  final Watcher watcher;

  /** Number of the last change that this connection was told of, so that it is told once. The tree's writer only. */
  long toldChange;

  private final int most;
  private final long mostBytes;
  private @Nullable Watch[] watches = NONE;
  private int count;

  /** What the watches take as if nobody else watched the same paths: {@link WatchBytes}. */
  private long bytes;

  private boolean closed;

  /** Nothing watched yet, and any number of paths may be. */
  public Watches(Watcher watcher) {
    this(watcher, 0, 0);
  }

  /**
   * Nothing watched yet.
   *
   * @param most paths beyond which {@link WatchTable#hasRoom} says no; 0 for any number
   * @param mostBytes of memory, likewise; 0 for any
   */
  public Watches(Watcher watcher, int most, long mostBytes) {
    this.watcher = watcher;
    this.most = most;
    this.mostBytes = mostBytes;
  }

  /** Bytes with so many more; negative when that is more than this connection may have. */
  synchronized long bytesWith(int paths, long more) {
    boolean fits =
        (most == 0 || (long) count + paths <= most)
            && (mostBytes == 0 || bytes + more <= mostBytes);
    return fits ? bytes + more : -1;
  }

  /** Who is told. */
  public Watcher watcher() {
    return watcher;
  }

  /** Number of paths watched. */
  public synchronized int size() {
    return count;
  }

  /** False when the connection is closed. */
  synchronized boolean add(Watch watch) {
    if (closed) {
      return false;
    }
    if (count == watches.length) {
      watches = Arrays.copyOf(watches, Math.max(1, 2 * count));
    }
    watch.inOwner = count;
    watches[count++] = watch;
    bytes += WatchBytes.alone(watch.path.path);
    return true;
  }

  synchronized void remove(Watch watch) {
    if (closed) {
      return;
    }
    Watch last = Objects.requireNonNull(watches[--count]);
    watches[watch.inOwner] = last;
    last.inOwner = watch.inOwner;
    watches[count] = null;
    bytes -= WatchBytes.alone(watch.path.path);
    if (count > 4 && count < watches.length / 4) {
      watches = Arrays.copyOf(watches, watches.length / 2);
    }
  }

  /**
   * The watch on a path, or null. Looks through the shorter of the two lists, so the cost is bounded by the square root of all
   * watches. The caller holds the stripe of the path.
   */
  synchronized @Nullable Watch on(WatchedPath path) {
    if (path.count() <= count) {
      return path.of(this);
    }
    for (int i = 0; i < count; i++) {
      Watch watch = Objects.requireNonNull(watches[i]);
      if (watch.path == path) {
        return watch;
      }
    }
    return null;
  }

  /** Takes everything; nothing can be added from now on. */
  synchronized List<Watch> close() {
    List<Watch> all = snapshot();
    closed = true;
    watches = NONE;
    count = 0;
    bytes = 0;
    return all;
  }

  synchronized List<Watch> snapshot() {
    List<Watch> all = new ArrayList<>(count);
    for (int i = 0; i < count; i++) {
      all.add(Objects.requireNonNull(watches[i]));
    }
    return all;
  }
}
