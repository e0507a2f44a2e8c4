package io.vivarium.tree.watch;

import java.util.Arrays;
import java.util.Objects;
import java.util.function.Predicate;
import org.jspecify.annotations.Nullable;

/** A path and the watches on it. Guarded by its stripe. */
final class WatchedPath {
  final String path;
  private @Nullable Watch[] watches = new Watch[1];
  private int count;

  WatchedPath(String path) {
    this.path = path;
  }

  int count() {
    return count;
  }

  Watch get(int index) {
    return Objects.requireNonNull(watches[index]);
  }

  void add(Watch watch) {
    if (count == watches.length) {
      watches = Arrays.copyOf(watches, 2 * count);
    }
    watch.inPath = count;
    watches[count++] = watch;
  }

  void remove(Watch watch) {
    Watch last = get(--count);
    watches[watch.inPath] = last;
    last.inPath = watch.inPath;
    watches[count] = null;
    if (count > 4 && count < watches.length / 4) {
      watches = Arrays.copyOf(watches, watches.length / 2);
    }
  }

  /** The watch of this connection, or null; looks through this list. */
  @Nullable Watch of(Watches owner) {
    for (int i = 0; i < count; i++) {
      Watch watch = get(i);
      if (watch.owner == owner) {
        return watch;
      }
    }
    return null;
  }

  /** Whether all watches pass; asks no more after the first that does not. */
  boolean allMatch(Predicate<Watch> question) {
    for (int i = 0; i < count; i++) {
      if (!question.test(get(i))) {
        return false;
      }
    }
    return true;
  }
}
