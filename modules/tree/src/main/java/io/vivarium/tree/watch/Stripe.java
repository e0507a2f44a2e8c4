package io.vivarium.tree.watch;

import java.util.Objects;
import java.util.function.Predicate;
import org.jspecify.annotations.Nullable;

/**
 * The watched paths whose hash falls here: an open-addressed table that can be asked with the beginning of a string, so that the
 * paths of parents need not be cut out. Its monitor guards it, its paths and the modes of their watches.
 */
final class Stripe {
  private static final int MIN_SLOTS = 4;

  private @Nullable WatchedPath[] slots = new WatchedPath[MIN_SLOTS];
  private int count;

  /** What its watches take more, or less, than it has told the table. */
  long untoldBytes;

  int count() {
    return count;
  }

  private static int spread(int hash) {
    return hash * 0x9e37_79b9;
  }

  private static int home(int hash, int length) {
    return spread(hash) >>> Integer.numberOfLeadingZeros(length - 1);
  }

  private static boolean is(WatchedPath candidate, String path, int length) {
    return candidate.path.length() == length && path.startsWith(candidate.path);
  }

  /** The entry of the first {@code length} characters of {@code path}, whose hash is {@code hash}. */
  @Nullable WatchedPath get(String path, int length, int hash) {
    int at = home(hash, slots.length);
    while (true) {
      WatchedPath candidate = slots[at];
      if (candidate == null || is(candidate, path, length)) {
        return candidate;
      }
      at = (at + 1) & (slots.length - 1);
    }
  }

  WatchedPath getOrAdd(String path) {
    WatchedPath known = get(path, path.length(), path.hashCode());
    if (known != null) {
      return known;
    }
    if (4 * (count + 1) > 3 * slots.length) {
      resize(2 * slots.length);
    }
    WatchedPath added = new WatchedPath(path);
    put(added);
    count++;
    return added;
  }

  private void put(WatchedPath entry) {
    int at = home(entry.path.hashCode(), slots.length);
    while (slots[at] != null) {
      at = (at + 1) & (slots.length - 1);
    }
    slots[at] = entry;
  }

  void remove(WatchedPath entry) {
    int mask = slots.length - 1;
    int hole = home(entry.path.hashCode(), slots.length);
    while (slots[hole] != entry) {
      hole = (hole + 1) & mask;
    }
    for (int at = (hole + 1) & mask; slots[at] != null; at = (at + 1) & mask) {
      WatchedPath next = Objects.requireNonNull(slots[at]);
      int wanted = home(next.path.hashCode(), slots.length);
      if (((at - wanted) & mask) >= ((at - hole) & mask)) {
        slots[hole] = next;
        hole = at;
      }
    }
    slots[hole] = null;
    count--;
    if (slots.length > MIN_SLOTS && 8 * count < slots.length) {
      resize(slots.length / 2);
    }
  }

  private void resize(int length) {
    @Nullable WatchedPath[] old = slots;
    slots = new WatchedPath[length];
    for (WatchedPath entry : old) {
      if (entry != null) {
        put(entry);
      }
    }
  }

  /** Whether all paths pass; asks no more after the first that does not. */
  boolean allMatch(Predicate<WatchedPath> question) {
    for (WatchedPath entry : slots) {
      if (entry != null && !question.test(entry)) {
        return false;
      }
    }
    return true;
  }
}
