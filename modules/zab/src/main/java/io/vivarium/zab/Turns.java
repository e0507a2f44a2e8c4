package io.vivarium.zab;

/**
 * The time as limits count it: without the time in which this very process stood still. A server that was paused has not heard its
 * peers meanwhile, and what they sent may still be on its way through its own sockets; that is no silence of theirs. So a gap between
 * two turns counts as one tick at most. The server is called twice a tick when it works.
 */
final class Turns {
  private final long tickNanos;
  private long last;
  private long lost;
  private boolean begun;

  Turns(long tickNanos) {
    this.tickNanos = tickNanos;
  }

  /** A turn begins; what the time is in it. */
  long at(long nowNanos) {
    long gap = begun ? nowNanos - last : 0;
    begun = true;
    last = nowNanos;
    lost += Math.max(0, gap - tickNanos);
    return nowNanos - lost;
  }

  /** What the time is in this turn. */
  long now() {
    return last - lost;
  }

  /** When the host's clock will show what limits count as {@code deadline}: half a tick from now at the latest. */
  long onHost(long deadline) {
    long latest = last + tickNanos / 2;
    return deadline == Long.MAX_VALUE ? latest : Math.min(latest, deadline + lost);
  }
}
