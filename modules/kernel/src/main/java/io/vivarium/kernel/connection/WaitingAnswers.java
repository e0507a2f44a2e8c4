package io.vivarium.kernel.connection;

import java.util.concurrent.atomic.AtomicLong;

/**
 * Bounds the memory of answers that the pipeline has made and the I/O threads have not encoded yet. Reads behind a write are answered
 * there, a thousand of one client in a moment, and each brings a copy of what it read. What would be too much is not read at all. A
 * client whose answers take {@link #FREE} bytes or less is not counted.
 */
final class WaitingAnswers {
  /** Bytes of answers that may wait for each client without being counted. */
  static final int FREE = 16 << 10;

  /** One client alone may have this share of the limit. */
  private static final int SHARE_OF_ONE = 4;

  private final AtomicLong total = new AtomicLong();
  private final long limit;

  /**
   * Nothing waits.
   *
   * @param limit bytes
   */
  WaitingAnswers(long limit) {
    this.limit = limit;
  }

  /** Bytes that are counted now. Any thread. */
  long bytes() {
    return total.get();
  }

  /** The answers of one connection. */
  final class Share {
    /** Bytes of all that were ever admitted. Pipeline's thread writes. */
    private volatile long made;

    /** And of those that were encoded. I/O thread writes. */
    private volatile long taken;

    /** Guarded by this. */
    private long counted;

    /** Guarded by this. */
    private boolean ended;

    /** Whether an answer of so many bytes may wait, which is counted then. Pipeline's thread. */
    @SuppressWarnings({
      "NonAtomicOperationOnVolatileField",
      "NonAtomicVolatileUpdate"
    }) // one writer
    boolean admits(long bytes) {
      long sum = made - taken + bytes;
      if (sum > FREE && (sum > limit / SHARE_OF_ONE || total.get() + bytes > limit)) {
        return false;
      }
      made = made + bytes;
      if (sum > FREE) {
        count();
      }
      return true;
    }

    /**
     * An answer was encoded, for which so many bytes were admitted. I/O thread. What was made is read after what is taken has been
     * written: an answer that is admitted meanwhile is then seen here, or has seen what was taken.
     */
    @SuppressWarnings({
      "NonAtomicOperationOnVolatileField",
      "NonAtomicVolatileUpdate"
    }) // one writer
    void taken(long bytes) {
      long before = taken;
      taken = before + bytes;
      if (made - before > FREE) {
        count();
      }
    }

    private synchronized void count() {
      long waiting = made - taken;
      long now = ended || waiting <= FREE ? 0 : waiting;
      total.addAndGet(now - counted);
      counted = now;
    }

    /** The connection has ended: gives everything back, and counts nothing more. Any thread. */
    void end() {
      synchronized (this) {
        ended = true;
      }
      count();
    }
  }

  Share share() {
    return new Share();
  }
}
