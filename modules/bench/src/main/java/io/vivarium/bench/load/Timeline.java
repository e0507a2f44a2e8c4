package io.vivarium.bench.load;

import java.util.Arrays;

/** When operations were completed and how long each took, one by one: for a rate of thousands a second over a minute. */
final class Timeline {
  private long[] completedNanos = new long[1 << 14];
  private long[] tookNanos = new long[1 << 14];
  private int size;

  void add(long completed, long took) {
    if (size == completedNanos.length) {
      completedNanos = Arrays.copyOf(completedNanos, size * 2);
      tookNanos = Arrays.copyOf(tookNanos, size * 2);
    }
    completedNanos[size] = completed;
    tookNanos[size++] = took;
  }

  /** Told of each operation: the first moment of its latency, the last, in ns of {@link System#nanoTime}. */
  @FunctionalInterface
  interface Visitor {
    void operation(long fromNanos, long toNanos);
  }

  void forEach(Visitor visitor) {
    for (int i = 0; i < size; i++) {
      visitor.operation(completedNanos[i] - tookNanos[i], completedNanos[i]);
    }
  }
}
