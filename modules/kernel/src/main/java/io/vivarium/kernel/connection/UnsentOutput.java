package io.vivarium.kernel.connection;

import java.util.concurrent.atomic.AtomicLong;

/**
 * How much waits for all clients together: what was written for them and not taken by the system, and the requests that are held
 * because of it. Up to half of the limit nobody notices. From there on, a client for whom something waits is answered no further until
 * it has taken that; and beyond the limit those go whose output has waited longest, see {@link UnsentLedger}. A client that takes what
 * it asked for is never one of them, and none with {@link #FREE} bytes or less is counted, which is nearly all of them at nearly all
 * times. Any thread.
 */
public final class UnsentOutput {
  /** Bytes that may wait for each client without being counted. */
  static final int FREE = 8 << 10;

  /** One client alone may take this share of the limit; one for whom more waits goes first. */
  private static final int SHARE_OF_ONE = 4;

  private final AtomicLong total = new AtomicLong();
  private final AtomicLong givenUp = new AtomicLong();
  private final WaitingAnswers answers;
  private final long limit;

  /**
   * Nothing waits.
   *
   * @param limit bytes, and as many of answers that were not written yet; 0 for any number
   */
  public UnsentOutput(long limit) {
    this.limit = limit == 0 ? Long.MAX_VALUE : limit;
    this.answers = new WaitingAnswers(this.limit);
  }

  /** Bytes that wait now, answers that were not written yet included. */
  public long bytes() {
    return total.get() + answers.bytes();
  }

  /** Answers that were made and not written yet. */
  WaitingAnswers answers() {
    return answers;
  }

  /** Connections that were closed because too much waited, since the start. */
  public long connectionsClosed() {
    return givenUp.get();
  }

  /** Whether half of the limit waits. */
  boolean scarce() {
    return total.get() > limit / 2;
  }

  /** Whether more waits than may. */
  boolean exceeded() {
    return total.get() > limit;
  }

  long limit() {
    return limit;
  }

  /** What one client may have waiting while the limit is exceeded, whatever waits for others. */
  long mostOfOne() {
    return limit / SHARE_OF_ONE;
  }

  void changed(long bytes) {
    total.addAndGet(bytes);
  }

  void closedOne() {
    givenUp.incrementAndGet();
  }
}
