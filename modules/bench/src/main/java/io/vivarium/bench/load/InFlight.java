package io.vivarium.bench.load;

import java.util.NoSuchElementException;

/** When the requests that have no reply yet were due, in order: replies come in the order of the requests. */
final class InFlight {
  private long[] ring = new long[64];
  private int head;
  private int size;

  void add(long dueNanos) {
    if (size == ring.length) {
      long[] larger = new long[ring.length * 2];
      for (int i = 0; i < size; i++) {
        larger[i] = ring[head + i & ring.length - 1];
      }
      ring = larger;
      head = 0;
    }
    ring[head + size++ & ring.length - 1] = dueNanos;
  }

  long remove() {
    if (size == 0) {
      throw new NoSuchElementException("a reply that nothing was asked for");
    }
    long due = ring[head];
    head = head + 1 & ring.length - 1;
    size--;
    return due;
  }

  int size() {
    return size;
  }
}
