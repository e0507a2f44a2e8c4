package io.vivarium.kernel.metrics;

import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;

/**
 * Count, sum, extremes and histogram of values in one array. Either one thread owns it and uses {@link #record}, which costs
 * plain loads and stores, or many share it and use {@link #recordShared}; never both. Any thread may read at any time; a reading
 * taken between two stores of one value may lack part of it.
 */
final class Distribution {
  private static final VarHandle CELLS = MethodHandles.arrayElementVarHandle(long[].class);

  private static final int COUNT = 0;
  private static final int SUM = 1;
  private static final int MIN = 2;
  private static final int MAX = 3;

  /** The histogram starts a cache line after the other cells. */
  private static final int HISTOGRAM = 8;

  private final long[] cells = new long[HISTOGRAM + Buckets.COUNT];

  Distribution() {
    cells[MIN] = Long.MAX_VALUE;
  }

  /** Adds {@code times} equal values; for the owning thread. Negative values count as 0. */
  void record(long value, long times) {
    long kept = Math.max(value, 0);
    add(COUNT, times);
    add(SUM, kept * times);
    if (kept < cells[MIN]) {
      CELLS.setOpaque(cells, MIN, kept);
    }
    if (kept > cells[MAX]) {
      CELLS.setOpaque(cells, MAX, kept);
    }
    add(HISTOGRAM + Buckets.indexOf(kept), times);
  }

  /** Forgets everything; for the owning thread. */
  void clear() {
    for (int i = 0; i < cells.length; i++) {
      CELLS.setOpaque(cells, i, i == MIN ? Long.MAX_VALUE : 0L);
    }
  }

  /** Adds a value; any thread. Negative values count as 0. */
  void recordShared(long value) {
    long kept = Math.max(value, 0);
    CELLS.getAndAdd(cells, COUNT, 1L);
    CELLS.getAndAdd(cells, SUM, kept);
    lower(kept);
    raise(kept);
    CELLS.getAndAdd(cells, HISTOGRAM + Buckets.indexOf(kept), 1L);
  }

  /** Adds what is here to a reading. */
  void addTo(Spread.Sum sum) {
    sum.add(at(COUNT), at(SUM), at(MIN), at(MAX));
    for (int i = 0; i < Buckets.COUNT; i++) {
      sum.addToBucket(i, at(HISTOGRAM + i));
    }
  }

  private void add(int cell, long amount) {
    CELLS.setOpaque(cells, cell, cells[cell] + amount);
  }

  private long at(int cell) {
    return (long) CELLS.getOpaque(cells, cell);
  }

  private void lower(long value) {
    long seen = at(MIN);
    while (value < seen && !CELLS.weakCompareAndSet(cells, MIN, seen, value)) {
      seen = at(MIN);
    }
  }

  private void raise(long value) {
    long seen = at(MAX);
    while (value > seen && !CELLS.weakCompareAndSet(cells, MAX, seen, value)) {
      seen = at(MAX);
    }
  }
}
