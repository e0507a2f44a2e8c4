package io.vivarium.kernel.metrics;

import java.util.concurrent.atomic.AtomicLong;

/**
 * What a server counts as a leader: the sizes of its proposals, and since when it leads. Recorded by the pipeline's thread, with plain
 * stores; read by any.
 */
public final class LeaderFigures {
  /** Stands for "none yet". */
  private static final long NONE = -1;

  private final AtomicLong last = new AtomicLong(NONE);
  private final AtomicLong smallest = new AtomicLong(NONE);
  private final AtomicLong largest = new AtomicLong(NONE);
  private volatile long sinceNanos;

  LeaderFigures() {}

  /** A proposal of so many bytes. Pipeline's thread. */
  public void proposed(int bytes) {
    last.setOpaque(bytes);
    long least = smallest.getPlain();
    if (least == NONE || bytes < least) {
      smallest.setOpaque(bytes);
    }
    if (bytes > largest.getPlain()) {
      largest.setOpaque(bytes);
    }
  }

  /** A role begins. Pipeline's thread. */
  public void roleBegins(long nowNanos) {
    sinceNanos = nowNanos;
  }

  /** When the role began, by the monotonic clock. */
  public long sinceNanos() {
    return sinceNanos;
  }

  /** Bytes of the last proposal; −1 before the first. */
  public long last() {
    return last.getOpaque();
  }

  /** Bytes of the smallest proposal; −1 before the first. */
  public long smallest() {
    return smallest.getOpaque();
  }

  /** Bytes of the largest proposal; −1 before the first. */
  public long largest() {
    return largest.getOpaque();
  }

  /** Forgets the sizes. */
  void reset() {
    last.setOpaque(NONE);
    smallest.setOpaque(NONE);
    largest.setOpaque(NONE);
  }
}
