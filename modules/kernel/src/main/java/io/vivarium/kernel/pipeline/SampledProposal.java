package io.vivarium.kernel.pipeline;

/**
 * The one proposal whose way is being timed; the next is chosen when it has arrived. So few proposals are timed one and all, and of many
 * as many as there are round trips. Set by the pipeline's thread, read by the log's too.
 */
final class SampledProposal {
  private static final long NONE = -1;

  private long beganNanos;
  private volatile long zxid = NONE;

  /** Whether no proposal is being timed. Pipeline's thread. */
  boolean free() {
    return zxid == NONE;
  }

  /** Times this one from now on. Pipeline's thread. */
  void begin(long newZxid, long nowNanos) {
    beganNanos = nowNanos;
    zxid = newZxid;
  }

  /** Whether it is this one. */
  boolean is(long other) {
    return zxid == other;
  }

  /** Whether it comes before another: then it never arrives, as a role ended meanwhile. Pipeline's thread. */
  boolean passedBy(long other) {
    return zxid != NONE && zxid < other;
  }

  /** How long it has been on its way; to be asked only of the one that is timed. */
  long nanos(long nowNanos) {
    // The log's thread may ask when another has just taken its place.
    return Math.max(0, nowNanos - beganNanos);
  }

  /** It has arrived. Pipeline's thread. */
  void end() {
    zxid = NONE;
  }
}
